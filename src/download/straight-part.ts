import { open } from 'node:fs/promises'
import { CrawlError } from '../base/crawl-error.ts'
import { onDisk } from '../base/disk-error.ts'
import { escapeTerminal } from '../base/escape.ts'
import type { Part } from './part.ts'
import { writeWhole } from './write-whole.ts'

/** What is no file: /dev/null, a pipe, a terminal. Bytes go straight there, once; there is nothing to go on with, and nothing to rename. */
export async function openStraight(path: string): Promise<Part> {
  const file = await onDisk(path, () => open(path, 'w'))
  const close = () => onDisk(path, () => file.close())
  let began = false
  let bytes = 0
  const only = (): never => {
    throw new CrawlError('file', `${escapeTerminal(path)} is no file: a body that was cut cannot be mended there. Name a file.`)
  }
  return {
    path,
    get bytes() {
      return bytes
    },
    version: {},
    async startOver() {
      if (began) only()
      began = true
    },
    goOn: only,
    writeAt: pieces => onDisk(path, () => writeWhole(file, pieces, null)),
    read: only,
    async settle(good) {
      bytes = good
    },
    async sync() {},
    keep: close,
    drop: close,
    isStraight: true,
    async finish() {
      await close()
      return path
    },
  }
}
