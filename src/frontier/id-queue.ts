/**
 * First in, first out for ids that mostly rise: differences as variable-length integers in chained chunks, so that a waiting URL costs one
 * to three bytes of memory instead of an object.
 */
export class IdQueue {
  #chunks: Uint8Array[] = []
  #writeAt = 0
  #readAt = 0
  #lastIn = 0
  #lastOut = 0
  #length = 0

  get length(): number {
    return this.#length
  }

  push(id: number): void {
    // Zig-zag: an id may come back (a released lease, a retry), then the difference is negative.
    const difference = id - this.#lastIn
    let rest = difference >= 0 ? difference * 2 : -difference * 2 - 1
    this.#lastIn = id
    while (rest > 127) {
      this.#write((rest % 128) | 128)
      rest = Math.floor(rest / 128)
    }
    this.#write(rest)
    this.#length++
  }

  /** The oldest id, taken out; 0 when empty. */
  shift(): number {
    if (this.#length === 0) return 0
    const id = this.#decode()
    this.#lastOut = id
    this.#length--
    return id
  }

  /** Up to `count` of the oldest ids, left where they are. */
  peek(count: number): number[] {
    const saved = { chunks: this.#chunks, readAt: this.#readAt, lastOut: this.#lastOut }
    this.#chunks = this.#chunks.slice()
    const ids: number[] = []
    for (let left = Math.min(count, this.#length); left > 0; left--) {
      this.#lastOut = this.#decode()
      ids.push(this.#lastOut)
    }
    this.#chunks = saved.chunks
    this.#readAt = saved.readAt
    this.#lastOut = saved.lastOut
    return ids
  }

  #decode(): number {
    let scale = 1
    let value = 0
    for (;;) {
      const byte = this.#read()
      value += (byte & 127) * scale
      if (byte < 128) break
      scale *= 128
    }
    return this.#lastOut + (value % 2 === 0 ? value / 2 : -(value + 1) / 2)
  }

  #write(byte: number): void {
    let tail = this.#chunks.at(-1)
    if (tail === undefined || this.#writeAt === tail.length) {
      tail = new Uint8Array(tail === undefined ? 16 : Math.min(4096, tail.length * 2))
      this.#chunks.push(tail)
      this.#writeAt = 0
    }
    tail[this.#writeAt++] = byte
  }

  #read(): number {
    if (this.#readAt === this.#chunks[0]!.length) {
      this.#chunks.shift()
      this.#readAt = 0
    }
    return this.#chunks[0]![this.#readAt++]!
  }
}
