import { existsSync, linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onDiskNow } from '../base/disk-error.ts'
import { makeFolder } from '../base/make-folder.ts'
import { fileNameFor } from '../download/file-names.ts'
import { markName } from '../download/safe-name.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { headerValue } from '../exchange/header-list.ts'
import { parseHttpDate } from '../headers/index.ts'

/** The folder of the versions: one file each, named by its time, never written over. */
export type Versions = {
  /**
   * @param now for a version whose server sends no Last-Modified
   * @param files kept so far, oldest first
   * @returns the file, and the names that are kept now
   * @throws CrawlError disk-full, file
   */
  save(exchange: Exchange, now: Date, files: readonly string[]): { readonly path: string; readonly files: readonly string[] }
}

/** @param keep the newest so many stay; older ones are removed, of those that were kept by us */
export function createVersions(folder: string, keep = Infinity): Versions {
  return {
    save: (exchange, now, files) =>
      onDiskNow(folder, () => {
        makeFolder(folder)
        const name = place(folder, versionName(exchange, now), exchange.body)
        const all = [...files.filter(file => file !== name), name]
        const kept = all.slice(Math.max(0, all.length - keep))
        for (const old of all.slice(0, all.length - kept.length)) rmSync(join(folder, old), { force: true })
        return { path: join(folder, name), files: kept }
      }),
  }
}

/** `airport_00329.20261125T120000Z.jpg` */
function versionName({ order, headers }: Exchange, now: Date): string {
  const name = fileNameFor(order.url, {
    contentDisposition: headerValue(headers, 'content-disposition'),
    contentType: headerValue(headers, 'content-type'),
  })
  const modified = parseHttpDate(headerValue(headers, 'last-modified') ?? '', now)
  // A date ahead of us is a server's wrong clock.
  const time = modified !== null && modified <= now ? modified : now
  return markName(name, `.${time.toISOString().replace(/[-:]|\.\d+/g, '')}`)
}

/**
 * Whole under its own name or not at all: written beside, then linked, which never replaces. A name that is taken by other bytes gets a
 * number; one that holds these bytes is ours, from a run that was killed.
 */
function place(folder: string, wanted: string, body: Uint8Array): string {
  const beside = join(folder, `.orbweaver-${process.pid}.new`)
  rmSync(beside, { force: true })
  try {
    writeFileSync(beside, body, { flag: 'wx' })
    for (let number = 1; ; number++) {
      const name = number === 1 ? wanted : markName(wanted, `-${number}`)
      const path = join(folder, name)
      if (claim(beside, path) || holds(path, body)) return name
    }
  } finally {
    rmSync(beside, { force: true })
  }
}

/** False: the name is taken. */
function claim(beside: string, path: string): boolean {
  try {
    linkSync(beside, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    // No links on this file system.
    if (existsSync(path)) return false
    renameSync(beside, path)
    return true
  }
}

function holds(path: string, body: Uint8Array): boolean {
  const there = statSync(path, { throwIfNoEntry: false })
  return there?.isFile() === true && there.size === body.length && readFileSync(path).equals(body)
}
