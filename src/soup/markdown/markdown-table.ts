import { unreadTags } from '../read/plain-text.ts'
import type { Grid } from '../read/table-grid.ts'
import { tableGrid } from '../read/table-grid.ts'
import type { AnyNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import { nextNode } from '../tree/walk.ts'
import { lineMarkdown } from './line-markdown.ts'

const structure: ReadonlySet<string> = new Set(['table', 'caption', 'colgroup', 'col', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th'])
/** What no line of a table can hold: a table with such content lays out a page. */
const tooLarge: ReadonlySet<string> = new Set(['table', 'pre', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr'])
const rows: ReadonlySet<string> = new Set(['table', 'thead', 'tbody', 'tfoot', 'tr', 'colgroup'])

/** The slots of a table of data; undefined for one that lays out a page, or that a table of Markdown would lose something of. */
export function dataGrid(table: Tag): Grid | undefined {
  if (/^(?:presentation|none)$/i.test(table.get('role') ?? '')) return undefined
  for (let node: AnyNode | null = nextNode(table, table); node !== null; node = nextNode(node, table)) {
    const isRow = rows.has(node.up!.name ?? '')
    if (node.kind === 'tag') {
      const { name } = node
      if (tooLarge.has(name) || (isRow && !structure.has(name) && !unreadTags.has(name))) return undefined
    } else if (isRow && (node.kind === 'text' || node.kind === 'cdata') && node.value.trim() !== '') return undefined
  }
  const grid = tableGrid(table)
  return grid.cut || startingColumns(grid).length < 2 ? undefined : grid
}

/** A table of GitHub's Markdown. Of a cell that spans several, the text stands in the first. Without names of columns the head is empty. */
export function markdownTable(grid: Grid, base: string | undefined): string {
  const columns = startingColumns(grid)
  const lines = grid.rows.map(row =>
    columns.map(column => {
      const slot = row[column]
      return slot?.first === true ? lineMarkdown(slot.cell, base).replaceAll('|', '\\|') : ''
    }),
  )
  const heads = lines.slice(0, grid.headRows)
  const head = columns.map((_, at) =>
    heads
      .map(cells => cells[at]!)
      .filter(text => text !== '')
      .join(' '),
  )
  return [head, columns.map(() => '---'), ...lines.slice(grid.headRows).map(withoutEmptyEnd)]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n')
}

/** Columns in which a cell begins; those that only spans make are left out. */
function startingColumns({ rows: all }: Grid): number[] {
  const columns = new Set<number>()
  for (const row of all) for (const [column, slot] of row.entries()) if (slot?.first === true) columns.add(column)
  return [...columns].sort((one, other) => one - other)
}

/** The rest of a row is empty by itself. */
function withoutEmptyEnd(cells: readonly string[]): readonly string[] {
  return cells.slice(0, Math.max(1, cells.findLastIndex(cell => cell !== '') + 1))
}
