export type MethodFacts = { readonly name: string; readonly spec: string; readonly says: string; readonly robot: string }

type MethodRow = readonly [name: string, spec: string, says: string, robot: string]

const rows: readonly MethodRow[] = [
  [
    'GET',
    'RFC 9110, section 9.3.1',
    'Send the resource.',
    'The method of every crawl. With conditions it costs a header when nothing has changed.',
  ],
  [
    'HEAD',
    'RFC 9110, section 9.3.2',
    'Send the header that a GET would have, without the body.',
    'Ask for type, size and date before you download. Some servers answer 405 or 501: then GET.',
  ],
  [
    'POST',
    'RFC 9110, section 9.3.3',
    'Take the body of the request and do with it what the resource does: a form, an order, a search.',
    'Only where a person has said so; never repeat one unasked: it may act twice.',
  ],
  ['PUT', 'RFC 9110, section 9.3.4', 'Put the body at this address, in place of what is there.', 'A spider changes nothing.'],
  ['DELETE', 'RFC 9110, section 9.3.5', 'Remove the resource.', 'A spider changes nothing.'],
  ['CONNECT', 'RFC 9110, section 9.3.6', 'Open a tunnel to host and port; for proxies.', 'Only to your own proxy, for https.'],
  [
    'OPTIONS',
    'RFC 9110, section 9.3.7',
    'Say what is possible with this resource; Allow lists the methods.',
    'Seldom of use; many servers answer anything.',
  ],
  ['TRACE', 'RFC 9110, section 9.3.8', 'Send back the request as it arrived.', 'Most servers refuse it, and a robot need not try.'],
  ['PATCH', 'RFC 5789, section 2', 'Change a part of the resource.', 'A spider changes nothing.'],
]

export const methodFacts: readonly MethodFacts[] = rows.map(([name, spec, says, robot]) => ({ name, spec, says, robot }))
