/** How many pages link to each URL, by its id: 4 bytes a URL, whatever the number of links is. */
export class LinkCounts {
  readonly #mostId: number
  #counts = new Uint32Array(1024)

  /** @param mostId ids above it count nothing: a store written by somebody else may name any. Default: those given are trusted */
  constructor(mostId = Number.POSITIVE_INFINITY) {
    this.#mostId = mostId
  }

  /** @param linksTo ids of different URLs as JSON, as they are stored with a page; what is no id counts nothing */
  add(linksTo: string): void {
    for (const id of JSON.parse(linksTo) as readonly number[]) {
      if (!Number.isInteger(id) || id < 1 || id > this.#mostId) continue
      if (id >= this.#counts.length) this.#grow(id)
      this.#counts[id]!++
    }
  }

  /** The most linked ones, most first; of equal ones the one met first. */
  top(count: number): { id: number; count: number }[] {
    const best: { id: number; count: number }[] = []
    for (let id = 0; id < this.#counts.length; id++) {
      const links = this.#counts[id]!
      if (links <= (best.length < count ? 0 : (best.at(-1)?.count ?? Number.POSITIVE_INFINITY))) continue
      const place = best.findIndex(one => one.count < links)
      best.splice(place < 0 ? best.length : place, 0, { id, count: links })
      best.length = Math.min(best.length, count)
    }
    return best
  }

  #grow(id: number): void {
    const grown = new Uint32Array(Math.max(id + 1, this.#counts.length * 2))
    grown.set(this.#counts)
    this.#counts = grown
  }
}
