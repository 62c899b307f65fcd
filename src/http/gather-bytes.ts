/** Body bytes as they come, without a copy where that is cheap. */
export type ByteGatherer = {
  write(chunk: Uint8Array): void
  chunks(): readonly Uint8Array[]
}

const small = 4 * 1024
const blockBytes = 16 * 1024

/**
 * Keeps large chunks as they are and copies small ones together. A chunk is a view: 64 MiB sent as 1-byte chunks would otherwise be 64
 * million objects, and a view keeps the whole read alive, chunk extensions included.
 */
export function gatherBytes(): ByteGatherer {
  const gathered: Uint8Array[] = []
  let block: Uint8Array | undefined
  let from = 0
  let to = 0
  const flush = () => {
    if (block !== undefined && to > from) gathered.push(block.subarray(from, to))
    from = to
  }
  return {
    write(chunk) {
      const wasteful = chunk.length * 2 < chunk.buffer.byteLength
      if (gathered.length === 0 && to === 0 && !wasteful) {
        gathered.push(plain(chunk))
      } else if (chunk.length >= small) {
        flush()
        gathered.push(wasteful ? new Uint8Array(chunk) : plain(chunk))
      } else {
        if (block === undefined || block.length - to < chunk.length) {
          flush()
          block = new Uint8Array(blockBytes)
          from = to = 0
        }
        block.set(chunk, to)
        to += chunk.length
      }
    },
    chunks() {
      flush()
      return gathered
    },
  }
}

/** A Buffer is a Uint8Array with other manners (`slice` shares, `toString` decodes): users get the plain one. */
function plain(chunk: Uint8Array): Uint8Array {
  return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length)
}
