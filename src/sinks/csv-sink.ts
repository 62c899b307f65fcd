import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { escapeCsv } from '../base/escape.ts'
import type { Sink } from '../spider/index.ts'

/**
 * RFC 4180 with a header line. Cells that a spreadsheet would run as a formula get an apostrophe.
 * @param columns default: the keys of the first item; of a file that has a header line already, its columns
 */
export function csvSink(path: string, columns?: readonly string[]): Sink {
  const file = resolve(path)
  let names: readonly string[] | undefined
  return {
    file,
    write(item) {
      if (names !== undefined) return line(names.map(name => item[name]))
      const header = headerOf(file)
      names = header ?? columns ?? Object.keys(item)
      const row = line(names.map(name => item[name]))
      return header === undefined ? line(names) + row : row
    },
  }
}

function line(cells: readonly unknown[]): string {
  return `${cells.map(escapeCsv).join(',')}\r\n`
}

/** The columns of a file that was begun before: names as this sink writes them. */
function headerOf(file: string): string[] | undefined {
  if (!existsSync(file)) return undefined
  const first = readFileSync(file, 'utf8').split('\r\n', 1)[0]
  return first
    ? [...first.matchAll(/"((?:[^"]|"")*)"|([^",]+)/g)].map(match =>
        (match[1]?.replaceAll('""', '"') ?? match[2]!).replace(/^'(?=[=+\-@])/, ''),
      )
    : undefined
}
