/** What falls due, earliest first: a binary heap, each thing in it at most once. */
export type Scheduled = { dueAt: number; heapAt: number }

export class DueHeap<Thing extends Scheduled> {
  readonly #things: Thing[] = []

  get first(): Thing | undefined {
    return this.#things[0]
  }

  get size(): number {
    return this.#things.length
  }

  /** Puts a thing in, or moves it to its new time. */
  put(thing: Thing, dueAt: number): void {
    thing.dueAt = dueAt
    if (thing.heapAt < 0) {
      thing.heapAt = this.#things.length
      this.#things.push(thing)
    }
    this.#up(thing.heapAt)
    this.#down(thing.heapAt)
  }

  take(thing: Thing): void {
    const at = thing.heapAt
    if (at < 0) return
    thing.heapAt = -1
    const last = this.#things.pop()!
    if (last === thing) return
    this.#set(at, last)
    this.#up(at)
    this.#down(last.heapAt)
  }

  #up(start: number): void {
    let at = start
    const thing = this.#things[at]!
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (this.#things[parent]!.dueAt <= thing.dueAt) break
      this.#set(at, this.#things[parent]!)
      at = parent
    }
    this.#set(at, thing)
  }

  #down(start: number): void {
    let at = start
    const thing = this.#things[at]!
    for (;;) {
      let child = at * 2 + 1
      if (child >= this.#things.length) break
      if (child + 1 < this.#things.length && this.#things[child + 1]!.dueAt < this.#things[child]!.dueAt) child++
      if (this.#things[child]!.dueAt >= thing.dueAt) break
      this.#set(at, this.#things[child]!)
      at = child
    }
    this.#set(at, thing)
  }

  #set(at: number, thing: Thing): void {
    this.#things[at] = thing
    thing.heapAt = at
  }
}
