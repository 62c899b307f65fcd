import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { OptionRow } from './option-row.ts'
import type { RefusedOption } from './refused-options.ts'

type ParserKind = { readonly type: 'string' | 'boolean'; readonly multiple: true; readonly short?: string }

export type OptionTable<Draft> = {
  readonly rows: readonly OptionRow<Draft>[]
  readonly refused: readonly RefusedOption[]
}

/**
 * Reads arguments by a table, in their order, into a draft; what is no option is a URL. An option that is refused or unknown is named.
 * @param draft is filled
 * @throws CrawlError usage, for more than `limits.commandWords` of them too
 */
export function readOptions<Draft extends { readonly urls: string[] }>(
  args: readonly string[],
  { rows, refused }: OptionTable<Draft>,
  draft: Draft,
): void {
  const byName = new Map(rows.map(row => [row.name, row]))
  const kinds = new Map([...refused, ...rows].map(option => [option.name, parserKind(option)]))
  checkCount(args, kinds)
  const { parseArgs } = process.getBuiltinModule('node:util')
  const { tokens } = parseArgs({ args: [...args], options: Object.fromEntries(kinds), strict: false, tokens: true, allowPositionals: true })
  for (const token of tokens) {
    if (token.kind === 'positional') draft.urls.push(token.value)
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
}

/**
 * Switches that stand together, `-sSL`, are so many words: the parser of Node takes them apart, and overflows on a hundred thousand. From
 * some twelve thousand words on its time is squared.
 */
function checkCount(args: readonly string[], kinds: ReadonlyMap<string, ParserKind>): void {
  const switches = new Set([...kinds.values()].flatMap(({ type, short }) => (type === 'boolean' && short !== undefined ? [short] : [])))
  let count = args.length
  for (const argument of args) {
    if (argument.startsWith('-') && !argument.startsWith('--')) for (let at = 1; switches.has(argument[at] ?? ''); at++) count++
  }
  if (count <= limits.commandWords) return
  throw new CrawlError('usage', `The command has more than ${limits.commandWords} words. Make several of it.`, {
    value: limits.commandWords,
  })
}

function parserKind({ letter, ...option }: OptionRow<never> | RefusedOption): ParserKind {
  const type = 'value' in option && option.value !== undefined ? 'string' : 'boolean'
  return { type, multiple: true, ...(letter === undefined ? {} : { short: letter }) }
}

function unknown(rawName: string, name: string, refused: readonly RefusedOption[]): CrawlError {
  const known = refused.find(option => option.name === name)
  if (known !== undefined) return new CrawlError('usage', `${rawName} is not taken. ${known.instead}.`)
  return new CrawlError('usage', `${rawName} is unknown. See orbweaver get --help.`)
}
