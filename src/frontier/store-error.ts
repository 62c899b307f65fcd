import { CrawlError } from '../base/crawl-error.ts'
import { isDiskFull } from '../base/disk-error.ts'

/** What a store holds contradicts itself. */
export function storeMisfit(what: string, cause?: unknown): CrawlError {
  const says = `The store does not fit together: ${what}. Restore a copy, or start in another folder with --store.`
  return new CrawlError('store-corrupt', says, { cause })
}

/** SQLite's numbers for statements that fit no table (1), rows that may not be (19), values of a wrong kind (20), or out of range (25). */
const misfits: ReadonlySet<number> = new Set([1, 19, 20, 25])

/** SQLite and file system failures as verdicts with a next step. */
export function storeError(error: unknown, folder: string): CrawlError {
  if (error instanceof CrawlError) return error
  const { message, code, errcode } = error as Error & { code?: string; errcode?: number }
  const primary = errcode === undefined ? undefined : errcode & 0xff
  // Neither the file system nor SQLite's ways to it: what was read makes no sense.
  const isOutside = primary === undefined ? /^E[A-Z0-9]+$/.test(code ?? '') : !misfits.has(primary)
  if (!isOutside) return storeMisfit(message, error)
  if (isDiskFull(error)) {
    return new CrawlError(
      'disk-full',
      `The disk of ${folder} is full. Nothing that was settled is lost: make room, then run the same command again.`,
      { cause: error },
    )
  }
  if (primary === 5)
    return new CrawlError(
      'store-busy',
      `The store ${folder} is locked by another process. Wait for it, or name another folder with --store.`,
      { cause: error },
    )
  if (primary === 11 || primary === 26) {
    return new CrawlError(
      'store-corrupt',
      `${folder}/crawl.db is damaged or no database (${message}). It was left as it is: restore a copy, or start in another folder with --store.`,
      { cause: error },
    )
  }
  return new CrawlError(
    'file',
    `The store ${folder} cannot be used: ${message}. Check that the folder can be written, or name another with --store.`,
    { cause: error },
  )
}
