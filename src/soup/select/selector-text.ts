import { CrawlError } from '../../base/crawl-error.ts'

/** Where a selector is being read: the words of CSS (Syntax Level 3, section 4), and errors that say the place. */
export class SelectorText {
  readonly #text: string
  /** The place, in UTF-16 units. */
  at = 0

  constructor(text: string) {
    this.#text = text
  }

  get isDone(): boolean {
    return this.at >= this.#text.length
  }

  /** Is this next? Nothing is taken. */
  sees(literal: string): boolean {
    return this.#text.startsWith(literal, this.at)
  }

  /** Takes this, if it is next. */
  takes(literal: string): boolean {
    if (!this.sees(literal)) return false
    this.at += literal.length
    return true
  }

  /** Takes what a sticky pattern finds here. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.#text)?.[0]
    this.at += found?.length ?? 0
    return found
  }

  /** White space and comments. @returns was there some? */
  space(): boolean {
    return this.take(/(?:[ \t\n\r\f]|\/\*[\s\S]*?(?:\*\/|$))+/y) !== undefined
  }

  /** A name, escapes read; undefined where none begins. */
  name(): string | undefined {
    return unescaped(this.take(namePattern))
  }

  /** A text between quotes, without them, escapes read; undefined where none begins. */
  string(): string | undefined {
    return unescaped(this.take(/"(?:[^"\\\n\r\f]|\\(?:\r\n|[\s\S]))*"|'(?:[^'\\\n\r\f]|\\(?:\r\n|[\s\S]))*'/y)?.slice(1, -1))
  }

  /** A list of texts, with or without quotes. */
  strings(): string[] {
    const found: string[] = []
    do {
      this.space()
      found.push(this.string() ?? unescaped(this.take(/(?:[^\s,"'()\\]|\\[\s\S])+/y)) ?? this.fail('a text should stand here'))
      this.space()
    } while (this.takes(','))
    return found
  }

  /** What stands before a closing bracket. */
  closed<Inside>(end: ')' | ']', read: () => Inside): Inside {
    this.space()
    const inside = read()
    this.space()
    return this.takes(end) ? inside : this.fail(`"${end}" should stand here`)
  }

  /** @throws CrawlError usage */
  fail(why: string, at = this.at): never {
    const place = at >= this.#text.length ? 'at its end' : `at character ${at + 1}, "${this.#text.slice(at, at + 20)}"`
    throw new CrawlError('usage', `The selector "${this.#text.slice(0, 200)}" cannot be read ${place}: ${why}.`)
  }
}

const escapePattern = '\\\\(?:[0-9a-fA-F]{1,6}(?:\\r\\n|\\s)?|[^\\n\\r\\f]|$)'
const namePattern = new RegExp(
  `(?:--|-?(?:[_a-zA-Z\\u0080-\\u{10ffff}]|${escapePattern}))(?:[-\\w\\u0080-\\u{10ffff}]|${escapePattern})*`,
  'uy',
)

/** Escapes as what they stand for (section 4.3.7); an escaped line end is none. */
function unescaped(text: string | undefined): string | undefined {
  return text?.replace(/\\(?:([0-9a-fA-F]{1,6})(?:\r\n|\s)?|(\r\n|[\s\S]|$))/gu, (_, hex: string | undefined, character = '') => {
    if (hex === undefined) return character === '' ? '\ufffd' : /^[\r\n\f]/.test(character) ? '' : character
    const code = Number.parseInt(hex, 16)
    return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\ufffd' : String.fromCodePoint(code)
  })
}
