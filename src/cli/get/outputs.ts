import { statSync } from 'node:fs'
import { join } from 'node:path'
import { CrawlError } from '../../base/crawl-error.ts'
import { onDiskNow } from '../../base/disk-error.ts'
import type { GetOrder } from './get-order.ts'

/** Where the body of one URL goes. */
export type Output =
  | { readonly kind: 'stdout'; readonly explicit: boolean }
  /** Into a file by a download: whole or not at all, and it can go on. */
  | { readonly kind: 'file'; readonly path: string }
  /** The same, its name from the URL or the answer. */
  | { readonly kind: 'named'; readonly folder: string; readonly from: 'url' | 'answer' }
  /** As it comes, where a download cannot: with the header before the body, unpacked, or into what is no plain file. */
  | { readonly kind: 'written'; readonly path: string }

/** As curl pairs them: the first `-o` or `-O` is for the first URL. @throws CrawlError usage for what cannot go together */
export async function outputOf(get: GetOrder, index: number, url: URL): Promise<Output> {
  const given = get.outputs[index] ?? (get.remoteNameAll || (get.seedStyle && index >= get.outputs.length) ? 'remote' : { file: '-' })
  if (given !== 'remote' && given.file === '-') {
    if (get.seedStyle) throw new CrawlError('usage', '--seed-style copies to a file. Give -o FILE, or leave -o out.')
    return { kind: 'stdout', explicit: get.outputs[index] !== undefined }
  }
  if (typeof get.continueAt === 'number') {
    throw new CrawlError(
      'usage',
      `-C ${get.continueAt} into a file could mix two versions. Give -C -, which finds the place and checks the version.`,
    )
  }
  const inPlace =
    get.include === true || get.head === true ? 'a header before the body' : get.compressed === true ? 'a body to unpack' : undefined
  const folder = get.outputDir ?? '.'
  if (given === 'remote' && inPlace === undefined) return { kind: 'named', folder, from: get.remoteHeaderName ? 'answer' : 'url' }
  if (given === 'remote' && get.remoteHeaderName) throw new CrawlError('usage', `-J does not go together with ${inPlace}. Give -o FILE.`)
  const name = given === 'remote' ? (await import('../../download/file-names.ts')).fileNameFor(url.href) : given.file
  const path = given === 'remote' || get.outputDir !== undefined ? join(folder, name) : name
  const why =
    inPlace ??
    (onDiskNow(path, () => statSync(path, { throwIfNoEntry: false }))?.isFile() === false ? `${path}, which is no plain file` : undefined)
  if (why === undefined) return { kind: 'file', path }
  if (get.continueAt !== undefined) throw new CrawlError('usage', `-C does not go together with ${why}. Leave one of them out.`)
  return { kind: 'written', path }
}
