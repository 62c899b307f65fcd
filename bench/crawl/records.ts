import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a contestant wrote about one page: `url`, `title`, `links`; of its tree `heads` and `text` too. */
export type PageRecord = Readonly<Record<string, unknown>>

/** The records in a contestant's folder: lines of `items.jsonl`, or Crawlee's files. None of one that keeps the pages themselves. */
export function recordsIn(out: string): PageRecord[] {
  const lines = join(out, 'items.jsonl')
  if (existsSync(lines)) return readFileSync(lines, 'utf8').split('\n').filter(Boolean).map(parsed)
  const files = join(out, 'datasets/default')
  if (!existsSync(files)) return []
  return readdirSync(files).map(name => parsed(readFileSync(join(files, name), 'utf8')))
}

function parsed(line: string): PageRecord {
  return JSON.parse(line) as PageRecord
}
