import { statusFacts } from './status-facts.ts'

/** 5xx: the server failed. */
export const serverStatuses = statusFacts([
  [
    500,
    'Internal Server Error',
    'RFC 9110, section 15.6.1',
    'The server failed at it.',
    'Try again a few times, with longer and longer pauses.',
  ],
  [
    501,
    'Not Implemented',
    'RFC 9110, section 15.6.2',
    'The server does not know this method at all.',
    'Use GET; the same again fails again.',
  ],
  [
    502,
    'Bad Gateway',
    'RFC 9110, section 15.6.3',
    'A proxy got nonsense from the server behind it.',
    'Try again a few times, with longer and longer pauses.',
  ],
  [
    503,
    'Service Unavailable',
    'RFC 9110, section 15.6.4',
    'Overloaded or being repaired; Retry-After may say until when.',
    'Hold the whole site for so long; without it wait longer each time.',
  ],
  [
    504,
    'Gateway Timeout',
    'RFC 9110, section 15.6.5',
    'A proxy waited in vain for the server behind it.',
    'Try again a few times, with longer and longer pauses.',
  ],
  [
    505,
    'HTTP Version Not Supported',
    'RFC 9110, section 15.6.6',
    'The server does not speak this version of HTTP.',
    'Ask with HTTP/1.1; for very old servers with 1.0.',
  ],
  [506, 'Variant Also Negotiates', 'RFC 2295, section 8.1', 'The server is set up in a circle.', 'Tell its webmaster.'],
  [507, 'Insufficient Storage', 'RFC 4918, section 11.5', 'WebDAV: no room left for what was sent.', 'Not for reading: failed.'],
  [508, 'Loop Detected', 'RFC 5842, section 7.2', 'WebDAV: the folders contain each other.', 'Ask for less depth.'],
  [
    510,
    'Not Extended',
    'RFC 2774, section 7',
    'An extension is missing that nobody uses. Withdrawn.',
    'Take it as 500 that does not heal.',
  ],
  [
    511,
    'Network Authentication Required',
    'RFC 6585, section 6',
    'The network (hotel, train) wants a login; the site was not even asked.',
    'Stop the whole crawl: every answer now comes from the network. Log in with a browser.',
  ],
])
