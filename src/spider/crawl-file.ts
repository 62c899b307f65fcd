import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CrawlError } from '../base/crawl-error.ts'
import { diskError } from '../base/disk-error.ts'
import { storeError } from '../frontier/index.ts'

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
  /** Hash of what decides which links of a page are followed, as it was when all pages were last visited. */
  readonly rules: string | undefined
}

/** @throws CrawlError store-corrupt, store-newer, file */
export function readCrawlFile(folder: string): CrawlFile | undefined {
  const path = join(folder, 'crawl.json')
  const text = textOf(path)
  if (text === undefined) return undefined
  let file: Partial<CrawlFile>
  try {
    file = JSON.parse(text) as Partial<CrawlFile>
  } catch (cause) {
    throw new CrawlError('store-corrupt', `${path} cannot be read: ${(cause as Error).message}. ${mend}`, { cause })
  }
  if (typeof file?.format === 'number' && file.format > 1) {
    throw new CrawlError(
      'store-newer',
      `${path} has format ${file.format}, this Orbweaver reads format 1. Update Orbweaver, or start in another folder with --store.`,
    )
  }
  const { seeds, moved, options } = file ?? {}
  const isOurs = file?.format === 1 && areUrls(seeds) && areUrls(moved) && typeof options === 'object' && options !== null
  if (!isOurs) throw new CrawlError('store-corrupt', `${path} is no description of a crawl. ${mend}`)
  return file as CrawlFile
}

/** Undefined only when it is surely not there: a file that cannot be read now must not be taken for none, and written anew. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw diskError(error, path)
  }
}

const mend = 'Mend it or remove it; crawl.db holds the crawl itself.'

function areUrls(value: unknown): boolean {
  return Array.isArray(value) && value.every(url => typeof url === 'string' && /^https?:\/\//.test(url) && URL.canParse(url))
}

/** Written whole and renamed, so that a reader never sees half a file. @throws CrawlError disk-full, file */
export function writeCrawlFile(folder: string, file: CrawlFile): void {
  const path = join(folder, 'crawl.json')
  try {
    // What lies there is of a run that was killed, or a link that leads elsewhere: removed, never written to.
    rmSync(`${path}.new`, { force: true })
    writeFileSync(`${path}.new`, `${JSON.stringify(file, null, 2)}\n`, { flag: 'wx' })
    renameSync(`${path}.new`, path)
  } catch (cause) {
    throw storeError(cause, folder)
  }
}
