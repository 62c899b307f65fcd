import { limits } from '../../base/limits.ts'
import type { Branch } from '../tree/branch.ts'

export type JsonLd = {
  /** What the script elements of the page hold, lists opened; `@graph` is left as it is. Plain JSON of somebody else: check before use. */
  readonly items: readonly unknown[]
  /** Of each block that could not be read, why; mended ones are not named. */
  readonly errors: readonly string[]
}

/**
 * The blocks of JSON-LD (json-ld.org), tolerant of what pages do to them: comments of HTML and CDATA marks around, commas before a closing
 * bracket, line ends within strings. A block longer than `limits.jsonLdLength` is left out.
 */
export function jsonLd(root: Branch): JsonLd {
  const items: unknown[] = []
  const errors: string[] = []
  for (const script of root.findAll('script', { type: true })) {
    if (!/^\s*application\/ld\+json\s*(?:;|$)/i.test(script.get('type')!)) continue
    const text = script.getText()
    if (text.length > limits.jsonLdLength) {
      errors.push(`a block of ${text.length} characters is longer than ${limits.jsonLdLength}`)
      continue
    }
    try {
      const value: unknown = parseTolerant(text)
      if (Array.isArray(value)) for (const item of value as unknown[]) items.push(item)
      else items.push(value)
    } catch (error) {
      errors.push((error as Error).message)
    }
  }
  return { items, errors }
}

function parseTolerant(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    try {
      return JSON.parse(mended(text))
    } catch {
      // The first complaint is about what the page has.
      throw error
    }
  }
}

function mended(text: string): string {
  // Trimmed first: two patterns of white space beside each other take time squared.
  const bare = text
    .trim()
    .replace(/^(?:\/\*|\/\/)?\s*(?:<!--|<!\[CDATA\[)(?:\s*\*\/)?/, '')
    .replace(/(?:\/\*|\/\/)?\s{0,9}(?:-->|\]\]>)\s{0,99}(?:\*\/)?$/, '')
    .trimEnd()
  let json = ''
  let inString = false
  for (let at = 0; at < bare.length; at++) {
    const character = bare[at]!
    if (character === '"') inString = !inString
    if (inString && character === '\\') json += character + (bare[++at] ?? '')
    else if (inString && character < ' ') json += escapes.get(character) ?? ''
    else if (!inString && character === ',' && isClosing(bare, at + 1)) continue
    else if (!inString && character === ';' && at === bare.length - 1) break
    else json += character
  }
  return json
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

/** Is the next character that is no white space a closing bracket? */
function isClosing(text: string, from: number): boolean {
  let at = from
  while (/\s/.test(text[at] ?? '')) at++
  return text[at] === '}' || text[at] === ']'
}
