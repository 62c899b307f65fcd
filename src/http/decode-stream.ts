import type { Readable } from 'node:stream'
import { pipeline, Readable as Streams } from 'node:stream'
import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import { contentDecoder, joinChunks } from './decode-body.ts'

/**
 * Takes content codings off a body while it comes. A coding that is unknown, or named but not put on, leaves the bytes as they are. Throws
 * CrawlError `decode` for damage, too many codings, or an end in the middle: what was read before has been given by then.
 * @param codings in the order they were put on, as `contentCodings` gives them
 */
export async function* decodeStream(chunks: AsyncIterable<Uint8Array>, codings: readonly string[]): AsyncGenerator<Uint8Array> {
  if (codings.length > limits.contentCodings) {
    const says = `The body has ${codings.length} content codings, the limit is ${limits.contentCodings}; the server is broken or hostile.`
    throw new CrawlError('decode', says, { value: limits.contentCodings })
  }
  let decoded = chunks
  for (const coding of codings.toReversed()) decoded = takeOff(coding, decoded)
  yield* decoded
}

async function* takeOff(coding: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  let length = 0
  // The longest signature has four bytes.
  while (length < 4) {
    const { done, value } = await source.next()
    if (done) break
    first.push(value)
    length += value.length
  }
  const start = joinChunks(first)
  const decoder = start.length === 0 ? undefined : contentDecoder(coding, start.subarray(0, 4))
  const whole = afterStart(start, source)
  if (decoder === undefined) return yield* whole
  let fault: Error | undefined
  pipeline(Streams.from(whole, { objectMode: false }), decoder, error => {
    fault ??= error ?? undefined
  })
  try {
    yield* decoder as Readable
  } catch (cause) {
    if (cause instanceof CrawlError || fault instanceof CrawlError) throw cause instanceof CrawlError ? cause : fault
    const says = `The body is no valid ${coding} (${(cause as Error).message}); ask without --compressed, or try again.`
    throw new CrawlError('decode', says, { cause })
  }
}

async function* afterStart(start: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (start.length > 0) yield start
    for (;;) {
      const { done, value } = await rest.next()
      if (done) return
      yield value
    }
  } finally {
    await rest.return?.()
  }
}
