import type { Clock } from '../base/clock.ts'
import { limits } from '../base/limits.ts'
import { gatherBytes } from '../http/gather-bytes.ts'

/** Writes pieces one behind the other, from a place of the file on; resolves when the system has them. */
export type WriteAt = (pieces: readonly Uint8Array[], position: number) => Promise<void>

export type BlockWriter = {
  /** A promise: hold the sender back. The chunk is kept until it is written. */
  write(chunk: Uint8Array): void | Promise<void>
  /** Writes what is left, and nothing after it; rejects with what a write before it failed with. */
  end(): Promise<void>
  /** Where the next byte goes: all before it were taken. */
  readonly position: number
  /** All before it were written. */
  readonly written: number
}

/** Blocks that wait or are being written at most, so that a slow write does not stop the reading at once. */
const mostBlocks = 3

/**
 * Gathers chunks of any size into blocks, which are written one after the other while the next one fills: memory is four blocks whatever
 * the chunks are. Large chunks are not copied: 2 GiB to ext4 took 2.7 s of CPU so, and 4.4 s by way of blocks of 256 KiB. A block that is
 * slow to fill is written as it is.
 */
export function createBlockWriter(options: {
  readonly writeAt: WriteAt
  readonly from: number
  readonly blockBytes: number
  readonly clock: Clock
  readonly onBlock?: ((bytes: number) => void) | undefined
}): BlockWriter {
  const { writeAt, blockBytes, clock, onBlock } = options
  const waiting: { readonly pieces: readonly Uint8Array[]; readonly bytes: number }[] = []
  let filling = gatherBytes()
  let filled = 0
  let begun = 0
  let forget: (() => void) | undefined
  let position = options.from
  let written = options.from
  let writing: Promise<void> | undefined

  async function writeBlocks(): Promise<void> {
    for (let block = waiting[0]; block !== undefined; block = waiting[0]) {
      await writeAt(block.pieces, written)
      written += block.bytes
      waiting.shift()
      onBlock?.(block.bytes)
    }
    writing = undefined
  }

  function pass(): void {
    waiting.push({ pieces: filling.chunks(), bytes: filled })
    filling = gatherBytes()
    filled = 0
    // After a failure nothing is written any more; it is thrown by the next write that has to wait, or by the end.
    writing ??= writeBlocks()
    writing.catch(() => {})
  }

  /** One timer for all blocks: most are full long before it. */
  function passWhenOld(): void {
    forget = undefined
    if (filled === 0) return
    const left = begun + limits.downloadBlockMs - clock.now()
    if (left > 0) forget = clock.after(left, passWhenOld)
    else pass()
  }

  /** @returns where the rest of the chunk begins; less than its length when enough is waiting */
  function fill(chunk: Uint8Array, from: number): number {
    let at = from
    while (at < chunk.length && waiting.length < mostBlocks) {
      if (filled === 0) {
        begun = clock.now()
        forget ??= clock.after(limits.downloadBlockMs, passWhenOld)
      }
      const count = Math.min(chunk.length - at, blockBytes - filled)
      filling.write(count === chunk.length ? chunk : chunk.subarray(at, at + count))
      filled += count
      position += count
      at += count
      if (filled === blockBytes) pass()
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
      forget?.()
      if (filled > 0) pass()
      await writing
    },
  }
}
