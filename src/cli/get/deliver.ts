import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { CrawlError } from '../../base/crawl-error.ts'
import { makeFolder } from '../../base/make-folder.ts'
import type { Head, Order } from '../../exchange/order.ts'
import type { BodyWriter } from './body-writer.ts'
import { fileOutput, nowhere, rawOutput } from './body-writer.ts'
import type { GetOrder } from './get-order.ts'
import { headerText } from './header-text.ts'
import type { Output } from './outputs.ts'
import type { TransferInput } from './run-transfer.ts'
import { streamBody } from './stream-body.ts'
import type { countingOutput } from './text-output.ts'
import type { Attempt } from './transfer.ts'

export type Delivery = {
  readonly output: Output
  /** Attempts made before. */
  readonly before: number
  readonly wants: (head: Head) => boolean
}

/** One attempt at one URL, its body brought to where it belongs. */
export async function deliver(order: Order, input: TransferInput, delivery: Delivery): Promise<Attempt> {
  const { get, client, clock, onHop, onHeader, onProgress } = input
  const { output, wants, before } = delivery
  if (output.kind === 'file' || output.kind === 'named') {
    const { downloadBody } = await import('./download-body.ts')
    const folder = output.kind === 'file' ? dirname(output.path) : output.folder
    if (!get.createDirs && !existsSync(folder)) {
      throw new CrawlError('file', `The folder ${folder} is not there. Make it, or give --create-dirs.`)
    }
    const target = output.kind === 'file' ? output.path : { folder }
    return downloadBody(order, client, target, {
      onHop(hop) {
        onHeader(hop)
        onHop(hop)
      },
      resume: get.continueAt === 'auto' || before > 0,
      continueFile: get.continueAt === 'auto',
      errorPages: get.fail !== 'without-body',
      overwrite: get.noClobber ? 'rename' : output.kind === 'named' && output.from === 'answer' ? 'never' : 'always',
      nameFrom: output.kind === 'named' ? output.from : undefined,
      keepTime: get.remoteTime,
      limitRate: get.limitRate,
      maxBytes: get.maxFilesize,
      ...(get.seedStyle ? { blockBytes: seedBlockBytes } : {}),
      onProgress: ({ received, total }) => onProgress?.(received, total),
    })
  }
  const to = await writerFor(output, get)
  const tried = await streamBody(order, client, {
    to,
    wants,
    onHop,
    onHeader(head) {
      onHeader(head)
      if (get.include || get.head) void to.write(Buffer.from(headerText(head), 'latin1'))
    },
    decode: get.compressed === true,
    limitRate: get.limitRate,
    onProgress,
    clock,
  })
  return {
    ...tried,
    file: output.kind === 'written' ? output.path : undefined,
    characters: 'characters' in to ? to.characters() : undefined,
  }
}

/** The block of the textbook's program. */
const seedBlockBytes = 100_000

async function writerFor(output: Output, get: GetOrder): Promise<BodyWriter | ReturnType<typeof countingOutput>> {
  if (output.kind === 'written') {
    if (get.createDirs) makeFolder(dirname(output.path))
    return fileOutput(output.path)
  }
  if (get.exchangeJson) return nowhere
  const isTerminal = process.stdout.isTTY === true && !(output.kind === 'stdout' && output.explicit)
  if (!isTerminal && get.maxChars === undefined) return rawOutput()
  const text = await import('./text-output.ts')
  const inner = isTerminal ? text.terminalOutput() : rawOutput()
  return get.maxChars === undefined ? inner : text.countingOutput(get.maxChars, inner)
}
