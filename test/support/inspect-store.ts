import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, watch } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** What a store says of itself to anybody who opens it beside its owner, or after its owner's death. */
export type StoreState = {
  /** `ok`, or what is wrong. */
  readonly integrity: string
  /** URL -> state, of the view `crawl`. */
  readonly urls: ReadonlyMap<string, string>
  /** URLs whose retry is planned. */
  readonly retries: number
  /** URLs of items.jsonl up to the committed length, one for each line. */
  readonly items: readonly string[]
  readonly finished: boolean
  /** Sites whose robots.txt is kept. */
  readonly robots: readonly string[]
}

const nothing: StoreState = { integrity: 'ok', urls: new Map(), retries: 0, items: [], finished: false, robots: [] }

/** Reads without changing a byte. @throws Error when the committed part of items.jsonl is not whole JSON lines, or not whole at all */
export function inspectStore(folder: string): StoreState {
  if (!existsSync(join(folder, 'crawl.db'))) return nothing
  try {
    return readStore(folder)
  } catch (error) {
    // Killed within the first write of all: who may only read cannot take that back, as the owner will. A copy shows what it will find.
    if (((error as { errcode?: number }).errcode ?? 0) % 256 !== sqliteReadOnly) throw error
    const copy = mkdtempSync(join(tmpdir(), 'orbweaver-inspect-'))
    try {
      cpSync(folder, copy, { recursive: true })
      const owner = new DatabaseSync(join(copy, 'crawl.db'))
      owner.exec('SELECT count(*) FROM sqlite_master')
      owner.close()
      return readStore(copy)
    } finally {
      rmSync(copy, { recursive: true, force: true })
    }
  }
}

const sqliteReadOnly = 8

function readStore(folder: string): StoreState {
  const path = join(folder, 'crawl.db')
  const database = new DatabaseSync(path, { readOnly: true, timeout: 1000 })
  try {
    const rows = (sql: string) => database.prepare(sql).all() as Record<string, unknown>[]
    const integrity = rows('PRAGMA integrity_check').map(row => String(row['integrity_check']))
    if (rows("SELECT 1 FROM sqlite_master WHERE name = 'meta'").length === 0) return { ...nothing, integrity: integrity.join('; ') }
    database.exec('BEGIN')
    const crawl = rows('SELECT url, state FROM crawl')
    const urls = new Map(crawl.map(row => [String(row['url']), String(row['state'])]))
    if (urls.size !== crawl.length) throw new Error(`${crawl.length - urls.size} URLs stand twice in ${path}`)
    const outputs = new Map(rows('SELECT file, bytes FROM outputs').map(row => [String(row['file']), Number(row['bytes'])]))
    return {
      integrity: integrity.join('; '),
      urls,
      retries: rows('SELECT id FROM retries').length,
      items: itemsOf(join(folder, 'items.jsonl'), outputs.get('items.jsonl') ?? 0),
      finished: rows("SELECT 1 FROM meta WHERE key = 'finished' AND value = 1").length > 0,
      robots: rows('SELECT origin FROM sites WHERE robots IS NOT NULL').map(row => String(row['origin'])),
    }
  } finally {
    database.close()
  }
}

function itemsOf(path: string, committed: number): string[] {
  if (committed === 0) return []
  const bytes = readFileSync(path)
  if (bytes.length < committed) throw new Error(`${path} has ${bytes.length} bytes, ${committed} were committed`)
  const lines = bytes.toString('utf8', 0, committed).split('\n')
  if (lines.pop() !== '') throw new Error(`the committed part of ${path} ends within a line`)
  return lines.map(line => (JSON.parse(line) as { url: string }).url)
}

/** Resolves once `holds` is true; asks whenever the store has written. Its folder must be there. */
export async function untilStore(folder: string, holds: (state: StoreState) => boolean): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let seen = ''
  const look = () => {
    // Opened by root, the log of the database gets its owner set: a change that a reader makes, and that must not wake it again.
    const { size = -1, mtimeMs = 0 } = statSync(join(folder, 'crawl.db-wal'), { throwIfNoEntry: false }) ?? {}
    if (seen === `${size} ${mtimeMs}`) return
    seen = `${size} ${mtimeMs}`
    try {
      if (holds(inspectStore(folder))) resolve()
    } catch (error) {
      // Half made, or locked for a moment: the next change asks again.
      if ((error as { code?: string }).code !== 'ERR_SQLITE_ERROR') reject(error)
    }
  }
  const watcher = watch(folder, look)
  try {
    look()
    await promise
  } finally {
    watcher.close()
  }
}

/** Every URL of a site is done, and each of its pages, the sitemap aside, is one item. */
export function assertDocs({ urls, items }: Pick<StoreState, 'urls' | 'items'>, expected: readonly string[]): void {
  const sorted = expected.toSorted()
  assert.deepEqual(new Map([...urls].sort()), new Map(sorted.map(url => [url, 'done'])))
  assert.deepEqual(
    items.toSorted(),
    sorted.filter(url => !url.endsWith('.xml')),
  )
}
