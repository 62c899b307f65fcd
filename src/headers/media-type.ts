import type { Pairs } from './lexical.ts'
import { cutAt, parsePairs, valueIn } from './lexical.ts'

/** `text/html; charset="utf-8"` -> type `text/html`, charset `utf-8`; both in lower case, the charset undefined when absent. */
export type MediaType = {
  readonly type: string
  readonly charset: string | undefined
  /** All of them, the charset as it is written. */
  readonly parameters: Pairs
}

/** RFC 9110 section 8.3. The type may be any text: empty when there is none. */
export function parseMediaType(value = ''): MediaType {
  const [type, rest] = cutAt(value, ';')
  const parameters = rest === '' ? [] : (parsePairs(rest) ?? [])
  return { type: type.toLowerCase(), charset: valueIn(parameters, 'charset')?.trim().toLowerCase() || undefined, parameters }
}
