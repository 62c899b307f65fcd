import { GrowingText } from '../base/growing-text.ts'

/**
 * Splits a line written for cmd.exe, as browsers copy it "as cURL (cmd)": carets first, as cmd takes them off, then quotes and backslashes
 * as the C runtime reads them (Microsoft: "Parsing C command-line arguments").
 */
export function windowsWords(line: string): string[] {
  const text = withoutCarets(line)
  const words: string[] = []
  let word: GrowingText | undefined
  let quoted = false
  const add = (piece: string): void => {
    word ??= new GrowingText()
    word.add(piece)
  }
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (character === '\\') {
      let end = at
      while (text[end] === '\\') end++
      const slashes = end - at
      const beforeQuote = text[end] === '"'
      add('\\'.repeat(beforeQuote ? slashes >> 1 : slashes))
      if (beforeQuote && slashes % 2 === 1) {
        add('"')
        end++
      }
      at = end - 1
    } else if (character === '"') {
      add('')
      // Two quotes inside a quoted part are one.
      if (quoted && text[at + 1] === '"') add(text[++at]!)
      else quoted = !quoted
    } else if (!quoted && /\s/.test(character)) {
      if (word !== undefined) words.push(word.text())
      word = undefined
    } else add(character)
  }
  if (word !== undefined) words.push(word.text())
  return words
}

/** Is it such a line? A POSIX shell has no use for a caret at the end of a line or before a quote. */
export function isWindowsLine(line: string): boolean {
  return /\^\r?\n|\^"/.test(line)
}

/**
 * `^x` is x, and `^` at the end of a line joins the next one, whose first character is taken as it is. Inside plain quotes a caret is a
 * caret.
 */
function withoutCarets(line: string): string {
  const text = new GrowingText()
  let quoted = false
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!
    if (character === '"') quoted = !quoted
    if (character !== '^' || quoted) {
      text.add(character)
      continue
    }
    const ending = line[at + 1] === '\n' ? 1 : line.startsWith('\r\n', at + 1) ? 2 : 0
    at += ending + 1
    text.add(line[at] ?? '')
  }
  return text.text()
}
