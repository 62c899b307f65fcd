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

/** Blocks in memory at most: one is being written, one fills, and two wait, so that a slow write does not stop the reading at once. */
const mostBlocks = 4

/**
 * Gathers chunks of any size into blocks, which are written one after the other while the next ones fill: memory is four blocks whatever the
 * chunks are, and nothing is made for each of them.
 */
export function createBlockWriter(options: {
  readonly writeAt: WriteAt
  readonly from: number
  readonly blockBytes: number
  readonly onBlock?: ((bytes: number) => void) | undefined
}): BlockWriter {
  const { writeAt, blockBytes, onBlock } = options
  const empty: Buffer[] = []
  const full: Buffer[] = []
  let made = 0
  let filling: Buffer | undefined
  let filled = 0
  let position = options.from
  let written = options.from
  let writing: Promise<void> | undefined

  async function writeBlocks(): Promise<void> {
    for (let block = full.shift(); block !== undefined; block = full.shift()) {
      await writeAt(block, written)
      written += block.length
      onBlock?.(block.length)
      empty.push(block)
    }
    writing = undefined
  }

  function pass(block: Buffer): void {
    full.push(block)
    filling = undefined
    filled = 0
    // After a failure nothing is written any more; it is thrown by the next write that has to wait, or by the end.
    writing ??= writeBlocks()
    writing.catch(() => {})
  }

  function emptyBlock(): Buffer | undefined {
    if (empty.length > 0) return empty.pop()
    if (made === mostBlocks) return undefined
    made++
    return Buffer.allocUnsafeSlow(blockBytes)
  }

  /** @returns where the rest of the chunk begins; less than its length when no block is free */
  function fill(chunk: Uint8Array, from: number): number {
    let at = from
    while (at < chunk.length) {
      filling ??= emptyBlock()
      if (filling === undefined) return at
      const count = Math.min(chunk.length - at, blockBytes - filled)
      filling.set(count === chunk.length ? chunk : chunk.subarray(at, at + count), filled)
      filled += count
      position += count
      at += count
      if (filled === blockBytes) pass(filling)
    }
    return at
  }

  async function fillSlowly(chunk: Uint8Array, from: number): Promise<void> {
    for (let at = from; at < chunk.length; at = fill(chunk, at)) await writing
  }

  return {
    get position() {
      return position
    },
    get written() {
      return written
    },
    write(chunk) {
      const at = fill(chunk, 0)
      return at < chunk.length ? fillSlowly(chunk, at) : undefined
    },
    async end() {
      if (filling !== undefined && filled > 0) pass(filling.subarray(0, filled))
      await writing
    },
  }
}
