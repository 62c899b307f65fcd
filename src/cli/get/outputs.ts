import { statSync } from 'node:fs'
import { join } from 'node:path'
import { CrawlError } from '../../base/crawl-error.ts'
import type { GetOrder } from './get-order.ts'

/** Where the body of one URL goes. */
export type Output =
  | { readonly kind: 'stdout'; readonly explicit: boolean }
  /** Into a file by a download: whole or not at all, and it can go on. */
  | { readonly kind: 'file'; readonly path: string }
  /** The same, its name from the URL or the answer. */
  | { readonly kind: 'named'; readonly folder: string; readonly from: 'url' | 'answer' }
  /** Byte by byte into what is no plain file (`/dev/null`, a pipe), or with the header before the body. */
  | { readonly kind: 'device'; readonly path: string }

/** As curl pairs them: the first `-o` or `-O` is for the first URL. @throws CrawlError usage for what cannot go together */
export function outputOf(get: GetOrder, index: number): Output {
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
  if (given === 'remote') {
    if (withHeader(get))
      throw new CrawlError('usage', 'A header cannot stand before the body with -O. Give -o FILE, or -D FILE for the header.')
    return { kind: 'named', folder: get.outputDir ?? '.', from: get.remoteHeaderName ? 'answer' : 'url' }
  }
  const path = get.outputDir === undefined ? given.file : join(get.outputDir, given.file)
  const isPlain = statSync(path, { throwIfNoEntry: false })?.isFile() ?? true
  if (isPlain && !withHeader(get)) return { kind: 'file', path }
  if (get.continueAt !== undefined)
    throw new CrawlError('usage', `-C - needs a plain file of the body alone, and ${path} is none. Leave -i or -C out.`)
  return { kind: 'device', path }
}

function withHeader({ include, head }: GetOrder): boolean {
  return include === true || head === true
}
