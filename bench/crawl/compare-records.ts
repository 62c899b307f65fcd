import type { PageRecord } from './records.ts'

/** Pages of which two took the same; `most`: the largest difference between two numbers. */
export type FieldComparison = {
  readonly field: string
  readonly equal: number
  readonly most: number
  readonly example: string | undefined
}

export type Comparison = { readonly name: string; readonly pages: number; readonly fields: readonly FieldComparison[] }

/** The records of all others beside those of the first, page by page. */
export function compareAll(records: ReadonlyMap<string, readonly PageRecord[]>, fields: readonly string[]): Comparison[] {
  const [[, first] = [], ...others] = [...records].filter(([, some]) => some.length > 0)
  const ours = new Map(first?.map(record => [pathOf(record), record]))
  return others.map(([name, theirs]) => {
    const byPath = new Map(theirs.map(record => [pathOf(record), record]))
    const pairs = [...byPath].flatMap(([path, record]) => (ours.has(path) ? [{ path, one: ours.get(path)!, other: record }] : []))
    return { name, pages: pairs.length, fields: fields.map(field => compareField(field, pairs)) }
  })
}

function compareField(field: string, pairs: readonly { path: string; one: PageRecord; other: PageRecord }[]): FieldComparison {
  const different = pairs.filter(({ one, other }) => comparable(one[field]) !== comparable(other[field]))
  const distances = different.map(({ one, other }) => Math.abs(Number(one[field]) - Number(other[field]))).filter(Number.isFinite)
  const [first] = different
  const example = first && `${first.path}: ${comparable(first.one[field])} | ${comparable(first.other[field])}`.slice(0, 300)
  return { field, equal: pairs.length - different.length, most: Math.max(0, ...distances), example }
}

/** A title's white space is put in order by some of them. */
function comparable(value: unknown): string {
  return typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : JSON.stringify(value)
}

function pathOf({ url }: PageRecord): string {
  return new URL(String(url)).pathname
}

export function sayComparisons(comparisons: readonly Comparison[], say: (line: string) => void): void {
  for (const { name, pages, fields } of comparisons) {
    const equal = fields.map(({ field, equal, most }) => `${field} on ${equal}${most === 0 ? '' : ` (else ${most} apart at most)`}`)
    say(`${name} beside the first, ${pages} pages: the same ${equal.join(', ')}`)
    for (const { field, example } of fields) if (example !== undefined) say(`  ${field} of ${example}`)
  }
}
