import { lstatSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { CrawlError } from './crawl-error.ts'
import { escapeTerminal } from './escape.ts'

/**
 * One owner at a time: an open exclusive transaction on a file that stays empty is a lock of the operating system, so it goes with its
 * process and can never be stale. Disposing it frees it.
 * @returns undefined while another holds it
 * @throws CrawlError file for a link; what the file system and SQLite throw
 */
export function lockFile(path: string): Disposable | undefined {
  refuseLink(path)
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(path, { timeout: 0 })
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock?.close()
    if (error instanceof Error && 'errcode' in error && Number(error.errcode) % 256 === sqliteBusy) return undefined
    throw error
  }
}

const sqliteBusy = 5

/** Laid in a folder by somebody else, a link would lead to a file of the user's. SQLite follows it. @throws CrawlError file */
export function refuseLink(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return
  const says = `${escapeTerminal(path)} is a symbolic link, and nothing is written through one. Remove it, or name another folder.`
  throw new CrawlError('file', says)
}
