import { statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CrawlError } from '../../base/crawl-error.ts'
import { makeFolder } from '../../base/make-folder.ts'
import { storeError } from '../store-error.ts'
import { migrations, pragmas, schema, schemaVersion } from './schema.ts'

/** A store above this size is not read through before it is used again. */
const quickCheckBytes = 256 * 1024 * 1024

export type OpenedDatabase = { database: DatabaseSync; lock: DatabaseSync; unclean: boolean }

/**
 * Opens `crawl.db` for writing, makes it when absent. One owner at a time: an open exclusive transaction on `crawl.lock` is an operating
 * system lock, so it goes with its process and can never be stale. Others may read crawl.db meanwhile.
 * @throws CrawlError store-busy, store-newer, store-corrupt, file
 */
export function openDatabase(folder: string): OpenedDatabase {
  try {
    makeFolder(folder)
  } catch (error) {
    throw storeError(error, folder)
  }
  const lock = takeLock(folder)
  const path = join(folder, 'crawl.db')
  try {
    const database = new DatabaseSync(path)
    try {
      const tables = database.prepare('SELECT name FROM sqlite_master').all()
      const fresh = tables.length === 0
      const version = fresh ? schemaVersion : tables.some(({ name }) => name === 'meta') ? Number(readMeta(database, 'schema')) : 0
      if (!(version >= 1)) {
        throw new CrawlError(
          'store-corrupt',
          `${path} is no store of Orbweaver. It was left as it is: start in another folder with --store.`,
        )
      }
      if (version > schemaVersion) {
        throw new CrawlError(
          'store-newer',
          `The store ${folder} has format ${version}, this Orbweaver writes format ${schemaVersion}. Update Orbweaver, or start in another folder with --store. Nothing was changed.`,
        )
      }
      database.exec(pragmas)
      if (fresh) {
        database.exec('BEGIN IMMEDIATE')
        database.exec(schema)
        for (const [key, value] of Object.entries({ schema: schemaVersion, round: 1, open: 0, seed: randomSeed() }))
          writeMeta(database, key, value)
        database.exec('COMMIT')
      }
      migrate(database, version)
      const unclean = !fresh && readMeta(database, 'open') === 1
      if (unclean && statSync(path).size < quickCheckBytes) check(database, folder)
      writeMeta(database, 'open', 1)
      return { database, lock, unclean }
    } catch (error) {
      database.close()
      throw error
    }
  } catch (error) {
    lock.close()
    throw storeError(error, folder)
  }
}

export function readMeta(database: DatabaseSync, key: string): unknown {
  return database.prepare('SELECT value FROM meta WHERE key = ?').get(key)?.['value']
}

export function writeMeta(database: DatabaseSync, key: string, value: number | string): void {
  database.prepare('INSERT INTO meta(key, value) VALUES(?, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run(key, value)
}

/** From an older format to this one, all or nothing. */
function migrate(database: DatabaseSync, from: number): void {
  if (from === schemaVersion) return
  database.exec('BEGIN IMMEDIATE')
  for (let version = from; version < schemaVersion; version++) database.exec(migrations.get(version)!)
  writeMeta(database, 'schema', schemaVersion)
  database.exec('COMMIT')
}

function takeLock(folder: string): DatabaseSync {
  try {
    const lock = new DatabaseSync(join(folder, 'crawl.lock'), { timeout: 0 })
    try {
      lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    } catch (error) {
      lock.close()
      throw error
    }
    return lock
  } catch (error) {
    const known = storeError(error, folder)
    if (known.code !== 'store-busy') throw known
    throw new CrawlError(
      'store-busy',
      `The store ${folder} is in use by another Orbweaver. Wait until it ends, or name another folder with --store.`,
      { cause: error },
    )
  }
}

function check(database: DatabaseSync, folder: string): void {
  const verdict = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check']
  if (verdict !== 'ok') {
    throw new CrawlError(
      'store-corrupt',
      `${folder}/crawl.db is damaged: ${String(verdict)}. It was left as it is: restore a copy, or start in another folder with --store.`,
    )
  }
}

function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! >>> 1
}
