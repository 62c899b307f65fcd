import type { HeaderList } from '../../exchange/header-list.ts'
import type { Framing } from './body-framing.ts'
import type { Allowance, ByteFeed } from './byte-feed.ts'
import { MessageFault } from './message-fault.ts'
import type { MessageLimits } from './message-reader.ts'
import type { Note } from './read-fields.ts'
import { lineContent, readFields, trimSpaces } from './read-fields.ts'

export type BodyPart =
  /** A view on the bytes that were given in: copy it to keep it longer than them. */
  | { readonly kind: 'body'; readonly bytes: Uint8Array }
  /** Fields after the last chunk. They are not the header's, whatever their names. */
  | { readonly kind: 'trailers'; readonly fields: HeaderList }

/** A size line without extension: 16 digits and a line end. */
const plainSizeLine = 18

type Reading = Generator<BodyPart | undefined, boolean, undefined>

/** Gives a body out as it comes. Returns false when it ended early. */
export function readBody(feed: ByteFeed, framing: Framing, note: Note, limits: MessageLimits): Reading {
  if (framing.kind === 'chunked') return readChunked(feed, note, limits)
  return readSome(feed, framing.kind === 'length' ? framing.length : framing.kind === 'none' ? 0 : undefined)
}

/** @param length undefined: all until the end */
function* readSome(feed: ByteFeed, length: number | undefined): Reading {
  let left = length ?? Number.POSITIVE_INFINITY
  while (left > 0) {
    if (!feed.isEmpty) {
      const bytes = feed.take(left)
      left -= bytes.length
      yield { kind: 'body', bytes }
    } else if (feed.ended) return length === undefined
    else yield undefined
  }
  return true
}

function* readChunked(feed: ByteFeed, note: Note, limits: MessageLimits): Reading {
  const extensions: Allowance = { left: limits.chunkExtensionBytes, fault: 'chunk-extension-too-long' }
  for (;;) {
    const line = yield* feed.line(extensions)
    if (!line.endsWith('\n')) return false
    const size = chunkSize(lineContent(line, note), note)
    if (size === 0) break
    // Extensions may be as long as the body: 1-byte chunks that carry 100 kB each would pass every other limit.
    extensions.left += size + Math.min(line.length, plainSizeLine)
    if (!(yield* readSome(feed, size))) return false
    const end = yield* feed.line({ left: 2, fault: 'chunk-end-missing' })
    if (!end.endsWith('\n')) return false
    if (lineContent(end, note) !== '') throw new MessageFault('chunk-end-missing')
  }
  const allowance: Allowance = { left: limits.headerBytes, fault: 'header-too-large' }
  const { fields, isWhole } = yield* readFields(feed, note, { allowance, headerFields: limits.headerFields })
  if (!isWhole) note('trailer-unfinished')
  if (fields.length > 0) yield { kind: 'trailers', fields }
  return true
}

function chunkSize(line: string, note: Note): number {
  const [written = ''] = line.split(';', 1)
  const digits = trimSpaces(written)
  // Before an extension spaces are allowed (BWS).
  if (digits.length < written.length && (written.length === line.length || written[0] !== digits[0])) note('chunk-size-spacing')
  if (!/^[0-9a-f]+$/i.test(digits)) throw new MessageFault('chunk-size-invalid')
  const size = Number.parseInt(digits, 16)
  if (size > Number.MAX_SAFE_INTEGER) throw new MessageFault('chunk-size-overflow')
  return size
}
