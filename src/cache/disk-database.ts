import { chmodSync, closeSync, existsSync, openSync, readSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CrawlError } from '../base/crawl-error.ts'
import { isDiskFull } from '../base/disk-error.ts'
import { escapeTerminal } from '../base/escape.ts'
import { makeFolder } from '../base/make-folder.ts'

export const cacheFile = 'cache.db'

/** `ORBC` in ASCII: tells our caches from the databases of others, which are never touched. */
const applicationId = 0x4f_52_42_43
const schemaVersion = 1

// Two processes may make a cache at the same moment: the second one finds everything there.
const schema = `
  PRAGMA auto_vacuum = INCREMENTAL;
  BEGIN IMMEDIATE;
  CREATE TABLE IF NOT EXISTS answers (
    id INTEGER PRIMARY KEY, url TEXT NOT NULL, variant TEXT NOT NULL, head TEXT NOT NULL, mark TEXT NOT NULL,
    size INTEGER NOT NULL, used INTEGER NOT NULL, UNIQUE (url, variant)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS answers_used ON answers (used);
  CREATE TABLE IF NOT EXISTS bodies (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS usage (bytes INTEGER NOT NULL) STRICT;
  INSERT INTO usage SELECT 0 WHERE NOT EXISTS (SELECT * FROM usage);
  CREATE TRIGGER IF NOT EXISTS answer_comes AFTER INSERT ON answers BEGIN UPDATE usage SET bytes = bytes + new.size; END;
  CREATE TRIGGER IF NOT EXISTS answer_changes AFTER UPDATE OF size ON answers BEGIN UPDATE usage SET bytes = bytes + new.size - old.size; END;
  CREATE TRIGGER IF NOT EXISTS answer_goes AFTER DELETE ON answers BEGIN
    UPDATE usage SET bytes = bytes - old.size;
    DELETE FROM bodies WHERE id = old.id;
  END;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${schemaVersion};
  COMMIT;
`

/**
 * Opens the cache of a folder, or makes it; a damaged one holds copies only, and is begun anew. Several processes may have it open.
 * @throws CrawlError store-newer, store-corrupt for a file that is no cache, store-busy, file
 */
export function openCacheDatabase(folder: string): DatabaseSync {
  try {
    makeFolder(folder)
    return opened(folder)
  } catch (error) {
    if (!isDamage(error)) throw cacheError(error, folder)
    if (!isMarkedOurs(join(folder, cacheFile))) throw notOurs(join(folder, cacheFile))
    removeCacheFiles(folder)
    try {
      return opened(folder)
    } catch (second) {
      throw cacheError(second, folder)
    }
  }
}

/** Does SQLite say that the database itself is broken? Its number 11: malformed, 26: no database. */
export function isDamage(error: unknown): boolean {
  return sqliteNumber(error) === 11 || sqliteNumber(error) === 26
}

/** The primary result code; undefined for what SQLite did not say. */
export function sqliteNumber(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined
}

export function removeCacheFiles(folder: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(join(folder, cacheFile + end), { force: true })
}

export function cacheError(error: unknown, folder: string): CrawlError {
  if (error instanceof CrawlError) return error
  const where = `The cache ${escapeTerminal(folder)}`
  const says = error instanceof Error ? error.message : String(error)
  const told = (code: 'store-busy' | 'disk-full' | 'file', text: string) => new CrawlError(code, text, { cause: error })
  if (sqliteNumber(error) === 5) return told('store-busy', `${where} is held by another process. Wait for it, or name another folder.`)
  if (isDiskFull(error)) return told('disk-full', `${where} has no room left on its disk. Make room, or name another folder.`)
  return told('file', `${where} cannot be used: ${escapeTerminal(says)}. Check that the folder can be written, or name another.`)
}

function opened(folder: string): DatabaseSync {
  const path = join(folder, cacheFile)
  const isNew = !existsSync(path)
  const database = new DatabaseSync(path, { timeout: 2_000 })
  try {
    const tables = Number(database.prepare('SELECT count(*) AS n FROM sqlite_master').get()?.['n'])
    // Answers may be private: nobody else on this machine reads them. SQLite's other two files get the same mode.
    if (isNew) chmodSync(path, 0o600)
    if (tables === 0) database.exec(schema)
    else checkOwner(database, path)
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 16777216')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** SQLite's file header: the application id stands at byte 68. */
function isMarkedOurs(path: string): boolean {
  const header = Buffer.alloc(100)
  const file = openSync(path, 'r')
  readSync(file, header)
  closeSync(file)
  return header.toString('latin1').startsWith('SQLite format 3\0') && header.readUInt32BE(68) === applicationId
}

function notOurs(path: string): CrawlError {
  return new CrawlError('store-corrupt', `${escapeTerminal(path)} is no cache of Orbweaver and was left as it is. Name another folder.`)
}

function checkOwner(database: DatabaseSync, path: string): void {
  if (pragma(database, 'application_id') !== applicationId) throw notOurs(path)
  const version = pragma(database, 'user_version')
  if (version > schemaVersion) {
    const says = `${escapeTerminal(path)} has format ${version}, this Orbweaver writes format ${schemaVersion}. Update Orbweaver, or name another folder.`
    throw new CrawlError('store-newer', says)
  }
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name])
}
