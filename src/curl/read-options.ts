import { CrawlError } from '../base/crawl-error.ts'
import type { OptionRow } from './option-row.ts'
import type { RefusedOption } from './refused-options.ts'

export type OptionTable<Draft> = {
  readonly rows: readonly OptionRow<Draft>[]
  readonly refused: readonly RefusedOption[]
}

/**
 * Reads arguments by a table, in their order, into a draft; gives back what is no option. An option that is refused or unknown is named.
 * @param draft is filled
 * @throws CrawlError usage
 */
export function readOptions<Draft>(args: readonly string[], { rows, refused }: OptionTable<Draft>, draft: Draft): string[] {
  const byName = new Map(rows.map(row => [row.name, row]))
  const kinds = new Map([...refused, ...rows].map(option => [option.name, parserKind(option)]))
  const { parseArgs } = process.getBuiltinModule('node:util')
  const { tokens } = parseArgs({ args: [...args], options: Object.fromEntries(kinds), strict: false, tokens: true, allowPositionals: true })
  const rest: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') rest.push(token.value)
    if (token.kind !== 'option') continue
    const { name, rawName, value } = token
    const row = byName.get(name)
    const negated = row === undefined && name.startsWith('no-') ? byName.get(name.slice(3)) : undefined
    if (row?.value !== undefined) {
      if (value === undefined) throw new CrawlError('usage', `${rawName} needs a value: ${rawName} ${row.value}.`)
      row.set(draft, value, true)
    } else if (value !== undefined) throw new CrawlError('usage', `${rawName} takes no value. Leave "=" and what is behind it out.`)
    else if (row !== undefined) row.set(draft, '', true)
    else if (negated !== undefined && negated.value === undefined) negated.set(draft, '', false)
    else throw unknown(rawName, name, refused)
  }
  return rest
}

function parserKind({ letter, ...option }: OptionRow<never> | RefusedOption) {
  const type = 'value' in option && option.value !== undefined ? ('string' as const) : ('boolean' as const)
  return { type, multiple: true, ...(letter === undefined ? {} : { short: letter }) }
}

function unknown(rawName: string, name: string, refused: readonly RefusedOption[]): CrawlError {
  const known = refused.find(option => option.name === name)
  if (known !== undefined) return new CrawlError('usage', `${rawName} is not taken. ${known.instead}.`)
  return new CrawlError('usage', `${rawName} is unknown. See orbweaver get --help.`)
}
