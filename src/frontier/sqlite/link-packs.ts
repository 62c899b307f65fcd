import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { fingerprint } from '../fingerprint.ts'
import type { LoadedBlock } from '../frontier-store.ts'
import type { PackedBatch } from './protocol.ts'

/** What a start needs to know of links: columns of one length. */
export type LinkColumns = Pick<LoadedBlock, 'ids' | 'sites' | 'highs' | 'lows' | 'priorities'>

/** High, low, site: 4 bytes each; priority: 1. */
const linkBytes = 13

/**
 * The table `packs`: fingerprint, site and priority of many links that follow each other, in one row. It is written with the last of
 * them, so it can never be ahead of `urls`; what no pack covers is read from there.
 */
export class LinkPacks {
  readonly #seed: number
  readonly #insert: StatementSync
  readonly #next: StatementSync
  readonly #rows: StatementSync
  readonly #database: DatabaseSync
  readonly #pack: LinkColumns
  #count = 0

  /** @param packLinks links in one pack. Default 16,384: 208 KiB. As many at most are read from `urls` row by row in a usual start */
  constructor(database: DatabaseSync, seed: number, packLinks = 16_384) {
    this.#database = database
    this.#seed = seed
    this.#pack = columnsOf(packLinks)
    this.#insert = database.prepare('INSERT INTO packs(first, count, links) VALUES(?,?,?)')
    this.#next = database.prepare(`
      SELECT packs.first, packs.count, packs.links, urls.site, sites.origin || urls.path AS url
      FROM packs LEFT JOIN urls ON urls.id = packs.first LEFT JOIN sites ON sites.id = urls.site WHERE first > ? ORDER BY first LIMIT 1`)
    this.#rows = database.prepare(`
      SELECT urls.id, urls.site, coalesce(urls.priority, 128), sites.origin || urls.path
      FROM urls LEFT JOIN sites ON sites.id = urls.site WHERE urls.id > ? AND urls.id < ? ORDER BY urls.id LIMIT ${packLinks}`)
    this.#rows.setReturnArrays(true)
  }

  /** How many links the packs hold. */
  get links(): number {
    return Number(this.#database.prepare(`SELECT coalesce(sum(length(links)), 0) / ${linkBytes} AS links FROM packs`).get()?.['links'])
  }

  /** Notes links that are being inserted; within their transaction. */
  add({ firstId, sites, highs, lows, priorities }: PackedBatch['links']): void {
    for (let position = 0; position < sites.length; position++) {
      const id = firstId + position
      if (this.#count > 0 && id !== this.#pack.ids[0]! + this.#count) this.#count = 0
      this.#put(id, sites[position]!, highs[position]!, lows[position]!, priorities[position]!)
      this.#writeFull()
    }
  }

  /** After a transaction that failed: its links are in no pack. */
  forget(): void {
    this.#count = 0
  }

  /** The links after an id, as many as come easily; none at the end. */
  read(after: number): LinkColumns {
    const pack = this.#next.get(after) as PackRow | undefined
    if (pack !== undefined && !this.#fits(pack)) {
      // Made with another seed or by another fingerprint, or sites were renamed by hand.
      this.#database.exec('DELETE FROM packs')
      return this.read(after)
    }
    if (pack?.first !== after + 1) {
      const rows = this.#rows.all(after, pack?.first ?? Number.MAX_SAFE_INTEGER) as unknown as LinkRow[]
      if (rows.length > 0 || pack === undefined) return this.#pickUp(rows)
    }
    return unpack(pack!)
  }

  /** Links from their rows. A full pack of them is kept; fewer are the begin of the next one. */
  #pickUp(rows: readonly LinkRow[]): LinkColumns {
    // At the end: what the last read left is the begin of the next pack.
    if (rows.length === 0) return columnsOf(0)
    this.#count = 0
    for (const [id, site, priority, url] of rows) {
      if (url === null) throw new Error(`link ${id} is of a site that is not there`)
      const { high, low } = fingerprint(url, this.#seed)
      this.#put(id, site, high, low, priority)
    }
    const links = firstOf(this.#pack, rows.length)
    if (links.ids.at(-1)! !== links.ids[0]! + rows.length - 1) this.#count = 0
    this.#writeFull()
    return links
  }

  #put(id: number, site: number, high: number, low: number, priority: number): void {
    const { ids, sites, highs, lows, priorities } = this.#pack
    const at = this.#count++
    ids[at] = id
    sites[at] = site
    highs[at] = high
    lows[at] = low
    priorities[at] = priority
  }

  #writeFull(): void {
    const { ids, sites, highs, lows, priorities } = this.#pack
    if (this.#count < ids.length) return
    this.#insert.run(ids[0]!, this.#count, Buffer.concat([highs, lows, sites, priorities].map(column => bytesOf(column))))
    this.#count = 0
  }

  #fits({ count, links, site, url }: PackRow): boolean {
    if (url === null || links.length !== count * linkBytes || count === 0) return false
    const { high, low } = fingerprint(url, this.#seed)
    const view = new DataView(links.buffer, links.byteOffset)
    return view.getUint32(0, true) === high && view.getUint32(count * 4, true) === low && view.getUint32(count * 8, true) === site
  }
}

type PackRow = {
  readonly first: number
  readonly count: number
  readonly links: Uint8Array
  readonly site: number | null
  readonly url: string | null
}

type LinkRow = readonly [id: number, site: number, priority: number, url: string | null]

function columnsOf(length: number): LinkColumns {
  return {
    ids: new Uint32Array(length),
    sites: new Uint32Array(length),
    highs: new Uint32Array(length),
    lows: new Uint32Array(length),
    priorities: new Uint8Array(length),
  }
}

function firstOf({ ids, sites, highs, lows, priorities }: LinkColumns, count: number): LinkColumns {
  return {
    ids: ids.slice(0, count),
    sites: sites.slice(0, count),
    highs: highs.slice(0, count),
    lows: lows.slice(0, count),
    priorities: priorities.slice(0, count),
  }
}

function unpack({ first, count, links }: PackRow): LinkColumns {
  const { buffer, byteOffset } = links
  const column = (at: number) => new Uint32Array(buffer.slice(byteOffset + at * count * 4, byteOffset + (at + 1) * count * 4))
  return {
    ids: Uint32Array.from({ length: count }, (_, position) => first + position),
    highs: column(0),
    lows: column(1),
    sites: column(2),
    priorities: links.slice(count * 12),
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint32Array | Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}
