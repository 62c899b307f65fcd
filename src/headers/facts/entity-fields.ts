import { factsOf } from './field-facts.ts'

/** Fields about the body, or about the resource behind it. */
export const entityFields = factsOf('entity', [
  [
    'Allow',
    'RFC 9110, section 10.2.1',
    'Methods that the resource takes; must come with a 405.',
    'After a 405 to HEAD ask with GET if it is in the list.',
  ],
  [
    'Content-Base',
    'RFC 2068, section 14.11',
    'The base of relative addresses in the body.',
    'Resolve links against <base href> or the address of the page.',
    'Dropped by RFC 2616: <base href> in HTML.',
  ],
  [
    'Content-Encoding',
    'RFC 9110, section 8.4',
    'How the body is compressed: gzip, br, zstd, in the order in which they were put on.',
    'Take them off before reading, with a limit: a small body may unpack to gigabytes.',
  ],
  [
    'Content-Language',
    'RFC 9110, section 8.5',
    'The language of the readers it is meant for.',
    'A first guess; <html lang> is the nearer one.',
  ],
  [
    'Content-Length',
    'RFC 9110, section 8.6',
    'Bytes of the body; in the answer to HEAD the bytes that GET would bring.',
    'Decide by it before you download; count what comes: less is a cut-off body, not a page.',
  ],
  [
    'Content-Location',
    'RFC 9110, section 8.7',
    'An address of just this version (language, format).',
    'Do not take it for the address of the page: links are resolved against the one you asked for.',
  ],
  [
    'Content-MD5',
    'RFC 2616, section 14.15',
    'MD5 of the body, in base64.',
    'Check it: it finds damage on the way, not a forger.',
    'Dropped by RFC 7231: Content-Digest (RFC 9530).',
  ],
  [
    'Content-Range',
    'RFC 9110, section 14.4',
    'Which part a 206 brings, and of how much: bytes 0-249/152000. With a 416 the size alone: bytes */152000.',
    'Check that it is the part you asked for before you append it.',
  ],
  [
    'Content-Transfer-Encoding',
    'RFC 9112, appendix B.5',
    'How a mail body is written in seven bits.',
    'Pass it over: bodies in HTTP are bytes.',
    'Never part of HTTP: Transfer-Encoding and Content-Encoding.',
  ],
  [
    'Content-Type',
    'RFC 9110, section 8.3',
    'Media type and charset of the body: text/html; charset=ISO-8859-4.',
    'Choose reader, charset and file extension by it; where the first bytes say otherwise, believe the bytes.',
  ],
  [
    'ETag',
    'RFC 9110, section 8.8.3',
    'A name for this version: "x1"; W/"x1" for one that is as good as the same.',
    'Keep it and ask with If-None-Match; only equal strong ones are equal byte for byte.',
  ],
  [
    'Expires',
    'RFC 9111, section 5.3',
    'Until when the copy is fresh; max-age goes before it. A date that is none is in the past.',
    'Do not ask again before.',
  ],
  [
    'Last-Modified',
    'RFC 9110, section 8.8.2',
    'When the resource last changed, to the second.',
    'Keep it as it came and ask with If-Modified-Since. Many pages have none: hash the body then.',
  ],
  [
    'Location',
    'RFC 9110, section 10.2.2',
    'Where to go (301, 302, 303, 307, 308), or where the new resource is (201). May be relative.',
    'Resolve it against the address you asked, check it like any other link, count the hops.',
  ],
  [
    'URI',
    'RFC 2068, section 19.6.2.5',
    'Other addresses of the resource.',
    'Read Location and Content-Location.',
    'Dropped by RFC 2616: Location, Content-Location, Link.',
  ],
])
