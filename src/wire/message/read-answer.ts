import { GrowingText } from '../../base/growing-text.ts'
import type { HeaderList } from '../../exchange/header-list.ts'
import { headerValue } from '../../exchange/header-list.ts'
import type { Framing } from './body-framing.ts'
import { bodyFraming, isPersistent } from './body-framing.ts'
import type { Allowance, ByteFeed } from './byte-feed.ts'
import { MessageFault } from './message-fault.ts'
import type { EndPart, MessageLimits, MessageOptions, MessageReader } from './message-reader.ts'
import { createMessageReader, readRest } from './message-reader.ts'
import type { StatusLine } from './parse-status-line.ts'
import { parseStatusLine } from './parse-status-line.ts'
import type { BodyPart } from './read-body.ts'
import { readBody } from './read-body.ts'
import type { Note } from './read-fields.ts'
import { lineContent, readFields } from './read-fields.ts'

export type AnswerHead = {
  /** As the server wrote it: `1.1`; `0.9` when there was no header at all. */
  readonly version: string
  readonly status: number
  readonly reason: string
  /** In the server's spelling and order. */
  readonly headers: HeaderList
  /** The header as it came, one character a byte, without its last line end: its length is the header's length (seed P13). */
  readonly text: string
  /** Bytes between that text and the body: the last line end and the empty line, 4 where both are CRLF. */
  readonly gap: number
  /** Codings that the body has on for the transfer beside `chunked`, in the order they were put on. They are not taken off here. */
  readonly transferCodings: readonly string[]
}

export type AnswerPart =
  /** An answer of status 1xx before the real one (RFC 9110 section 15.2). */
  { readonly kind: 'interim'; readonly head: AnswerHead } | { readonly kind: 'head'; readonly head: AnswerHead } | BodyPart | EndPart

export type AnswerReader = MessageReader<AnswerPart>

export type AnswerOptions = MessageOptions & {
  /** Method of the request: HEAD has no body. Default GET. */
  readonly method?: string | undefined
  /** The request was HTTP/0.9: an answer without a header is none the worse. Default false. */
  readonly isSimple?: boolean | undefined
}

/**
 * Reads an answer of HTTP/0.9, 1.0 or 1.1 (RFC 9112, RFC 1945), interim answers before it included. Pure: bytes in, parts out. The table
 * `messageAnomalies` says what is tolerated.
 */
export function createAnswerReader(options: AnswerOptions = {}): AnswerReader {
  return createMessageReader<AnswerPart>((feed, note, limits) => readAnswer(feed, note, limits, options), options)
}

type Reading<Made> = Generator<AnswerPart | undefined, Made, undefined>

function* readAnswer(feed: ByteFeed, note: Note, limits: MessageLimits, { method = 'GET', isSimple }: AnswerOptions): Reading<void> {
  const allowance: Allowance = { left: limits.headerBytes, fault: 'header-too-large' }
  let head: AnswerHead | undefined
  let framing: Framing = { kind: 'until-close' }
  for (let interim = 0; head === undefined; interim++) {
    if (interim > limits.interimAnswers) throw new MessageFault('interim-endless')
    const start = yield* answerStart(feed, note, allowance, isSimple)
    if (!start.isHttp) {
      if (!isSimple) note('status-line-missing')
      head = { version: '0.9', status: 200, reason: '', headers: [], text: '', gap: 0, transferCodings: [] }
      yield { kind: 'head', head }
      yield { kind: 'body', bytes: Buffer.from(start.text, 'latin1') }
      break
    }
    const line = start.text + (yield* feed.line(allowance))
    if (!line.endsWith('\n')) throw new MessageFault('header-truncated')
    const statusLine = parseStatusLine(lineContent(line, note), note)
    const block = yield* readFields(feed, note, { allowance, headerFields: limits.headerFields }, line)
    if (!block.isWhole) throw new MessageFault('header-truncated')
    const { fields: headers, text, gap } = block
    if (statusLine.status === 101) throw new MessageFault('switching-unasked')
    if (statusLine.status < 200) {
      yield { kind: 'interim', head: { ...statusLine, headers, text, gap, transferCodings: [] } }
      continue
    }
    const framed = answerFraming(statusLine, method, headers, note)
    framing = framed.framing
    head = { ...statusLine, headers, text, gap, transferCodings: framed.transferCodings }
    yield { kind: 'head', head }
  }
  const isWhole = yield* readBody(feed, framing, note, limits)
  const isPersisting = isWhole && framing.kind !== 'until-close' && isPersistent(head.version, head.headers)
  yield { kind: 'end', isCut: !isWhole, isPersistent: isPersisting }
  yield* readUnasked(feed, note, framing)
}

/** The first bytes decide: a header begins with HTTP (or ICY), anything else is the body of HTTP/0.9. */
function* answerStart(
  feed: ByteFeed,
  note: Note,
  allowance: Allowance,
  isSimple = false,
): Generator<undefined, { isHttp: boolean; text: string }, undefined> {
  const empty = new GrowingText()
  let text = ''
  for (;;) {
    const next = yield* feed.character(allowance)
    if (next === undefined) {
      if (isSimple) return { isHttp: false, text: empty.text() + text }
      throw new MessageFault(text === '' ? 'message-empty' : 'header-truncated')
    }
    if (text === '' && (next === '\r' || next === '\n')) {
      empty.add(next)
      continue
    }
    text += next
    const begin = text.toUpperCase()
    if (!'HTTP'.startsWith(begin) && !'ICY '.startsWith(begin)) return { isHttp: false, text: empty.text() + text }
    if (text.length < 4) continue
    if (empty.text() !== '') note('empty-line-first')
    return { isHttp: true, text }
  }
}

function answerFraming({ version, status }: StatusLine, method: string, headers: HeaderList, note: Note): ReturnType<typeof bodyFraming> {
  if (method !== 'HEAD' && status !== 204 && status !== 304) return bodyFraming(version, headers, note)
  if (status === 204 && headerValue(headers, 'content-length') !== undefined) note('content-length-on-204')
  return { framing: { kind: 'none' }, transferCodings: [] }
}

/** A client asks for one thing at a time: bytes after the answer are no answer to anything (RFC 9112 section 9.2). */
function* readUnasked(feed: ByteFeed, note: Note, framing: Framing): Reading<void> {
  let begin = ''
  for (const part of readRest(feed)) {
    if (part?.kind === 'rest') {
      note(framing.kind === 'none' ? 'body-not-allowed' : 'bytes-after-end')
      if (begin.length < 5) begin += Buffer.from(part.bytes.subarray(0, 5 - begin.length)).toString('latin1')
      if (begin === 'HTTP/') note('answer-unasked')
    }
    yield part
  }
}
