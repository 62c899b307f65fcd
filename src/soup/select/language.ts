import type { Context, Test } from './context.ts'
import { inherited } from './inherited.ts'

/** `:lang("de", "*-CH")` by extended filtering (RFC 4647 section 3.3.2); what the page says in a meta element counts last. */
export function languageTest(ranges: readonly string[]): Test {
  const wanted = ranges.map(range => range.toLowerCase().split('-'))
  return (tag, context) => {
    const language = languageOf(tag, context)
    return wanted.some(range => isWithin(language, range))
  }
}

const languageOf = inherited(tag => tag.get('lang') ?? tag.get('xml:lang'), languageOfPage)

function languageOfPage({ root }: Context): string {
  const head = root?.find('head', { recursive: false })
  const meta = head?.find('meta', { 'http-equiv': /^content-language$/i, recursive: false })
  return meta?.get('content') ?? ''
}

/** @param range lower case, by its parts */
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
