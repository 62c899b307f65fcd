import type { Codec } from './codec.ts'
import type { Pairs } from './lexical.ts'
import { formatPairs, parsePairs, splitList, valueIn } from './lexical.ts'

/** One link of a Link field (RFC 8288 section 3); an early one comes with status 103. */
export type LinkValue = {
  /** As written: resolve it against the URL of the answer. */
  readonly target: string
  /** Relation types, lower case; `https://...` for those of one's own. */
  readonly rel: readonly string[]
  /** `rel` is not among them. */
  readonly parameters: Pairs
}

export const linkField: Codec<readonly LinkValue[]> = {
  parse: text => {
    const links = splitList(text, { whole: '<>' })?.flatMap(linkOf)
    return links === undefined || links.length === 0 ? undefined : links
  },
  format: links =>
    links
      .map(({ target, rel, parameters }) => {
        const all: Pairs = rel.length === 0 ? parameters : [['rel', rel.join(' ')], ...parameters]
        return [`<${target}>`, ...(all.length === 0 ? [] : [formatPairs(all)])].join('; ')
      })
      .join(', '),
}

/** What does not begin with `<` is no link and is passed over. */
function linkOf(text: string): LinkValue[] {
  const end = text.indexOf('>')
  if (!text.startsWith('<') || end < 0) return []
  const pairs = parsePairs(text.slice(end + 1)) ?? []
  const rel = (valueIn(pairs, 'rel') ?? '').toLowerCase().split(/\s+/)
  return [{ target: text.slice(1, end).trim(), rel: rel.filter(type => type !== ''), parameters: pairs.filter(([name]) => name !== 'rel') }]
}
