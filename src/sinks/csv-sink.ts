import { closeSync, openSync, readSync } from 'node:fs'
import { resolve } from 'node:path'
import { onDiskNow } from '../base/disk-error.ts'
import { escapeCsv, formula } from '../base/escape.ts'
import type { Item, Sink } from '../spider/index.ts'

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
      if (names !== undefined) return row(item, names)
      const header = onDiskNow(file, () => headerOf(file))
      names = header ?? columns ?? Object.keys(item)
      return header === undefined ? line(names) + row(item, names) : row(item, names)
    },
  }
}

/** Own keys only: a column may be called `constructor`. */
function row(item: Item, names: readonly string[]): string {
  return line(names.map(name => (Object.hasOwn(item, name) ? item[name] : undefined)))
}

function line(cells: readonly unknown[]): string {
  return `${cells.map(escapeCsv).join(',')}\r\n`
}

/** Longest header line that is looked for, bytes. */
const headerBytes = 1024 * 1024

/** The columns of a file that was begun before. */
function headerOf(file: string): string[] | undefined {
  const descriptor = opened(file)
  if (descriptor === undefined) return undefined
  try {
    const buffer = Buffer.alloc(headerBytes)
    const text = buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, headerBytes, 0)).replace(/^\ufeff/, '')
    return text === ''
      ? undefined
      : firstRecord(text).map(name => (name.startsWith("'") && formula.test(name.slice(1)) ? name.slice(1) : name))
  } finally {
    closeSync(descriptor)
  }
}

/** Undefined only when it is surely not there: a second header line would stand in the middle of the table. */
function opened(file: string): number | undefined {
  try {
    return openSync(file, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** RFC 4180: quoted cells may hold commas, doubled quotes and line ends. */
function firstRecord(text: string): string[] {
  const cells: string[] = []
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y
  for (;;) {
    const match = cell.exec(text)
    if (match === null) return cells
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2]!)
    if (match[3] !== ',') return cells
  }
}
