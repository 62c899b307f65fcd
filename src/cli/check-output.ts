import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { CrawlError } from '../base/crawl-error.ts'

/** Can this be written there? Asked before the first request, and without making anything. @throws CrawlError file */
export function checkOutput(file: string, what = 'Items', option = '--output'): void {
  const path = resolve(file)
  const fail = (why: string, cause?: unknown): never => {
    throw new CrawlError('file', `${what} cannot be written to ${file}: ${why}. Name another file with ${option}.`, { cause })
  }
  try {
    let nearest = path
    while (!existsSync(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest)
    const isFolder = statSync(nearest).isDirectory()
    if (nearest === path && isFolder) fail('it is a folder')
    if (nearest !== path && !isFolder) fail(`${nearest} is not a folder`)
    accessSync(nearest, nearest === path ? constants.R_OK | constants.W_OK : constants.W_OK | constants.X_OK)
  } catch (cause) {
    if (cause instanceof CrawlError) throw cause
    fail((cause as Error).message, cause)
  }
}
