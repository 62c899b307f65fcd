import { limits } from '../../base/limits.ts'
import type { Tag } from '../tree/tag.ts'
import { childTags } from './child-tags.ts'

/** A cell of a table where its spans put it: the same cell in each slot that it covers. */
export type Slot = {
  readonly cell: Tag
  /** Is this the upper left one of those it covers? */
  readonly first: boolean
}

export type Grid = {
  readonly caption: Tag | undefined
  /** Slots by row and column; those that no cell covers are holes. Rows of tfoot are the last. */
  readonly rows: readonly (Slot | undefined)[][]
  /** Columns: of the longest row. */
  readonly width: number
  /** Leading rows that name the columns: those of thead, else those of th alone, unless they are all there is. */
  readonly headRows: number
  /** Would rows times columns be more than `limits.tableCells`? What is beyond is left out. */
  readonly cut: boolean
}

/** The slots of a table (HTML, section 4.9.12). Tables within its cells are no part of it. */
export function tableGrid(table: Tag): Grid {
  const sections = sectionsOf(table)
  const rows: (Slot | undefined)[][] = []
  let width = 0
  let cells = 0
  for (const section of sections) {
    // What still hangs down from above, by column.
    let hanging: (Hanging | undefined)[] = []
    for (const [at, tag] of section.rows.entries()) {
      if (cells >= limits.tableCells) break
      const row = fillRow(tag, hanging, section.rows.length - at, limits.tableCells - cells)
      rows.push(row.slots)
      hanging = row.hanging
      width = Math.max(width, row.slots.length)
      cells += Math.max(row.slots.length, 1)
    }
  }
  const most = Math.max(1, Math.floor(limits.tableCells / Math.max(width, 1)))
  const cut = cells >= limits.tableCells || rows.length > most
  const kept = rows.slice(0, most)
  return { caption: childTags(table).find(({ name }) => name === 'caption'), rows: kept, width, headRows: headRows(sections, kept), cut }
}

type Section = { readonly name: string; readonly rows: readonly Tag[] }
type Hanging = { readonly cell: Tag; readonly rows: number }

function sectionsOf(table: Tag): Section[] {
  const sections: Section[] = []
  let loose: Tag[] | undefined
  for (const tag of childTags(table)) {
    if (tag.name === 'tr') {
      if (loose === undefined) {
        loose = []
        sections.push({ name: 'tbody', rows: loose })
      }
      loose.push(tag)
    } else if (tag.name === 'thead' || tag.name === 'tbody' || tag.name === 'tfoot') {
      loose = undefined
      sections.push({ name: tag.name, rows: childTags(tag).filter(({ name }) => name === 'tr') })
    }
  }
  const isFoot = ({ name }: Section) => name === 'tfoot'
  return [...sections.filter(section => !isFoot(section)), ...sections.filter(isFoot)]
}

/** One row: its own cells in the columns that nothing hangs down into. @param left rows of its section, this one included */
function fillRow(row: Tag, above: readonly (Hanging | undefined)[], left: number, room: number) {
  const slots: (Slot | undefined)[] = []
  const hanging: (Hanging | undefined)[] = []
  const hang = (column: number, cell: Tag, rows: number) => {
    if (rows > 0) hanging[column] = { cell, rows }
  }
  const drop = (column: number): boolean => {
    const from = above[column]
    if (from === undefined) return false
    slots[column] = { cell: from.cell, first: false }
    hang(column, from.cell, from.rows - 1)
    return true
  }
  let column = 0
  for (const cell of childTags(row)) {
    if (cell.name !== 'td' && cell.name !== 'th') continue
    while (drop(column)) column++
    const width = span(cell, 'colspan', 1, 1000)
    const rows = span(cell, 'rowspan', 0, 65_534) || left
    for (let at = 0; at < width && column < room; at++, column++) {
      slots[column] = { cell, first: at === 0 }
      hang(column, cell, rows - 1)
    }
  }
  for (; column < above.length; column++) drop(column)
  return { slots, hanging }
}

/** HTML, section 4.9.11: a whole number, else 1; too large is the largest. */
function span(cell: Tag, name: 'colspan' | 'rowspan', least: number, most: number): number {
  const digits = /^[\t\n\f\r ]*\+?(\d+)/.exec(cell.get(name) ?? '')?.[1]
  const value = digits === undefined ? 1 : Number(digits)
  return value < least ? 1 : Math.min(value, most)
}

function headRows(sections: readonly Section[], rows: readonly (Slot | undefined)[][]): number {
  const [first] = sections
  if (first?.name === 'thead') return Math.min(first.rows.length, rows.length)
  const isHead = (row: (Slot | undefined)[]) => row.every(slot => slot === undefined || slot.cell.name === 'th')
  const count = rows.findIndex(row => !isHead(row))
  // A title across the whole table names no column.
  return count > 0 && rows.slice(0, count).some(row => !isOneCell(row)) ? count : 0
}

export function isOneCell(row: readonly (Slot | undefined)[]): boolean {
  return row.filter(slot => slot?.first !== false).length < 2
}
