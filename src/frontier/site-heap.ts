/** Sites ordered by the time they may be asked: a binary heap, each site in it at most once. */
export type Scheduled = { dueAt: number; heapAt: number }

export class SiteHeap<Site extends Scheduled> {
  readonly #sites: Site[] = []

  get first(): Site | undefined {
    return this.#sites[0]
  }

  get size(): number {
    return this.#sites.length
  }

  /** Puts a site in, or moves it to its new time. */
  put(site: Site, dueAt: number): void {
    site.dueAt = dueAt
    if (site.heapAt < 0) {
      site.heapAt = this.#sites.length
      this.#sites.push(site)
    }
    this.#up(site.heapAt)
    this.#down(site.heapAt)
  }

  take(site: Site): void {
    const at = site.heapAt
    if (at < 0) return
    site.heapAt = -1
    const last = this.#sites.pop()!
    if (last === site) return
    this.#set(at, last)
    this.#up(at)
    this.#down(last.heapAt)
  }

  #up(start: number): void {
    let at = start
    const site = this.#sites[at]!
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (this.#sites[parent]!.dueAt <= site.dueAt) break
      this.#set(at, this.#sites[parent]!)
      at = parent
    }
    this.#set(at, site)
  }

  #down(start: number): void {
    let at = start
    const site = this.#sites[at]!
    for (;;) {
      let child = at * 2 + 1
      if (child >= this.#sites.length) break
      if (child + 1 < this.#sites.length && this.#sites[child + 1]!.dueAt < this.#sites[child]!.dueAt) child++
      if (this.#sites[child]!.dueAt >= site.dueAt) break
      this.#set(at, this.#sites[child]!)
      at = child
    }
    this.#set(at, site)
  }

  #set(at: number, site: Site): void {
    this.#sites[at] = site
    site.heapAt = at
  }
}
