/**
 * Gives the memory of a chunk back at once, not at the next collection: for whoever has written it out and knows that nobody else keeps it.
 * The chunk is empty afterwards. A chunk that is a part of a larger buffer is left alone: others may look at the rest.
 *
 * Measured on loopback, 1 GiB in reads of 64 KiB, written to a file: a peak of 20 MB above the start instead of 100 MB, and 1,050 MiB/s
 * instead of 700: the memory used next is the one that is still in the cache.
 */
export function releaseBytes(chunk: Uint8Array): void {
  const { buffer } = chunk
  if (buffer instanceof ArrayBuffer && chunk.byteLength === buffer.byteLength && chunk.byteLength >= worthwhile) buffer.transfer(0)
}

/** Small chunks cost more to release than to collect; Node also cuts them from a pool. */
const worthwhile = 16 * 1024
