import type { HeaderList } from '../../exchange/header-list.ts'
import { headerValue, headerValues } from '../../exchange/header-list.ts'
import type { Framing } from './body-framing.ts'
import { bodyFraming, isPersistent } from './body-framing.ts'
import type { Allowance, ByteFeed } from './byte-feed.ts'
import { MessageFault } from './message-fault.ts'
import type { EndPart, MessageLimits, MessageOptions, MessageReader } from './message-reader.ts'
import { createMessageReader, readRest } from './message-reader.ts'
import type { BodyPart } from './read-body.ts'
import { readBody } from './read-body.ts'
import type { Note } from './read-fields.ts'
import { isToken, lineContent, readFields } from './read-fields.ts'

export type RequestHead = {
  readonly method: string
  /** The request target as it was sent: a path, an absolute URL, `host:port` of CONNECT, or `*`. */
  readonly target: string
  /** `0.9` for a request line without a version: nothing follows it. */
  readonly version: string
  readonly headers: HeaderList
  /** The header as it came, one character a byte, without its last line end. */
  readonly text: string
  /** Bytes between that text and the body. */
  readonly gap: number
}

export type RequestPart = { readonly kind: 'head'; readonly head: RequestHead } | BodyPart | EndPart

export type RequestReader = MessageReader<RequestPart>

export type RequestOptions = MessageOptions

/** Reads a request of HTTP/0.9, 1.0 or 1.1 (RFC 9112 section 3, RFC 1945 section 4.1). What follows it is `rest`: a further reader's. */
export function createRequestReader(options: RequestOptions = {}): RequestReader {
  return createMessageReader<RequestPart>(readRequest, options)
}

function* readRequest(feed: ByteFeed, note: Note, limits: MessageLimits): Generator<RequestPart | undefined, void, undefined> {
  const allowance: Allowance = { left: limits.headerBytes, fault: 'header-too-large' }
  const line = yield* requestLine(feed, note, allowance)
  const { method, target, version } = parseRequestLine(lineContent(line, note), note)
  let framing: Framing = { kind: 'none' }
  let headers: HeaderList = []
  if (version === '0.9') {
    yield { kind: 'head', head: { method, target, version, headers, text: line.trimEnd(), gap: line.length - line.trimEnd().length } }
  } else {
    const block = yield* readFields(feed, note, { allowance, headerFields: limits.headerFields }, line)
    if (!block.isWhole) throw new MessageFault('header-truncated')
    headers = block.fields
    checkHost(version, headers, note)
    framing = requestFraming(version, headers, note)
    yield { kind: 'head', head: { method, target, version, headers, text: block.text, gap: block.gap } }
  }
  const isWhole = yield* readBody(feed, framing, note, limits)
  yield { kind: 'end', isCut: !isWhole, isPersistent: isWhole && isPersistent(version, headers) }
  yield* readRest(feed)
}

/** The first line that is not empty (RFC 9112 section 2.2: at least one empty line before it is passed over). */
function* requestLine(feed: ByteFeed, note: Note, allowance: Allowance): Generator<undefined, string, undefined> {
  for (;;) {
    const line = yield* feed.line(allowance)
    if (line === '') throw new MessageFault('message-empty')
    if (!line.endsWith('\n')) throw new MessageFault('header-truncated')
    if (line !== '\r\n' && line !== '\n') return line
    note('empty-line-first')
  }
}

type RequestLine = Pick<RequestHead, 'method' | 'target' | 'version'>

function parseRequestLine(line: string, note: Note): RequestLine {
  const words = line.split(/[ \t]+/)
  const [method = '', target = '', protocol] = words
  if (!isToken(method) || target === '' || words.length > 3) throw new MessageFault('request-line-invalid')
  if (line !== words.join(' ')) note('request-line-spacing')
  if (protocol === undefined) {
    if (method !== 'GET') throw new MessageFault('request-line-invalid')
    return { method, target, version: '0.9' }
  }
  const version = /^HTTP\/(\d\.\d)$/i.exec(protocol)?.[1]
  if (version === undefined) throw new MessageFault('request-line-invalid')
  if (!protocol.startsWith('HTTP')) note('http-name-case')
  if (version !== '1.0' && version !== '1.1') note('http-version-unknown')
  return { method, target, version }
}

function checkHost(version: string, headers: HeaderList, note: Note): void {
  const hosts = headerValues(headers, 'host').length
  if (hosts > 1) note('host-repeated')
  if (hosts === 0 && version === '1.1') note('host-missing')
}

/** A request without a length has no body; one whose transfer codings do not end in chunked has no end (RFC 9112 section 6.3). */
function requestFraming(version: string, headers: HeaderList, note: Note): Framing {
  const { framing } = bodyFraming(version, headers, note)
  if (framing.kind !== 'until-close') return framing
  if (headerValue(headers, 'transfer-encoding') !== undefined) throw new MessageFault('request-length-unknown')
  return { kind: 'none' }
}
