import { TextDecoder } from 'node:util'
import { CrawlError } from '../../base/crawl-error.ts'
import { createDialogue } from '../dialogue.ts'
import type { BodyWriter } from './body-writer.ts'

/** Text to a terminal: control characters are shown, not obeyed. Binary data is refused, as curl does. */
export function terminalOutput(show = (text: string): void => void process.stdout.write(text)): BodyWriter {
  const dialogue = createDialogue(show)
  return {
    write: chunk => {
      if (chunk.includes(0)) {
        const says = 'The body is binary and would spoil the terminal. Save it with -o FILE, or give -o - to print it all the same.'
        throw new CrawlError('file', says)
      }
      dialogue.heard(chunk)
    },
    end: () => dialogue.end(),
  }
}

/** Shows so many characters of a text in UTF-8, and counts all: the textbook's exercise 2 and 3. */
export function countingOutput(most: number, inner: BodyWriter): BodyWriter & { readonly characters: () => number } {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let characters = 0
  const take = (text: string): void | Promise<void> => {
    let shown = ''
    for (const character of text) if (characters++ < most) shown += character
    return shown === '' ? undefined : inner.write(Buffer.from(shown))
  }
  return {
    write: chunk => take(decoder.decode(chunk, { stream: true })),
    end: whole => {
      void take(decoder.decode())
      inner.end(whole)
    },
    characters: () => characters,
  }
}
