import type { CrawlError } from '../../base/crawl-error.ts'
import { limits as defaults } from '../../base/limits.ts'
import { ByteFeed } from './byte-feed.ts'
import type { MessageAnomaly } from './message-anomaly.ts'
import { messageAnomalies } from './message-anomaly.ts'
import { MessageFault, messageError } from './message-fault.ts'
import type { Note } from './read-fields.ts'

export type MessageLimits = {
  /**
   * All header lines of one message, interim answers included, in bytes; the trailer section has as much again. Default
   * `limits.headerBytes`.
   */
  readonly headerBytes: number
  /** Lines of one header. Default `limits.headerFields`. */
  readonly headerFields: number
  /** Answers of status 1xx before the final one. Default `limits.interimAnswers`. */
  readonly interimAnswers: number
  /** What chunk size lines may have beyond the length of the body, in bytes. Default `limits.chunkExtensionBytes`. */
  readonly chunkExtensionBytes: number
}

export type MessageOptions = {
  /** Refuse what the standard calls invalid (the grade `lenient` of `messageAnomalies`). Default false: read it and write it down. */
  readonly strict?: boolean | undefined
  readonly limits?: Partial<MessageLimits> | undefined
}

/** Reads one message out of the bytes of a connection: however they are cut, the parts are the same (but for cuts inside a body). */
export type MessageReader<Part> = {
  /** Takes the next bytes and gives the parts that they complete. Throws nothing: a message that cannot be read is the part `failed`. */
  push(bytes: Uint8Array): Part[]
  /** The other end has closed. */
  finish(): Part[]
  /** Deviations so far, each once, in the order they were met. */
  readonly anomalies: readonly MessageAnomaly[]
  /** Has the message come to its end? Further bytes are `rest`. */
  readonly isOver: boolean
  /** May the connection be used again? Only after a whole message that says so, and never after a deviation. */
  readonly mayReuse: boolean
}

/** How every message ends. */
export type EndPart =
  | {
      readonly kind: 'end'
      /** The body ended before its stated length or its last chunk. */
      readonly isCut: boolean
      /** By its own words the connection may carry another message (RFC 9112 section 9.3). */
      readonly isPersistent: boolean
    }
  /** Bytes after the end: no part of this message. */
  | { readonly kind: 'rest'; readonly bytes: Uint8Array }
  | { readonly kind: 'failed'; readonly anomaly: MessageAnomaly; readonly error: CrawlError }

export type MessageReading<Part> = (
  feed: ByteFeed,
  note: Note,
  limits: MessageLimits,
) => Generator<Part | EndPart | undefined, void, undefined>

/** Runs a reading generator over the bytes as they come. */
export function createMessageReader<Part extends { readonly kind: string }>(
  reading: MessageReading<Part>,
  { strict = false, limits = {} }: MessageOptions,
): MessageReader<Part | EndPart> {
  const feed = new ByteFeed()
  const anomalies: MessageAnomaly[] = []
  const note: Note = anomaly => {
    if (strict && messageAnomalies[anomaly].grade === 'lenient') throw new MessageFault(anomaly)
    if (!anomalies.includes(anomaly)) anomalies.push(anomaly)
  }
  const parts = reading(feed, note, { ...defaults, ...limits })
  let isOver = false
  let isPersistent = false

  function read(): (Part | EndPart)[] {
    const made: (Part | EndPart)[] = []
    try {
      for (let part = parts.next().value; part; part = parts.next().value) {
        made.push(part)
        if (part.kind !== 'end') continue
        isOver = true
        isPersistent = 'isPersistent' in part && part.isPersistent
      }
    } catch (fault) {
      if (!(fault instanceof MessageFault)) throw fault
      isOver = true
      anomalies.push(fault.anomaly)
      made.push({ kind: 'failed', anomaly: fault.anomaly, error: messageError(fault.anomaly) })
    }
    return made
  }

  return {
    push(bytes) {
      feed.give(bytes)
      return read()
    },
    finish() {
      feed.ended = true
      return read()
    },
    anomalies,
    get isOver() {
      return isOver
    },
    get mayReuse() {
      return isPersistent && anomalies.length === 0
    },
  }
}

/** The last act of a reading generator: whatever still comes is handed back. */
export function* readRest(feed: ByteFeed): Generator<EndPart | undefined, void, undefined> {
  for (;;) {
    if (!feed.isEmpty) yield { kind: 'rest', bytes: feed.take(Number.POSITIVE_INFINITY) }
    else if (feed.ended) return
    else yield undefined
  }
}
