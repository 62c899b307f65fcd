import { hash } from 'node:crypto'
import type { Clock } from '../base/clock.ts'
import { systemClock } from '../base/clock.ts'
import type { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { CacheStore } from './cache-store.ts'
import { answerSize } from './cache-store.ts'
import { cacheError, isDamage, openCacheDatabase, removeCacheFiles, sqliteNumber } from './disk-database.ts'
import { parseStoredAnswer } from './parse-stored-answer.ts'
import type { StoredAnswer } from './stored-answer.ts'
import { bodyDigest } from './stored-answer.ts'

export type DiskStoreOptions = {
  /** All answers together, in bytes; default `limits.cacheDiskBytes`. The file is a little larger. */
  readonly maxBytes?: number | undefined
  /** Told once of what keeps the store from working: a full disk, a lock that is not freed, damage. It goes on as an empty one. */
  readonly onTrouble?: ((trouble: CrawlError) => void) | undefined
  /** When an answer was last used. */
  readonly clock?: Clock | undefined
}

/** How exact the time of the last use is, ms: a use within it writes nothing. */
const usedMs = 60_000

/**
 * Keeps answers in `cache.db` of a folder, a SQLite database (docs/formats.md). Every put is one transaction: a kill at any moment leaves
 * the answer of before or the new one. Several processes may use a folder at once. What is read is checked: an answer that is not byte for
 * byte what was put is dropped, never served.
 * @throws CrawlError store-newer, store-corrupt for a file that is no cache, store-busy, file
 */
export function diskCacheStore(folder: string, options: DiskStoreOptions = {}): CacheStore {
  const { maxBytes = limits.cacheDiskBytes, onTrouble, clock = systemClock } = options
  const database = openCacheDatabase(folder)
  const sql = (text: string) => {
    try {
      return database.prepare(text)
    } catch (error) {
      database.close()
      throw cacheError(error, folder)
    }
  }
  const selectHeads = sql('SELECT id, head, mark FROM answers WHERE url = ? ORDER BY id DESC')
  const selectOne = sql('SELECT id, head, mark, used FROM answers WHERE url = ? AND variant = ?')
  const selectBody = sql('SELECT body FROM bodies WHERE id = ?')
  const selectAll = sql('SELECT id, head, mark FROM answers ORDER BY used DESC, id DESC')
  const selectLeast = sql('SELECT id, size FROM answers ORDER BY used, id LIMIT 1')
  const selectOver = sql('SELECT id FROM answers WHERE url = ? ORDER BY id DESC LIMIT -1 OFFSET ?')
  const insertAnswer = sql('INSERT INTO answers (url, variant, head, mark, size, used) VALUES (?, ?, ?, ?, ?, ?)')
  const insertBody = sql('INSERT INTO bodies (id, body) VALUES (?, ?)')
  const updateHead = sql('UPDATE answers SET head = ?, mark = ?, size = ?, used = ? WHERE id = ?')
  const updateUsed = sql('UPDATE answers SET used = ? WHERE id = ?')
  const deleteId = sql('DELETE FROM answers WHERE id = ?')
  const deleteVariant = sql('DELETE FROM answers WHERE url = ? AND variant = ?')
  const deleteUrl = sql('DELETE FROM answers WHERE url = ?')
  const selectUsage = sql('SELECT bytes FROM usage')
  let isDamaged = false
  let isTold = false

  /** A cache that cannot be used is an empty cache. */
  function careful<Result>(work: () => Result, otherwise: Result): Result {
    if (isDamaged) return otherwise
    try {
      return work()
    } catch (error) {
      if (sqliteNumber(error) === undefined) throw error
      if (database.isTransaction) database.exec('ROLLBACK')
      isDamaged = isDamage(error)
      if (!isTold) onTrouble?.(cacheError(error, folder))
      isTold = true
      return otherwise
    }
  }

  function transaction(work: () => void): void {
    careful(() => {
      database.exec('BEGIN IMMEDIATE')
      work()
      database.exec('COMMIT')
    }, undefined)
  }

  function answerOf(row: Row): StoredAnswer | undefined {
    const head = String(row['head'])
    const answer = markOf(head) === row['mark'] ? parseStoredAnswer(head) : undefined
    if (answer === undefined) deleteId.run(Number(row['id']))
    return answer
  }

  function makeRoom(): void {
    while (Number(selectUsage.get()?.['bytes']) > maxBytes) {
      const least = selectLeast.get()
      if (least === undefined) return
      deleteId.run(Number(least['id']))
    }
  }

  return {
    find: url => careful(() => selectHeads.all(url).flatMap(row => answerOf(row) ?? []), []),
    read: answer =>
      careful(() => {
        const row = selectOne.get(answer.url, answer.variant)
        if (row === undefined || answerOf(row)?.digest !== answer.digest) return undefined
        const id = Number(row['id'])
        const body = selectBody.get(id)?.['body']
        if (!(body instanceof Uint8Array) || bodyDigest(body) !== answer.digest) {
          deleteId.run(id)
          return undefined
        }
        if (Math.abs(clock.wall() - Number(row['used'])) >= usedMs) updateUsed.run(clock.wall(), id)
        return body
      }, undefined),
    put(answer, body) {
      const { url, variant } = answer
      const head = JSON.stringify(answer)
      const size = answerSize(answer)
      const now = clock.wall()
      transaction(() => {
        const row = body === undefined ? selectOne.get(url, variant) : undefined
        if (body === undefined && (row === undefined || answerOf(row)?.digest !== answer.digest)) return
        if (body !== undefined || size > maxBytes) deleteVariant.run(url, variant)
        if (size > maxBytes) return
        if (body === undefined) {
          updateHead.run(head, markOf(head), size, now, Number(row?.['id']))
        } else {
          const { lastInsertRowid } = insertAnswer.run(url, variant, head, markOf(head), size, now)
          insertBody.run(lastInsertRowid, body)
          for (const over of selectOver.all(url, limits.cacheVariants)) deleteId.run(Number(over['id']))
        }
        makeRoom()
      })
    },
    remove(url, variant) {
      careful(() => void (variant === undefined ? deleteUrl.run(url) : deleteVariant.run(url, variant)), undefined)
    },
    *list() {
      for (const row of careful(() => selectAll.all(), [])) {
        const answer = careful(() => answerOf(row), undefined)
        if (answer !== undefined) yield answer
      }
    },
    [Symbol.dispose]() {
      // What was freed goes back to the disk; a step at a time would be felt by every put.
      careful(() => database.exec('PRAGMA incremental_vacuum'), undefined)
      database.close()
      if (isDamaged) removeCacheFiles(folder)
    },
  }
}

type Row = Record<string, unknown>

/** Not against an enemy, who could write a mark as well: against bits that fell over. */
function markOf(head: string): string {
  return hash('sha256', head, 'hex').slice(0, 32)
}
