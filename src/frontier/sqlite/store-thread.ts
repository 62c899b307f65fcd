import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Link, Via } from '../../url/link.ts'
import type { InLinks, PageState } from '../frontier.ts'
import type { LoadedBlock, StoredLink } from '../frontier-store.ts'
import { outcomeNames } from '../frontier-store.ts'
import { LinkCounts } from '../link-counts.ts'
import { OutputFiles } from '../output-files.ts'
import { openDatabase, writeMeta } from './database.ts'
import { LinkPacks } from './link-packs.ts'
import { readMeta } from './look-first.ts'
import type { Opened, PackedBatch, WriterOptions } from './protocol.ts'

const pageColumns = [
  'round',
  'outcome',
  'reason',
  'attempts',
  'status',
  'type',
  'title',
  'bytes',
  'fetched',
  'ms',
  'etag',
  'modified',
  'digest',
  'target',
  'links_to',
  'interval',
  'due',
]

/** The one owner of `crawl.db` and the output files: everything here is synchronous and runs in its own thread. */
export class StoreThread {
  readonly #options: WriterOptions
  readonly #database: DatabaseSync
  readonly #lock: Disposable
  readonly #files: OutputFiles
  readonly #round: number
  readonly #opened: Opened
  readonly #settled: StatementSync
  readonly #retrying: StatementSync
  readonly #insertUrl: StatementSync
  readonly #upsertPage: StatementSync
  readonly #upsertSite: StatementSync
  readonly #upsertRetry: StatementSync
  readonly #deleteRetry: StatementSync
  readonly #upsertOutput: StatementSync
  readonly #upsertRefused: StatementSync
  readonly #retries = new Set<number>()
  readonly #packs: LinkPacks
  #failed = false

