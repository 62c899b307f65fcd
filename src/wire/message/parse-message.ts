import type { CrawlError } from '../../base/crawl-error.ts'
import type { HeaderList } from '../../exchange/header-list.ts'
import type { MessageAnomaly } from './message-anomaly.ts'
import type { EndPart, MessageReader } from './message-reader.ts'
import type { AnswerHead, AnswerOptions } from './read-answer.ts'
import { createAnswerReader } from './read-answer.ts'
import type { BodyPart } from './read-body.ts'
import type { RequestHead, RequestOptions } from './read-request.ts'
import { createRequestReader } from './read-request.ts'

export type WholeMessage<Head> = {
  /** Absent when the message could not be read so far. */
  readonly head: Head | undefined
  readonly interim: readonly Head[]
  readonly body: Uint8Array
  readonly trailers: HeaderList
  /** The body ended early. */
  readonly isCut: boolean
  /** Why the message could not be read, or not to its end. */
  readonly failure: CrawlError | undefined
  /** Bytes after the message. */
  readonly rest: Uint8Array
  readonly anomalies: readonly MessageAnomaly[]
  readonly mayReuse: boolean
}

/** Reads an answer of which all bytes are here, to the close of the connection. Throws nothing. */
export function parseAnswer(bytes: Uint8Array, options?: AnswerOptions): WholeMessage<AnswerHead> {
  return wholeMessage(createAnswerReader(options), bytes)
}

/** Reads a request of which all bytes are here. Throws nothing. */
export function parseRequest(bytes: Uint8Array, options?: RequestOptions): WholeMessage<RequestHead> {
  return wholeMessage(createRequestReader(options), bytes)
}

type HeadPart<Head> = { readonly kind: 'interim'; readonly head: Head } | { readonly kind: 'head'; readonly head: Head }

function wholeMessage<Head>(reader: MessageReader<HeadPart<Head> | BodyPart | EndPart>, bytes: Uint8Array): WholeMessage<Head> {
  let head: Head | undefined
  const interim: Head[] = []
  const body: Uint8Array[] = []
  const rest: Uint8Array[] = []
  let trailers: HeaderList = []
  let isCut = false
  let failure: CrawlError | undefined
  for (const part of [...reader.push(bytes), ...reader.finish()]) {
    if (part.kind === 'interim') interim.push(part.head)
    else if (part.kind === 'head') head = part.head
    else if (part.kind === 'body') body.push(part.bytes)
    else if (part.kind === 'trailers') trailers = part.fields
    else if (part.kind === 'end') isCut = part.isCut
    else if (part.kind === 'rest') rest.push(part.bytes)
    else failure = part.error
  }
  const { anomalies, mayReuse } = reader
  return { head, interim, body: joined(body), trailers, isCut, failure, rest: joined(rest), anomalies, mayReuse }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return pieces.length === 1 ? pieces[0]! : new Uint8Array(Buffer.concat(pieces))
}
