import type { CrawlErrorCode } from '../../base/crawl-error.ts'

/**
 * What a deviation from the protocol means. `noted`: the message can be read all the same, and is, in both modes. `lenient`: the standard
 * calls it invalid, but most messages of the kind can be made sense of; strict mode refuses them. `fatal`: where the message ends, or what
 * it says, cannot be known.
 */
export type AnomalyGrade = 'noted' | 'lenient' | 'fatal'

export type AnomalyEntry = {
  readonly grade: AnomalyGrade
  /** RFC and section. */
  readonly source: string
  /** Completes the sentence "The message ...". */
  readonly says: string
  /** Code of the failure when the message is refused for it; default `protocol`. */
  readonly code?: CrawlErrorCode | undefined
}

/** Every deviation that the message readers know, by its stable name. */
export const messageAnomalies = {
  // lines
  'line-feed-only': { grade: 'noted', source: 'RFC 9112 2.2', says: 'has lines that end with LF instead of CRLF' },
  'bare-cr': { grade: 'lenient', source: 'RFC 9112 2.2', says: 'has a CR inside a line; it is read as a space' },
  'nul-in-header': { grade: 'lenient', source: 'RFC 9110 5.5', says: 'has a NUL inside a line; it is read as a space' },
  'control-in-header': { grade: 'noted', source: 'RFC 9110 5.5', says: 'has control characters in a header line' },
  // the first line
  'empty-line-first': { grade: 'noted', source: 'RFC 9112 2.2', says: 'begins with empty lines' },
  'status-line-missing': { grade: 'lenient', source: 'RFC 9112 2.1', says: 'has no status line and no header, as in HTTP/0.9' },
  'status-line-spacing': { grade: 'noted', source: 'RFC 9112 4', says: 'has too few or too many spaces in its first line' },
  'http-name-case': { grade: 'lenient', source: 'RFC 9112 2.3', says: 'does not write HTTP in capitals' },
  'http-version-unknown': {
    grade: 'lenient',
    source: 'RFC 9110 2.5',
    says: 'states an HTTP version that does not come over this connection',
  },
  'status-line-icy': { grade: 'lenient', source: 'RFC 9112 4', says: 'answers as a SHOUTcast radio does (ICY)' },
  'status-line-invalid': { grade: 'fatal', source: 'RFC 9112 4', says: 'has no readable status line' },
  'status-above-599': { grade: 'noted', source: 'RFC 9110 15', says: 'has a status that no class knows (600 to 999)' },
  'status-invalid': { grade: 'fatal', source: 'RFC 9110 15', says: 'has a status that is no number from 100 to 999' },
  'request-line-spacing': { grade: 'noted', source: 'RFC 9112 3', says: 'has too many spaces in its request line' },
  'request-line-invalid': { grade: 'fatal', source: 'RFC 9112 3', says: 'has no readable request line' },
  // the header
  'field-folded': { grade: 'noted', source: 'RFC 9112 5.2', says: 'continues a header field on a second line' },
  'field-without-colon': { grade: 'noted', source: 'RFC 9112 5', says: 'has a header line without a colon; it is left out' },
  'field-name-invalid': { grade: 'noted', source: 'RFC 9110 5.1', says: 'has a header field whose name is no token; it is left out' },
  'space-before-colon': { grade: 'noted', source: 'RFC 9112 5.1', says: 'has a space between a field name and its colon' },
  'space-before-first-field': {
    grade: 'lenient',
    source: 'RFC 9112 2.2',
    says: 'has a space before its first field; that line is left out',
  },
  'host-missing': { grade: 'lenient', source: 'RFC 9112 3.2', says: 'is HTTP/1.1 without a Host field' },
  'host-repeated': { grade: 'lenient', source: 'RFC 9112 3.2', says: 'has more than one Host field' },
  'header-too-large': { grade: 'fatal', source: 'RFC 9110 5.4', says: 'has a larger header than is read here', code: 'headers-too-large' },
  'header-fields-too-many': {
    grade: 'fatal',
    source: 'RFC 9110 5.4',
    says: 'has more header fields than are read',
    code: 'headers-too-large',
  },
  'message-empty': { grade: 'fatal', source: 'RFC 9112 8', says: 'is empty', code: 'connection-reset' },
  'header-truncated': { grade: 'fatal', source: 'RFC 9112 8', says: 'ends inside its header', code: 'connection-reset' },
  // interim answers
  'interim-endless': { grade: 'fatal', source: 'RFC 9110 15.2', says: 'has interim answers without end' },
  'switching-unasked': { grade: 'fatal', source: 'RFC 9110 15.2.2', says: 'switches to a protocol that was not asked for' },
  // where the body ends
  'content-length-repeated': { grade: 'noted', source: 'RFC 9112 6.3', says: 'states the same Content-Length more than once' },
  'content-length-conflict': { grade: 'lenient', source: 'RFC 9112 6.3', says: 'states different Content-Lengths; the smallest is taken' },
  'content-length-sign': { grade: 'lenient', source: 'RFC 9110 8.6', says: 'has a plus before its Content-Length' },
  'content-length-overflow': { grade: 'noted', source: 'RFC 9110 8.6', says: 'states a Content-Length above 2^53' },
  'content-length-invalid': { grade: 'fatal', source: 'RFC 9112 6.3', says: 'has a Content-Length that is no number' },
  'content-length-on-204': { grade: 'noted', source: 'RFC 9110 8.6', says: 'has a Content-Length where none may be' },
  'content-length-and-transfer-encoding': {
    grade: 'noted',
    source: 'RFC 9112 6.3',
    says: 'has Content-Length and Transfer-Encoding; the latter holds',
  },
  'transfer-encoding-in-1.0': { grade: 'noted', source: 'RFC 9112 6.1', says: 'has a Transfer-Encoding in HTTP/1.0' },
  'transfer-coding-identity': { grade: 'noted', source: 'RFC 9112 7', says: 'names the transfer coding identity, which is no more' },
  'transfer-coding-unasked': { grade: 'noted', source: 'RFC 9112 7.4', says: 'has a compressing transfer coding nobody asked for' },
  'transfer-coding-unknown': {
    grade: 'lenient',
    source: 'RFC 9112 7',
    says: 'has an unknown transfer coding; its bytes are left as they are',
  },
  'chunked-repeated': {
    grade: 'lenient',
    source: 'RFC 9112 6.1',
    says: 'is chunked more than once by its header; it is read as chunked once',
  },
  'chunked-not-last': {
    grade: 'lenient',
    source: 'RFC 9112 6.3',
    says: 'has a transfer coding after chunked; the body is read to the end',
  },
  'request-length-unknown': { grade: 'fatal', source: 'RFC 9112 6.3', says: 'has a body whose end cannot be known' },
  'body-not-allowed': { grade: 'noted', source: 'RFC 9112 6.3', says: 'has bytes after a header that ends it' },
  // chunks
  'chunk-size-spacing': { grade: 'noted', source: 'RFC 9112 7.1', says: 'has spaces around a chunk size' },
  'chunk-size-invalid': { grade: 'fatal', source: 'RFC 9112 7.1', says: 'has a chunk size that is no hexadecimal number' },
  'chunk-size-overflow': { grade: 'fatal', source: 'RFC 9112 7.1', says: 'has a chunk size above 2^53' },
  'chunk-extension-too-long': { grade: 'fatal', source: 'RFC 9112 7.1.1', says: 'has chunk extensions without end' },
  'chunk-end-missing': { grade: 'fatal', source: 'RFC 9112 7.1', says: 'has a chunk that does not end where its size says' },
  'trailer-unfinished': { grade: 'noted', source: 'RFC 9112 7.1.2', says: 'ends after its last chunk without an empty line' },
  // after the message
  'answer-unasked': { grade: 'noted', source: 'RFC 9112 9.2', says: 'is followed by an answer nobody asked for' },
  'bytes-after-end': { grade: 'noted', source: 'RFC 9112 9.2', says: 'is followed by bytes that belong to nothing' },
} as const satisfies Readonly<Record<string, AnomalyEntry>>

export type MessageAnomaly = keyof typeof messageAnomalies
