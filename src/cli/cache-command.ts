import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CrawlError } from '../base/crawl-error.ts'
import { escapeTerminal } from '../base/escape.ts'
import type { StoredAnswer } from '../cache/index.ts'
import { cacheFile, currentAge, diskCacheStore, freshnessLifetime } from '../cache/index.ts'
import { jsonLine } from './json-line.ts'

export type CacheFlags = { readonly clear?: boolean; readonly json?: boolean }

/** `orbweaver cache FOLDER`. */
export function cacheCommand(folder: string, { clear, json }: CacheFlags): void {
  if (!existsSync(join(folder, cacheFile))) {
    throw new CrawlError(
      'store-missing',
      `There is no cache in ${escapeTerminal(folder)}. One is made by get --cache ${escapeTerminal(folder)}.`,
    )
  }
  using store = diskCacheStore(folder, {
    onTrouble(trouble) {
      throw trouble
    },
  })
  const now = Date.now()
  let count = 0
  let bytes = 0
  for (const answer of store.list()) {
    count++
    bytes += answer.length
    if (clear) store.remove(answer.url, answer.variant)
    else process.stdout.write(json ? jsonLine(recordOf(answer, now)) : `${lineOf(answer, now)}\n`)
  }
  const held = `${count} ${count === 1 ? 'answer' : 'answers'}, ${bytes} bytes`
  process.stderr.write(clear ? `Forgotten: ${held}.\n` : `${held}.\n`)
}

function recordOf(answer: StoredAnswer, now: number) {
  const { url, status, length, receivedAt } = answer
  return { url, status, bytes: length, received: new Date(receivedAt).toISOString(), freshSeconds: freshSeconds(answer, now) }
}

function lineOf(answer: StoredAnswer, now: number): string {
  const left = freshSeconds(answer, now)
  // A URL is shown whole: a cut one would be another.
  return `${answer.status}\t${answer.length}\t${left > 0 ? `fresh ${left} s` : 'stale'}\t${escapeTerminal(answer.url, Infinity)}`
}

function freshSeconds(answer: StoredAnswer, now: number): number {
  return Math.max(0, Math.floor((freshnessLifetime(answer, true) - currentAge(answer, now)) / 1000))
}
