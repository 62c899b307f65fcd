import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CrawlError } from '../../base/crawl-error.ts'
import { lockFile } from '../../base/lock-file.ts'
import { makeFolder } from '../../base/make-folder.ts'
import { sizeOfOutput } from '../output-files.ts'
import { storeError } from '../store-error.ts'
import { lookFirst } from './look-first.ts'
import { migrations, pragmas, schema, schemaVersion } from './schema.ts'

export type OpenedDatabase = { database: DatabaseSync; lock: Disposable; unclean: boolean }

/**
 * Opens `crawl.db` for writing, makes it when absent. One owner at a time: an open exclusive transaction on `crawl.lock` is an operating
 * system lock, so it goes with its process and can never be stale. Others may read crawl.db meanwhile.
 * @throws CrawlError store-busy, store-newer, store-corrupt, file
 */
export function openDatabase(folder: string, outputs: readonly string[]): OpenedDatabase {
  const path = join(folder, 'crawl.db')
  let lock: Disposable | undefined
  try {
    makeFolder(folder)
    lock = takeLock(folder)
    const known = lookFirst(folder, schemaVersion)
    const database = new DatabaseSync(path)
    try {
      database.exec(pragmas)
      if (known === undefined) {
        database.exec('BEGIN IMMEDIATE')
        database.exec(schema)
        for (const [key, value] of Object.entries({ schema: schemaVersion, round: 1, open: 0, seed: randomSeed() }))
          writeMeta(database, key, value)
        recordOutputs(database, folder, outputs)
        database.exec('COMMIT')
      } else {
        migrate(database, known.version)
        recordOutputs(database, folder, outputs)
      }
      writeMeta(database, 'open', 1)
      return { database, lock, unclean: known?.unclean ?? false }
    } catch (error) {
      database.close()
      throw error
    }
  } catch (error) {
    lock?.[Symbol.dispose]()
    throw storeError(error, folder)
  }
}

/** With their length of now: what stands there is the user's. */
function recordOutputs(database: DatabaseSync, folder: string, outputs: readonly string[]): void {
  const insert = database.prepare('INSERT INTO outputs(file, bytes) VALUES(?, ?) ON CONFLICT DO NOTHING')
  for (const file of outputs) insert.run(file, sizeOfOutput(folder, file) ?? 0)
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

function takeLock(folder: string): Disposable {
  const lock = lockFile(join(folder, 'crawl.lock'))
  if (lock !== undefined) return lock
  throw new CrawlError(
    'store-busy',
    `The store ${folder} is in use by another Orbweaver. Wait until it ends, or name another folder with --store.`,
  )
}

function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! >>> 1
}
