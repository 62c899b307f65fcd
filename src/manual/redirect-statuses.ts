import { statusFacts } from './status-facts.ts'

/** 3xx: go elsewhere, or use what you have. */
export const redirectStatuses = statusFacts([
  [
    300,
    'Multiple Choices',
    'RFC 9110, section 15.4.1',
    'There are several versions; the body lists them, Location may name the best.',
    'Show the list to a person. There is no rule by which a robot could choose.',
  ],
  [
    301,
    'Moved Permanently',
    'RFC 9110, section 15.4.2',
    'Moved for ever, to Location.',
    'Go there, and use the new address from now on; a POST becomes a GET.',
  ],
  [
    302,
    'Found',
    'RFC 9110, section 15.4.3',
    'For the moment at Location.',
    'Go there now, and keep the old address for later; a POST becomes a GET.',
  ],
  [303, 'See Other', 'RFC 9110, section 15.4.4', 'The answer to what you sent is at Location.', 'GET that page, whatever the method was.'],
  [
    304,
    'Not Modified',
    'RFC 9110, section 15.4.5',
    'What you have is still right; the answer to If-None-Match or If-Modified-Since. Never has a body.',
    'Use your copy. Unasked it is an error: there is no copy to use.',
  ],
  [
    305,
    'Use Proxy',
    'RFC 9110, section 15.4.6',
    'Ask through the proxy in Location. Withdrawn.',
    'Do not follow: any server could make itself your proxy.',
  ],
  [306, '(Unused)', 'RFC 9110, section 15.4.7', 'Was Switch Proxy in a draft; reserved.', 'Do not follow; count it as failed.'],
  [
    307,
    'Temporary Redirect',
    'RFC 9110, section 15.4.8',
    'As 302, and the method stays: a POST is sent again.',
    'Go there now, keep the old address; send a body again only to the same site.',
  ],
  [
    308,
    'Permanent Redirect',
    'RFC 9110, section 15.4.9',
    'As 301, and the method stays: a POST is sent again.',
    'Go there and use the new address from now on.',
  ],
])
