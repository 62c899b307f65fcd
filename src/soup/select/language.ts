import type { SoupNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import type { Context, Test } from './context.ts'

/** `:lang("de", "*-CH")` by extended filtering (RFC 4647 section 3.3.2); what the page says in a meta element counts last. */
export function languageTest(ranges: readonly string[]): Test {
  const key = {}
  const wanted = ranges.map(range => range.toLowerCase().split('-'))
  return (tag, context) => {
    const known = context.memo(key)
    const path: SoupNode[] = []
    let answer: boolean | undefined
    for (let at: SoupNode | null = tag; at !== null && answer === undefined; at = at.up) {
      answer = known.get(at)
      if (answer !== undefined) break
      path.push(at)
      const language = at.kind === 'tag' ? languageOf(at as Tag) : undefined
      if (language !== undefined) answer = wanted.some(range => isWithin(language, range))
    }
    answer ??= wanted.some(range => isWithin(languageOfPage(context), range))
    for (const at of path) known.set(at, answer)
    return answer
  }
}

function languageOf(tag: Tag): string | undefined {
  return tag.get('lang') ?? tag.get('xml:lang')
}

function languageOfPage({ root }: Context): string {
  const head = root?.find('head', { recursive: false })
  const meta = head?.find('meta', { 'http-equiv': /^content-language$/i, recursive: false })
  return meta?.get('content') ?? ''
}

/** @param range lower case, by its parts; an empty one is for the empty language */
function isWithin(language: string, range: readonly string[]): boolean {
  const parts = language.toLowerCase().split('-')
  if (language === '') return false
  if (range[0] !== '*' && range[0] !== parts[0]) return false
  let at = 1
  for (const part of range.slice(1)) {
    if (part === '*' || part === '') continue
    while (at < parts.length && parts[at] !== part) {
      if (parts[at]!.length === 1) return false
      at++
    }
    if (at === parts.length) return false
    at++
  }
  return true
}