  constructor(options: WriterOptions) {
    const { database, lock, unclean } = openDatabase(options.folder, options.outputs)
    this.#options = options
    this.#database = database
    this.#lock = lock
    if (options.durable) database.exec('PRAGMA synchronous = FULL')
    if (readMeta(database, 'finished') === 1) {
      writeMeta(database, 'round', Number(readMeta(database, 'round')) + 1)
      writeMeta(database, 'finished', 0)
    }
    this.#round = Number(readMeta(database, 'round'))
    const rows = (sql: string) => database.prepare(sql).all() as Record<string, unknown>[]
    for (const row of rows('SELECT id FROM retries')) this.#retries.add(Number(row['id']))
    const ends = rows('SELECT file, bytes FROM outputs').map(row => [String(row['file']), Number(row['bytes'])] as const)
    this.#files = new OutputFiles(options.folder, options.outputs, new Map(ends))
    const seed = Number(readMeta(database, 'seed'))
    this.#packs = new LinkPacks(database, seed)
    this.#opened = {
      seed,
      round: this.#round,
      links: this.#packs.links,
      unclean,
      astray: this.#files.astray,
      sites: rows('SELECT id, origin, pace, robots FROM sites ORDER BY id').map(row => ({
        id: Number(row['id']),
        site: String(row['origin']),
        pace: fromJson(row['pace']),
        robots: fromJson(row['robots']),
      })),
      refused: new Map(rows('SELECT reason, count FROM refused').map(row => [String(row['reason']), Number(row['count'])])),
    }
    this.#settled = database.prepare(`
      SELECT pages.id, pages.outcome, CASE WHEN pages.status = 304 OR pages.reason = 'not-due' THEN 0 ELSE pages.bytes END, pages.reason
      FROM pages JOIN urls ON urls.id = pages.id WHERE pages.id BETWEEN ? AND ? AND pages.round = ? ORDER BY pages.id`)
    this.#settled.setReturnArrays(true)
    this.#retrying = database.prepare(`
      SELECT retries.id, retries.attempts, retries.at FROM retries JOIN urls ON urls.id = retries.id WHERE retries.id BETWEEN ? AND ? ORDER BY retries.id`)
    this.#retrying.setReturnArrays(true)
    this.#insertUrl = database.prepare(
      'INSERT INTO urls(id, site, path, depth, priority, via, found_on, redirects) VALUES(?,?,?,?,?,?,?,?)',
    )
    const updates = pageColumns.map(column => `${column} = ${keptUnread.has(column) ? ifRead(column) : `excluded.${column}`}`)
    this.#upsertPage = database.prepare(
      `INSERT INTO pages(id, ${pageColumns.join(', ')}) VALUES(?${',?'.repeat(pageColumns.length)}) ON CONFLICT DO UPDATE SET ${updates.join(', ')}`,
    )
    this.#upsertSite = database.prepare(
      'INSERT INTO sites(id, origin, pace, robots) VALUES(?,?,?,?) ON CONFLICT DO UPDATE SET pace = coalesce(excluded.pace, pace), robots = coalesce(excluded.robots, robots)',
    )
    this.#upsertRetry = database.prepare(
      'INSERT INTO retries(id, attempts, at) VALUES(?,?,?) ON CONFLICT DO UPDATE SET attempts = excluded.attempts, at = excluded.at',
    )
    this.#deleteRetry = database.prepare('DELETE FROM retries WHERE id = ?')
    this.#upsertOutput = database.prepare('INSERT INTO outputs(file, bytes) VALUES(?,?) ON CONFLICT DO UPDATE SET bytes = excluded.bytes')
    this.#upsertRefused = database.prepare(
      'INSERT INTO refused(reason, count) VALUES(?,?) ON CONFLICT DO UPDATE SET count = count + excluded.count',
    )
  }

  get opened(): Opened {
    return this.#opened
  }

  /** Appends the outputs, then commits everything with their ends. All or nothing. */
  write(batch: PackedBatch): void {
    try {
      for (const settled of batch.settled) for (const output of settled.outputs ?? []) this.#files.append(output.file, output.text)
      for (const [file, bytes] of this.#files.unrecorded()) this.#upsertOutput.run(file, bytes)
      const grown = this.#files.write(this.#options.durable)
      this.#database.exec('BEGIN IMMEDIATE')
      this.#writeLinks(batch.links)
      this.#packs.add(batch.links)
      this.#writeSettled(batch.settled)
      for (const row of batch.sites) this.#upsertSite.run(row.id, row.site, toJson(row.pace), toJson(row.robots))
      for (const [file, bytes] of grown) this.#upsertOutput.run(file, bytes)
      for (const [reason, count] of batch.refused) this.#upsertRefused.run(reason, count)
      this.#database.exec('COMMIT')
      this.#files.commit()
    } catch (error) {
      this.#failed = true
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      this.#packs.forget()
      this.#files.rollback()
      throw error
    }
  }

  /** The next block of known links after an id; empty at the end. */
  block(after: number): LoadedBlock {
    const links = this.#packs.read(after)
    const { ids } = links
    const block = {
      ...links,
      outcomes: new Uint8Array(ids.length),
      bytes: new Float64Array(ids.length),
      reasons: [],
      retries: [],
    } as Filling
    const range = [ids[0] ?? 0, ids.at(-1) ?? -1] as const
    let position = 0
    for (const [id, outcome, bytes, reason] of this.#settled.all(...range, this.#round) as unknown as SettledRow[]) {
      position = ids.indexOf(id, position)
      block.outcomes[position] = Math.max(0, outcomeNames.indexOf(outcome))
      block.bytes[position] = bytes ?? 0
      if (outcome === 'failed' || outcome === 'dropped') block.reasons.push([position, reason ?? ''])
    }
    position = 0
    for (const [id, attempts, at] of this.#retrying.all(...range) as unknown as RetryRow[]) {
      position = ids.indexOf(id, position)
      block.retries.push([position, attempts, at])
    }
    return block
  }

  read(ids: readonly number[]): StoredLink[] {
    const statement = this.#database.prepare(`
      SELECT urls.id, sites.origin || urls.path AS url, urls.depth, urls.priority, coalesce(urls.via, 'anchor') AS via, urls.redirects,
        parentSite.origin || parent.path AS foundOn, pages.status, pages.type, pages.title, pages.bytes AS size, pages.fetched, pages.etag,
        pages.modified, pages.digest, pages.target, pages.interval, pages.due
      FROM json_each(?) AS wanted JOIN urls ON urls.id = wanted.value JOIN sites ON sites.id = urls.site
        LEFT JOIN urls AS parent ON parent.id = urls.found_on LEFT JOIN sites AS parentSite ON parentSite.id = parent.site
        LEFT JOIN pages ON pages.id = urls.id`)
    return (statement.all(JSON.stringify(ids)) as Record<string, unknown>[]).map(row => ({
      id: Number(row['id']),
      link: toLink(row),
      before: toPage(row),
    }))
  }

  /** The pages with the most links to them. */
  links(count: number): InLinks[] {
    const mostId = Number(this.#database.prepare('SELECT max(id) AS id FROM urls').get()?.['id'] ?? 0)
    const counts = new LinkCounts(mostId)
    // Counted here: the GROUP BY of 800,000 links (20,000 pages) took 60 MB and a second.
    for (const { linksTo } of this.#database.prepare('SELECT links_to AS linksTo FROM pages WHERE links_to IS NOT NULL').iterate())
      counts.add(String(linksTo))
    const url = this.#database.prepare(
      'SELECT sites.origin || urls.path AS url FROM urls JOIN sites ON sites.id = urls.site WHERE urls.id = ?',
    )
    return counts.top(count).flatMap(({ id, count: links }) => {
      const found = url.get(id)
      return found === undefined ? [] : [{ url: String(found['url']), count: links }]
    })
  }

  close(finished: boolean): void {
    try {
      // Before the store says that all is well: a network's file system may tell only here that it could not write.
      this.#files.close()
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      this.#database.exec('BEGIN IMMEDIATE')
      writeMeta(this.#database, 'finished', finished ? 1 : 0)
      // After a write that failed its next owner looks closer.
      if (!this.#failed) writeMeta(this.#database, 'open', 0)
      this.#database.exec('COMMIT')
    } finally {
      for (const held of [this.#database, this.#lock]) {
        try {
          held[Symbol.dispose]()
        } catch {
          // What is committed stands; the system closes what we could not.
        }
      }
    }
  }

  #writeLinks(links: PackedBatch['links']): void {
    if (links.sites.length === 0) return
    const paths = links.paths.split('\n')
    const vias = links.vias.split('\n')
    const redirects = new Map(links.redirects)
    for (let position = 0; position < paths.length; position++) {
      const priority = links.priorities[position]!
      const via = vias[position]!
      this.#insertUrl.run(
        links.firstId + position,
        links.sites[position]!,
        paths[position]!,
        links.depths[position]!,
        priority === 128 ? null : priority,
        via === 'anchor' ? null : via,
        links.foundOn[position]! || null,
        redirects.get(position) ?? null,
      )
    }
  }

  #writeSettled(settled: PackedBatch['settled']): void {
    for (const { id, outcome, reason, attempts, page = {}, linksTo, retryAt } of settled) {
      if (outcome === 'retry') {
        this.#upsertRetry.run(id, attempts, Math.round(retryAt ?? 0))
        this.#retries.add(id)
        continue
      }
      if (this.#retries.delete(id)) this.#deleteRetry.run(id)
      const { status, type, title, bytes, fetched, ms, etag, modified, digest, target, interval, due } = page
      const values = [
        this.#round,
        outcome,
        reason,
        attempts,
        status,
        type,
        title,
        bytes,
        fetched,
        ms,
        etag,
        modified,
        digest,
        target,
        linksTo,
        interval,
        due,
      ]
      this.#upsertPage.run(id, ...values.map(value => value ?? null))
    }
  }
}

/** A visit that reads no body (304, a failure) keeps what the last one taught; one that reads it has a digest and replaces all. */
const ifRead = (column: string) =>
  `CASE WHEN excluded.digest IS NULL THEN coalesce(excluded.${column}, ${column}) ELSE excluded.${column} END`
const keptUnread = new Set(['type', 'title', 'bytes', 'etag', 'modified', 'digest', 'links_to', 'interval', 'due'])

type Filling = LoadedBlock & { readonly reasons: [number, string][]; readonly retries: [number, number, number][] }
type SettledRow = readonly [id: number, outcome: (typeof outcomeNames)[number], bytes: number | null, reason: string | null]
type RetryRow = readonly [id: number, attempts: number, at: number]

function toLink(row: Record<string, unknown>): Link {
  return {
    url: String(row['url']),
    via: String(row['via']) as Via,
    depth: Number(row['depth']),
    ...(row['foundOn'] === null ? {} : { from: String(row['foundOn']) }),
    ...(row['priority'] === null ? {} : { priority: Number(row['priority']) }),
    ...(row['redirects'] === null ? {} : { redirects: JSON.parse(String(row['redirects'])) as string[] }),
  }
}

function toPage(row: Record<string, unknown>): PageState | undefined {
  if (row['fetched'] === null) return undefined
  const text = (key: string) => (row[key] === null ? undefined : String(row[key]))
  const number = (key: string) => (row[key] === null ? undefined : Number(row[key]))
  return {
    status: number('status'),
    type: text('type'),
    title: text('title'),
    bytes: number('size'),
    fetched: number('fetched'),
    etag: text('etag'),
    modified: text('modified'),
    digest: text('digest'),
    target: text('target'),
    interval: number('interval'),
    due: number('due'),
  }
}

function toJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value)
}

function fromJson(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : undefined
}
