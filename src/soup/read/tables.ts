import type { Branch } from '../tree/branch.ts'
import type { Tag } from '../tree/tag.ts'
import { plainText } from './plain-text.ts'
import type { Grid, Slot } from './table-grid.ts'
import { isOneCell, tableGrid } from './table-grid.ts'

export type Table = {
  readonly tag: Tag
  readonly caption: string
  /** Names of the columns, each once; of several head rows, joined by a space. Empty when the table has none. */
  readonly headers: readonly string[]
  /** The other rows, all of one width: a cell that spans several columns or rows stands in each. */
  readonly rows: readonly (readonly string[])[]
  /** The rows by the names of their columns. Of a table whose rows begin with a `th` each and have no names above: one record. */
  readonly records: readonly ReadonlyMap<string, string>[]
  /** Was it larger than `limits.tableCells`? The rest is left out. */
  readonly cut: boolean
}

/** The tables of a page, in document order. One within a cell is a table of its own and no part of the cell. */
export function tables(root: Branch): Table[] {
  return root.findAll('table').map(readTable)
}

export function readTable(table: Tag): Table {
  const grid = tableGrid(table)
  const texts = new Map<Tag, string>()
  const textOf = (tag: Tag): string => {
    const text = texts.get(tag) ?? plainText(tag, isTable)
    texts.set(tag, text)
    return text
  }
  const { width } = grid
  const line = (row: readonly (Slot | undefined)[]) => Array.from({ length: width }, (_, at) => (row[at] ? textOf(row[at].cell) : ''))
  const lines = grid.rows.map(line)
  const headers = grid.headRows === 0 ? [] : columnNames(lines.slice(0, grid.headRows), width)
  const rows = lines.slice(grid.headRows)
  return {
    tag: table,
    caption: grid.caption === undefined ? '' : textOf(grid.caption),
    headers,
    rows,
    records: headers.length > 0 ? rows.map(row => new Map(headers.map((name, at) => [name, row[at]!]))) : facts(grid, lines),
    cut: grid.cut,
  }
}

/** What stands above a column; a name that is taken or empty gets a number. */
export function columnNames(heads: readonly (readonly string[])[], width: number): string[] {
  const uses = new Map<string, number>()
  return Array.from({ length: width }, (_, column) => {
    const parts = heads.map(head => head[column]!).filter((part, at, all) => part !== '' && part !== all[at - 1])
    const name = parts.join(' ') || String(column + 1)
    let unique = name
    while (uses.has(unique)) {
      const count = uses.get(name)! + 1
      uses.set(name, count)
      unique = `${name} (${count})`
    }
    uses.set(unique, 1)
    return unique
  })
}

/** A table of facts: what it is, what it says. */
function facts(grid: Grid, lines: readonly (readonly string[])[]): ReadonlyMap<string, string>[] {
  const isFact = (row: readonly (Slot | undefined)[]) => row.length === 2 && row[0]?.cell.name === 'th' && row[1]?.cell.name === 'td'
  const told = lines.filter((_, at) => isFact(grid.rows[at]!))
  return told.length > 0 && grid.rows.every(row => isOneCell(row) || isFact(row))
    ? [new Map(told.map(([name, value]) => [name!, value!]))]
    : []
}

function isTable({ name }: Tag): boolean {
  return name === 'table'
}
