import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fingerprint } from '../../src/frontier/fingerprint.ts'
import type { Spent } from '../measure.ts'
import { startWatch } from '../measure.ts'

const batchRows = 960

/**
 * The naive design: one table whose primary key is the hash of the URL, asked and filled in one statement; the same pragmas and batches.
 */
export function fillRandomKeyTable(folder: string, rows: number, urlOf: (index: number) => string): { rows: number; spent: Spent } {
  const database = new DatabaseSync(join(folder, 'random-key.db'))
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -32768')
  database.exec('CREATE TABLE urls(hash INTEGER PRIMARY KEY, url TEXT NOT NULL, state INTEGER NOT NULL)')
  const insert = database.prepare('INSERT OR IGNORE INTO urls VALUES(?, ?, 0)')
  const stop = startWatch()
  let filled = 0
  while (filled < rows && stop().wallMs < 60_000) {
    database.exec('BEGIN')
    for (const end = Math.min(rows, filled + batchRows); filled < end; filled++) {
      const url = urlOf(filled)
      const { high, low } = fingerprint(url, 1)
      insert.run((high >>> 11) * 4_294_967_296 + low, url)
    }
    database.exec('COMMIT')
  }
  const spent = stop()
  database.close()
  return { rows: filled, spent }
}
