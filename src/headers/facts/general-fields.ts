import { factsOf } from './field-facts.ts'

/** Fields of requests and answers alike, about the message itself. */
export const generalFields = factsOf('general', [
  [
    'Cache-Control',
    'RFC 9111, section 5.2',
    'Who may keep the answer, for how long, and when it must be asked about again: max-age=3600, no-store, must-revalidate.',
    'Do not ask again before max-age is over; with no-store keep no copy for reuse.',
  ],
  [
    'Connection',
    'RFC 9110, section 7.6.1',
    'What is meant for the next hop only; close: this connection ends after the answer.',
    'After close open a new connection; before it nothing more is sent.',
  ],
  [
    'Date',
    'RFC 9110, section 6.6.1',
    'When the answer was made, by the clock of the server.',
    "Measure Expires and Retry-After dates against it: the server's clock may differ from yours.",
  ],
  [
    'MIME-Version',
    'RFC 9112, appendix B.1',
    'The message was built as a MIME one: 1.0.',
    'Pass it over.',
    'HTTP is not MIME; nothing took its place.',
  ],
  [
    'Pragma',
    'RFC 9111, section 5.4',
    'no-cache in a request: ask the server, not a cache.',
    'Send Cache-Control: no-cache instead; in an answer it means nothing.',
    'Deprecated by RFC 9111: use Cache-Control.',
  ],
  [
    'Transfer-Encoding',
    'RFC 9112, section 6.1',
    'How the body is wrapped on the way: chunked, with or without compression. HTTP/1.1 only.',
    'Take it off before anything else; it goes before Content-Length, and both together are suspicious.',
  ],
  [
    'Upgrade',
    'RFC 9110, section 7.8',
    'Which other protocol the sender would rather speak, for example websocket.',
    'Stay with HTTP: a spider needs no other, and need not answer an offer.',
  ],
  [
    'Via',
    'RFC 9110, section 7.6.3',
    'Every proxy and gateway that the message went through.',
    'A sign of a proxy or a cache on the way: look here when an answer is older than it should be.',
  ],
])
