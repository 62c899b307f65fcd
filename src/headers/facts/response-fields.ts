import { factsOf } from './field-facts.ts'

/** Fields of an answer: about the server, and what to do next. */
export const responseFields = factsOf('response', [
  [
    'Accept-Ranges',
    'RFC 9110, section 14.3',
    'bytes: parts may be asked for with Range; none: they may not.',
    'Resume and sample only where it says bytes; try once where it is absent.',
  ],
  [
    'Age',
    'RFC 9111, section 5.1',
    'Seconds since a cache on the way got the answer from its origin.',
    'Take it off the max-age: so much of the time is over.',
  ],
  [
    'Proxy-Authenticate',
    'RFC 9110, section 11.7.1',
    'How to log in at the proxy, with a 407.',
    'Answer with the name and password of your own proxy; without them stop.',
  ],
  [
    'Public',
    'RFC 2068, section 14.35',
    'Methods that the server knows for any resource.',
    'Read Allow instead.',
    'Dropped by RFC 2616: Allow, in the answer to OPTIONS.',
  ],
  [
    'Retry-After',
    'RFC 9110, section 10.2.3',
    'When to come back, as seconds (120) or as a date (Sat, 20 Oct 2007 10:00:00 GMT); with 503, 429 or a redirect.',
    'Obey it for the whole site, not for one page; without it wait longer each time.',
  ],
  ['Server', 'RFC 9110, section 10.2.4', 'Name and version of the server program.', 'Worth a column in a study; never decide by it.'],
  [
    'Set-Cookie',
    'RFC 6265, section 4.1',
    'Something to be sent back with later requests, until it expires. One cookie a field: never join two.',
    'Keep it for its site or pass it over. A new session for every visit makes new addresses without end: strip those.',
  ],
  [
    'Vary',
    'RFC 9110, section 12.5.5',
    'Request fields that chose this answer among several: Accept-Encoding, Accept-Language.',
    'A stored copy counts only for requests with the same fields; * counts for none.',
  ],
  [
    'Warning',
    'RFC 9111, section 5.5',
    'Remarks of a cache: 110 the copy is stale, 214 it was transformed.',
    'Look at Age and Cache-Control.',
    'Withdrawn by RFC 9111; nothing took its place.',
  ],
  [
    'WWW-Authenticate',
    'RFC 9110, section 11.6.1',
    'How to log in, with a 401: scheme and realm.',
    'Log in if you were given a name and password for this site; else stop: asking again does not help.',
  ],
])
