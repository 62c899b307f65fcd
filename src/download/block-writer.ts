/** Writes bytes to their place in a file; resolves when the system has them. */
export type WriteAt = (bytes: Uint8Array, position: number) => Promise<void>

export type BlockWriter = {
  /** A promise: both blocks are full, hold the sender back. The chunk is copied. */
  write(chunk: Uint8Array): void | Promise<void>
  /** Writes what is left; rejects with what a write before it failed with. */
  end(): Promise<void>
  /** Where the next byte goes: all before it were taken. */
  readonly position: number
  /** All before it were written. */
  readonly written: number
}

/**
 * Gathers chunks of any size into blocks: one block is being written while the other one fills, so memory is two blocks whatever the chunks
 * are, and nothing is made for each of them.
 */
export function createBlockWriter(options: {
  readonly writeAt: WriteAt
  readonly from: number
  readonly blockBytes: number
  readonly onBlock?: ((bytes: number) => void) | undefined
}): BlockWriter {
  const { writeAt, blockBytes, onBlock } = options
  let filling = Buffer.allocUnsafeSlow(blockBytes)
  let spare = Buffer.allocUnsafeSlow(blockBytes)
  let filled = 0
  let position = options.from
  let begun = options.from
  let written = options.from
  let writing: Promise<void> | undefined

  /** Only when no block is being written. */
  function flush(): void {
    const block = filling.subarray(0, filled)
    filling = spare
    spare = Buffer.from(block.buffer, 0, blockBytes)
    filled = 0
    writing = writeAt(block, begun).then(() => {
      writing = undefined
      written += block.length
      onBlock?.(block.length)
    })
    begun += block.length
    // Its failure is thrown by the next write or the end.
    writing.catch(() => {})
  }

  function fill(chunk: Uint8Array, from: number): number {
    const count = Math.min(chunk.length - from, blockBytes - filled)
    filling.set(from === 0 && count === chunk.length ? chunk : chunk.subarray(from, from + count), filled)
    filled += count
    position += count
    if (filled === blockBytes && writing === undefined) flush()
    return from + count
  }

  async function fillSlowly(chunk: Uint8Array, from: number): Promise<void> {
    for (let at = from; at < chunk.length; at = fill(chunk, at)) {
      await writing
      if (filled === blockBytes) flush()
    }
  }

  return {
    get position() {
      return position
    },
    get written() {
      return written
    },
    write(chunk) {
      let at = 0
      while (at < chunk.length) {
        if (filled === blockBytes) return fillSlowly(chunk, at)
        at = fill(chunk, at)
      }
      return undefined
    },
    async end() {
      await writing
      if (filled > 0) flush()
      await writing
    },
  }
}
