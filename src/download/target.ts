import { existsSync } from 'node:fs'
import { lstat, mkdir, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, sep } from 'node:path'
import { CrawlError } from '../base/crawl-error.ts'
import { onDisk } from '../base/disk-error.ts'
import { escapeTerminal } from '../base/escape.ts'
import { makeFolder } from '../base/make-folder.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { headerValue } from '../exchange/header-list.ts'
import type { DownloadOptions, DownloadTarget } from './download-options.ts'
import { fileNameFor, hashOf } from './file-names.ts'
import type { Overwrite } from './put-in-place.ts'
import { fileExists } from './put-in-place.ts'
import { markName } from './safe-name.ts'

/** Where a download goes, as far as that is known before the answer. */
export type Target = {
  /** The file, or for a derived name what the URL alone gives. */
  readonly path: string
  readonly partPath: string
  readonly overwrite: Overwrite
  /** It is there and is no file: /dev/null, a pipe. */
  readonly isStraight: boolean
  /** Time of the file that is there, ms. */
  readonly modifiedMs: number | undefined
  /** The final name, once the answer is known. */
  pathFor(exchange: Exchange): string
  refuseName(contentDisposition: string | undefined): void
  /** Looks again that no folder on the way has become a link. */
  check(): Promise<void>
}

export async function resolveTarget(to: DownloadTarget, url: string, options: DownloadOptions): Promise<Target> {
  const folder = typeof to === 'string' ? await folderOf(to) : to.name === undefined ? to.folder : undefined
  if (folder !== undefined) return derivedTarget(folder, url, options)
  const path = typeof to === 'string' ? to : join(to.folder, to.name ?? '')
  const check = async () => {
    if (typeof to !== 'string') await folderBelow(to.folder, to.name ?? '')
  }
  await check()
  const overwrite = options.overwrite ?? 'always'
  const there = await kindOf(path)
  if (there === 'folder') throw new CrawlError('file', `${escapeTerminal(path)} is a folder. Name a file, or end the folder with a slash.`)
  if (there?.kind === 'other' && typeof to !== 'string') throw new CrawlError('file', `${escapeTerminal(path)} is no file. Name another.`)
  if (overwrite === 'never' && there !== undefined && options.continueFile !== true) throw fileExists(path)
  if (there === undefined) await onDisk(path, async () => makeFolder(dirname(path)))
  const isStraight = there?.kind === 'other'
  return {
    path,
    partPath: `${path}.part`,
    overwrite,
    isStraight,
    modifiedMs: there?.modifiedMs,
    pathFor: () => path,
    refuseName() {},
    check,
  }
}

async function derivedTarget(folder: string, url: string, options: DownloadOptions): Promise<Target> {
  await onDisk(folder, async () => makeFolder(folder))
  // Who goes on with a file or renews it means that file.
  const isThatFile = options.continueFile === true || options.newerOnly === true
  const overwrite = options.overwrite ?? (isThatFile ? 'always' : 'rename')
  const name = fileNameFor(url)
  const path = join(folder, name)
  const isByUrl = options.nameFrom === 'url' || isThatFile
  if (isByUrl && overwrite === 'never' && options.continueFile !== true && existsSync(path)) throw fileExists(path)
  const there = await kindOf(path)
  return {
    path,
    // Other URLs have the same name: each has a part of its own.
    partPath: join(folder, `${markName(name, `~${hashOf(url).slice(0, 8)}`)}.part`),
    overwrite,
    isStraight: false,
    modifiedMs: typeof there === 'object' && there.kind === 'file' ? there.modifiedMs : undefined,
    pathFor({ order, headers }) {
      if (isByUrl) return path
      const hints = { contentDisposition: headerValue(headers, 'content-disposition'), contentType: headerValue(headers, 'content-type') }
      return join(folder, fileNameFor(order.url, hints))
    },
    refuseName(contentDisposition) {
      if (overwrite !== 'never' || isByUrl || contentDisposition === undefined) return
      const proposed = join(folder, fileNameFor(url, { contentDisposition }))
      if (existsSync(proposed)) throw fileExists(proposed)
    },
    async check() {},
  }
}

async function folderOf(to: string): Promise<string | undefined> {
  return to.endsWith('/') || to.endsWith(sep) || (await kindOf(to)) === 'folder' ? to : undefined
}

type Kind = 'folder' | { readonly kind: 'file' | 'other'; readonly modifiedMs: number } | undefined

async function kindOf(path: string): Promise<Kind> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return undefined
  if (found.isDirectory()) return 'folder'
  return { kind: found.isFile() ? 'file' : 'other', modifiedMs: found.mtimeMs }
}

/**
 * Makes the folders of a path below a trusted one. Each is looked at by itself, and a symbolic link among them is refused: it may have been
 * laid there to lead out.
 */
async function folderBelow(root: string, name: string): Promise<void> {
  const names = name.split(/[/\\]/)
  if (isAbsolute(name) || names.some(one => one === '' || one === '.' || one === '..')) {
    throw new CrawlError('file', `"${escapeTerminal(name)}" is no path below a folder. See filePathFor.`)
  }
  await onDisk(root, async () => makeFolder(root))
  let folder = root
  for (const one of names.slice(0, -1)) {
    folder = join(folder, one)
    await onDisk(folder, () => mkdir(folder).catch(error => (error.code === 'EEXIST' ? undefined : Promise.reject(error))))
    const found = await onDisk(folder, () => lstat(folder))
    if (!found.isDirectory()) {
      const what = found.isSymbolicLink() ? 'a symbolic link' : 'a file'
      throw new CrawlError('file', `${escapeTerminal(folder)} is ${what} where a folder is needed. Remove it, or name another folder.`)
    }
  }
}
