import { CrawlError } from '../../base/crawl-error.ts'
import { escapeText, html5Entities, namedEntities } from './entities.ts'

/** How a tree is written. */
export type Formatter = {
  /** Escapes text and the values of attributes; quotes of values are seen to afterwards. Default: `&`, `<`, `>`. */
  readonly escape?: ((text: string) => string) | undefined
  /** `<br/>` instead of `<br>`. Default false. */
  readonly voidSlash?: boolean | undefined
  /** Attributes by name instead of in the order of the source. Default false. */
  readonly sortAttributes?: boolean | undefined
  /** `<input disabled>` instead of `<input disabled="">`. Default false. */
  readonly booleanAttributes?: boolean | undefined
  /** What one level of `prettify` is indented by. Default one space. */
  readonly indent?: string | undefined
}

/**
 * `minimal` escapes `&`, `<`, `>`; `html` writes named entities where there are some; `html5` the same with boolean attributes; `none`
 * escapes nothing.
 */
export type FormatterName = 'minimal' | 'html' | 'html5' | 'none'

export type ResolvedFormatter = Required<{ [Key in keyof Formatter]: NonNullable<Formatter[Key]> }>

const minimal: ResolvedFormatter = { escape: escapeText, voidSlash: false, sortAttributes: false, booleanAttributes: false, indent: ' ' }

const named: ReadonlyMap<FormatterName, ResolvedFormatter> = new Map<FormatterName, ResolvedFormatter>([
  ['minimal', minimal],
  ['html', { ...minimal, escape: namedEntities }],
  ['html5', { ...minimal, escape: html5Entities, booleanAttributes: true }],
  ['none', { ...minimal, escape: text => text }],
])

/** @throws CrawlError usage for a name that there is not */
export function formatterOf(formatter: Formatter | FormatterName | null | undefined): ResolvedFormatter {
  if (typeof formatter === 'object' && formatter !== null) return { ...minimal, ...withoutUndefined(formatter) }
  const resolved = named.get(formatter === null ? 'none' : (formatter ?? 'minimal'))
  if (resolved !== undefined) return resolved
  throw new CrawlError('usage', `There is no formatter "${formatter}": take ${[...named.keys()].join(', ')}, null, or an object.`)
}

/** A value between quotes: double ones, unless only they stand inside. */
export function quoted(value: string): string {
  if (!value.includes('"')) return `"${value}"`
  return value.includes("'") ? `"${value.replaceAll('"', '&quot;')}"` : `'${value}'`
}

function withoutUndefined(formatter: Formatter): Partial<ResolvedFormatter> {
  return Object.fromEntries(Object.entries(formatter).filter(([, value]) => value !== undefined))
}
