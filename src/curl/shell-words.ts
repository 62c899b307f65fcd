import { CrawlError } from '../base/crawl-error.ts'
import { GrowingText } from '../base/growing-text.ts'

/**
 * Splits one command line into words as a POSIX shell does: quotes, backslashes, `$'...'`, continued lines, comments. Nothing is run: what
 * a shell would expand or chain (`$NAME`, backticks, `|`, `;`, `&`, `>`) is refused. @throws CrawlError usage
 */
export function shellWords(line: string): string[] {
  const words: string[] = []
  let word: GrowingText | undefined
  let ended = false
  let at = 0
  const add = (text: string): void => {
    word ??= new GrowingText()
    word.add(text)
  }
  const finish = (): void => {
    if (word !== undefined) words.push(word.text())
    word = undefined
  }
  while (at < line.length) {
    const character = line[at++]!
    if (/[ \t\r\n]/.test(character)) {
      finish()
      ended ||= character === '\n' && words.length > 0
    } else if (character === '#' && word === undefined) {
      const end = line.indexOf('\n', at)
      at = end < 0 ? line.length : end
    } else if (ended) throw refused('a second line; end a line that goes on with \\')
    else if (character === "'") {
      const end = line.indexOf("'", at)
      if (end < 0) throw unclosed("'")
      add(line.slice(at, end))
      at = end + 1
    } else if (character === '"') {
      const quoted = doubleQuoted(line, at)
      add(quoted.text)
      at = quoted.end
    } else if (character === '$' && line[at] === "'") {
      const quoted = dollarQuoted(line, at + 1)
      add(quoted.text)
      at = quoted.end
    } else if (character === '\\') {
      const length = lineEnd(line, at)
      if (length === 0) add(line[at] ?? '')
      at += Math.max(1, length)
    } else if (character === '$' && /[A-Za-z_{(0-9]/.test(line[at] ?? '')) throw refused('a variable ($); write its value')
    else if ('|;&<>()`'.includes(character)) throw refused(`an unquoted ${character}; put the URL or value in 'single quotes'`)
    else if (character === '~' && word === undefined) throw refused('an unquoted ~; write the path out')
    else add(character)
  }
  finish()
  return words
}

type Quoted = { readonly text: string; readonly end: number }

function doubleQuoted(line: string, from: number): Quoted {
  const text = new GrowingText()
  for (let at = from; at < line.length; at++) {
    const character = line[at]!
    const next = line[at + 1] ?? ''
    if (character === '"') return { text: text.text(), end: at + 1 }
    if (character === '`' || (character === '$' && /[A-Za-z_{(0-9]/.test(next))) {
      throw refused('a variable or command in double quotes; write its value, in single quotes')
    }
    const ending = character === '\\' ? lineEnd(line, at + 1) : 0
    if (ending > 0) at += ending
    else if (character === '\\' && '$`"\\'.includes(next)) {
      text.add(next)
      at++
    } else text.add(character)
  }
  throw unclosed('"')
}

const letters = new Map(Object.entries({ a: 7, b: 8, e: 27, E: 27, f: 12, n: 10, r: 13, t: 9, v: 11 }))

/** ANSI-C quoting. Bytes given by number are UTF-8 together: `\xc3\xa9` is é. */
function dollarQuoted(line: string, from: number): Quoted {
  const bytes: number[] = []
  const escapeAt = /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|c([\x20-\x7e])|([\s\S]))/y
  const plain = /[^\\']+/y
  for (let at = from; at < line.length; ) {
    if (line[at] === "'") return { text: utf8(bytes), end: at + 1 }
    plain.lastIndex = at
    const run = plain.exec(line)?.[0]
    if (run !== undefined) {
      for (const byte of Buffer.from(run)) bytes.push(byte)
      at += run.length
      continue
    }
    escapeAt.lastIndex = at
    const match = escapeAt.exec(line)
    if (match === null) break
    at += match[0].length
    const [, hex, short, long, octal, control, single] = match
    const point = short ?? long
    if (hex !== undefined) bytes.push(Number.parseInt(hex, 16))
    else if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 0xff)
    else if (control !== undefined) bytes.push(control.charCodeAt(0) & 0x1f)
    else if (point !== undefined) bytes.push(...Buffer.from(character(point)))
    else
      bytes.push(
        ...(letters.has(single!) ? [letters.get(single!)!] : /[\\'"?]/.test(single!) ? Buffer.from(single!) : Buffer.from(`\\${single}`)),
      )
  }
  throw unclosed("$'")
}

function character(hex: string): string {
  const point = Number.parseInt(hex, 16)
  if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) throw refused(`\\u${hex}, which is no character`)
  return String.fromCodePoint(point)
}

function utf8(bytes: readonly number[]): string {
  const text = Buffer.from(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text)
  } catch {
    throw refused("bytes in $'...' that are no UTF-8; keep them in a file and give --data-binary @FILE")
  }
}

/** Length of the line end at a place: 0, 1 or 2. */
function lineEnd(line: string, at: number): number {
  return line[at] === '\n' ? 1 : line.startsWith('\r\n', at) ? 2 : 0
}

function unclosed(quote: string): CrawlError {
  return new CrawlError('usage', `The curl line has ${quote} without its end. Copy it whole.`)
}

function refused(what: string): CrawlError {
  return new CrawlError('usage', `The curl line has ${what}.`)
}
