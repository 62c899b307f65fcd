import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { AnyNode } from '../../src/soup/index.ts'
import { TextNode } from '../../src/soup/index.ts'

/**
 * The tables of a page of documentation whose last column is a result: `gives` shows what the code beside it is worth, `leaves` what has
 * become of the variable `p`. The block of TypeScript before a table is the scene that each of its lines begins with.
 */
export type ResultRow = { readonly line: string; readonly code: string; readonly wanted: string; readonly run: () => string }

const door = resolve(import.meta.dirname, '../../src/soup/index.ts')

/** @param folder where a module with all lines is written, for the compiler to look at too */
export async function readResultTables(markdown: string, folder: string, name: string): Promise<ResultRow[]> {
  const rows: Omit<ResultRow, 'run'>[] = []
  const runs: string[] = []
  let scene = ''
  let column: string | undefined
  let block: string[] | undefined
  for (const line of markdown.split('\n')) {
    if (block !== undefined) {
      if (line !== '```') block.push(line)
      else {
        scene = block.filter(text => !text.startsWith('import ')).join('\n')
        block = undefined
      }
      continue
    }
    if (line === '```ts') block = []
    const cells = cellsOf(line)
    if (cells === undefined) column = undefined
    else if (column === undefined) column = cells.at(-1) ?? ''
    else if ((column === 'gives' || column === 'leaves') && !/^-+$/.test(cells[0] ?? '')) {
      const code = unquoted(cells.at(-2) ?? '')
      rows.push({ line, code, wanted: unquoted(cells.at(-1) ?? '') })
      runs.push(`() => {\n${scene}\n${column === 'gives' ? `return (${code})` : `void (${code})\nreturn p`}\n}`)
    }
  }
  const file = join(folder, `${name}.mts`)
  writeFileSync(file, `${await importLine()}\nexport const runs: readonly (() => unknown)[] = [\n${runs.join(',\n')},\n]\n`)
  const { runs: made } = (await import(file)) as { runs: readonly (() => unknown)[] }
  return rows.map((row, at) => ({ ...row, run: () => shown(made[at]!()) }))
}

/** A table's line by cells; `\|` is no border. */
export function cellsOf(line: string): string[] | undefined {
  if (!line.startsWith('| ') || !line.endsWith('|')) return undefined
  return line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map(cell => cell.trim().replaceAll('\\|', '|'))
}

function unquoted(cell: string): string {
  return /^(`+) ?(.*?) ?\1$/.exec(cell)?.[2] ?? cell
}

async function importLine(): Promise<string> {
  return `import { ${Object.keys((await import(door)) as object).join(', ')} } from '${door}'`
}

/** Markup of nodes, JSON of the rest. */
export function shown(value: unknown): string {
  if (value === undefined || value === null || typeof value !== 'object') return value === undefined ? 'undefined' : JSON.stringify(value)
  if (value instanceof TextNode) return `TextNode ${JSON.stringify(value.value)}`
  if ('outerHtml' in value) return (value as AnyNode).outerHtml
  if (value instanceof Map) return `Map {${[...value].map(([key, one]) => `${String(key)} => ${shown(one)}`).join(', ')}}`
  if (Symbol.iterator in value) return `[${[...(value as Iterable<unknown>)].map(shown).join(', ')}]`
  return JSON.stringify(value)
}
