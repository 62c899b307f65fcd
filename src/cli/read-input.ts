import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'

/** Standard input, whole. @throws CrawlError body-too-large over `limits.bodyBytes` */
export async function readInput(): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of process.stdin as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > limits.bodyBytes) throw tooLarge('Standard input')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** A file, whole. @throws CrawlError file, body-too-large */
export function readGivenFile(path: string): Buffer {
  try {
    const file = openSync(path, 'r')
    try {
      if (fstatSync(file).size > limits.bodyBytes) throw tooLarge(path)
      return readFileSync(file)
    } finally {
      closeSync(file)
    }
  } catch (cause) {
    if (cause instanceof CrawlError) throw cause
    throw unreadable(path, cause)
  }
}

export function unreadable(path: string, cause: unknown): CrawlError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new CrawlError('file', `${path} cannot be read: ${why}. Check its name and its rights.`, { cause })
}

function tooLarge(what: string): CrawlError {
  return new CrawlError('body-too-large', `${what} holds more than ${limits.bodyBytes} bytes. Give a smaller page.`, {
    value: limits.bodyBytes,
  })
}
