import { link, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { CrawlError } from '../base/crawl-error.ts'
import { escapeTerminal } from '../base/escape.ts'
import { markName } from './safe-name.ts'

export type Overwrite = 'never' | 'always' | 'rename'

/** Gives a whole part its name, in one step of the file system. @returns the name that it got */
export async function putInPlace(part: string, name: string, overwrite: Overwrite): Promise<string> {
  if (overwrite === 'always') {
    await rename(part, name)
    return name
  }
  for (let copy = 0; ; copy++) {
    const free = copy === 0 ? name : join(dirname(name), markName(basename(name), `.${copy}`))
    if (await moveToFree(part, free)) return free
    if (overwrite === 'never') throw fileExists(name)
  }
}

export function fileExists(path: string): CrawlError {
  return new CrawlError(
    'file-exists',
    `${escapeTerminal(path)} is there already and was left as it is. Name another file, or allow overwriting.`,
  )
}

/** A rename would silently replace a file that came to be there meanwhile; a link does not. @returns false when the name is taken */
async function moveToFree(part: string, name: string): Promise<boolean> {
  try {
    await link(part, name)
    await rm(part)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    // Some file systems have no hard links.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'].includes(codeOf(error))) throw error
  }
  try {
    await (await open(name, 'wx')).close()
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
  await rename(part, name)
  return true
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? ''
}
