/** Items on their way to a `for await`: bounded, so that a slow reader slows the crawl instead of filling memory. */
export class ItemQueue<Item> implements AsyncIterable<Item> {
  readonly #items: Item[] = []
  readonly #most: number
  readonly #onLeave: () => void
  #ended = false
  #fault: unknown
  #wakeReaders: (() => void)[] = []
  #wakeWriters: (() => void)[] = []

  /** @param onLeave called when the reader breaks off early */
  constructor(onLeave: () => void, most = 1_000) {
    this.#onLeave = onLeave
    this.#most = most
  }

  push(item: Item): void {
    this.#items.push(item)
    this.#letRead()
  }

  /** Resolves when there is room again; undefined when there is room now. */
  room(): Promise<void> | undefined {
    if (this.#items.length < this.#most || this.#ended) return undefined
    return new Promise(resolve => this.#wakeWriters.push(resolve))
  }

  end(fault?: unknown): void {
    this.#ended = true
    this.#fault = fault
    this.#letRead()
    this.letWrite()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    try {
      for (;;) {
        while (this.#items.length > 0) {
          yield this.#items.shift()!
          if (this.#items.length < this.#most / 2) this.letWrite()
        }
        if (this.#fault !== undefined) throw this.#fault
        if (this.#ended) return
        await new Promise<void>(resolve => this.#wakeReaders.push(resolve))
      }
    } finally {
      if (!this.#ended) {
        this.#ended = true
        this.letWrite()
        this.#onLeave()
      }
    }
  }

  /** Lets go who waits for room, which there may not be. */
  letWrite(): void {
    for (const wake of this.#wakeWriters.splice(0)) wake()
  }

  #letRead(): void {
    for (const wake of this.#wakeReaders.splice(0)) wake()
  }
}
