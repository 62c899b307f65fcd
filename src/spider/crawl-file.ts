import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CrawlError } from '../base/crawl-error.ts'

/** `crawl.json`: what a folder is, for people and for `orbweaver resume`. Holds no secret. */
export type CrawlFile = {
  readonly format: 1
  readonly orbweaver: string
  readonly created: string
  readonly seeds: readonly string[]
  /** Sites that a seed moved to by redirect. */
  readonly moved: readonly string[]
  readonly agent: string
  /** Options of the command line, as given. */
  readonly options: Readonly<Record<string, unknown>>
}

export function readCrawlFile(folder: string): CrawlFile | undefined {
  const path = join(folder, 'crawl.json')
  if (!existsSync(path)) return undefined
  try {
    const file = JSON.parse(readFileSync(path, 'utf8')) as CrawlFile
    if (!Array.isArray(file.seeds) || file.format > 1) throw new Error('not a crawl.json of this version')
    return file
  } catch (cause) {
    throw new CrawlError('store-corrupt', `${path} cannot be read: ${(cause as Error).message}. Mend it or remove it; crawl.db holds the crawl itself.`, { cause })
  }
}

/** Written whole and renamed, so that a reader never sees half a file. */
export function writeCrawlFile(folder: string, file: CrawlFile): void {
  const path = join(folder, 'crawl.json')
  writeFileSync(`${path}.new`, `${JSON.stringify(file, null, 2)}\n`)
  renameSync(`${path}.new`, path)
}
