import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CrawlError } from '../../base/crawl-error.ts'
import { refuseLink } from '../../base/lock-file.ts'
import { isWalHeader, walHeaderBytes } from './wal-header.ts'

/** A store above this size is not read through before it is used again. */
const quickCheckBytes = 256 * 1024 * 1024

/** Undefined: there is no store yet. */
export type Looked = { readonly version: number; readonly unclean: boolean } | undefined

/**
 * Reads a store before it is opened for writing, so that what is refused stays as it is: the last connection that may write would bring the
 * log into the database when it closes.
 * @throws CrawlError store-newer, store-corrupt; what the file system and SQLite throw
 */
export function lookFirst(folder: string, newest: number): Looked {
  const path = join(folder, 'crawl.db')
  refuseLink(path)
  checkLog(`${path}-wal`)
  const size = sizeOf(path)
  const looked = size === 0 ? undefined : inside(path, database => look(database, path, size))
  if (looked === undefined && existsSync(join(folder, 'crawl.json'))) {
    const says = `${path} is empty or not there, but crawl.json is. Was crawl.db-wal left behind when it was copied? Restore it, or remove crawl.json to begin anew.`
    throw new CrawlError('store-corrupt', says)
  }
  if (looked !== undefined && looked.version > newest) {
    const says = `The store ${folder} has format ${looked.version}, this Orbweaver writes format ${newest}. Update Orbweaver, or start in another folder with --store. Nothing was changed.`
    throw new CrawlError('store-newer', says)
  }
  return looked
}

function look(database: DatabaseSync, path: string, size: number): Looked {
  const tables = database.prepare('SELECT name FROM sqlite_master').all()
  if (tables.length === 0) return undefined
  const version = tables.some(({ name }) => name === 'meta') ? Number(readMeta(database, 'schema')) : 0
  if (!(version >= 1)) {
    throw new CrawlError('store-corrupt', `${path} is no store of Orbweaver. It was left as it is: start in another folder with --store.`)
  }
  const unclean = readMeta(database, 'open') === 1
  const verdict = unclean && size < quickCheckBytes ? database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] : 'ok'
  if (verdict !== 'ok') throw damaged(path, String(verdict))
  return { version, unclean }
}

function inside(path: string, work: (database: DatabaseSync) => Looked): Looked {
  try {
    return withDatabase(path, true, work)
  } catch (error) {
    // Killed within the first write of all: who may only read cannot take that back.
    if (!(error instanceof Error && 'errcode' in error && Number(error.errcode) % 256 === sqliteReadOnly)) throw error
    return withDatabase(path, false, work)
  }
}

const sqliteReadOnly = 8

function withDatabase(path: string, readOnly: boolean, work: (database: DatabaseSync) => Looked): Looked {
  const database = new DatabaseSync(path, { readOnly, timeout: 5000 })
  try {
    return work(database)
  } finally {
    database.close()
  }
}

/** SQLite takes a log whose head is wrong for an empty one, and would forget all that stands in it. */
function checkLog(path: string): void {
  if (sizeOf(path) === 0) return
  const head = Buffer.alloc(walHeaderBytes)
  const file = openSync(path, 'r')
  try {
    readSync(file, head, 0, walHeaderBytes, 0)
  } finally {
    closeSync(file)
  }
  if (!isWalHeader(head)) throw damaged(path, 'its head is wrong')
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

function damaged(path: string, what: string): CrawlError {
  const says = `${path} is damaged: ${what}. It was left as it is: restore a copy, or start in another folder with --store.`
  return new CrawlError('store-corrupt', says)
}

export function readMeta(database: DatabaseSync, key: string): unknown {
  return database.prepare('SELECT value FROM meta WHERE key = ?').get(key)?.['value']
}
