const blockLength = 64 * 1024

/** A text again and again, in blocks that are made once: what is large costs the street nothing. */
export function* repeated(text: string, times: number): Generator<Uint8Array> {
  const perBlock = Math.max(1, Math.floor(blockLength / text.length))
  const block = Buffer.from(text.repeat(Math.min(perBlock, times)))
  const bytes = Buffer.byteLength(text)
  for (let left = times; left > 0; left -= perBlock) yield left >= perBlock ? block : block.subarray(0, left * bytes)
}
