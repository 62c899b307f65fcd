import { CrawlError } from '../base/crawl-error.ts'
import { escapeTerminal } from '../base/escape.ts'
import { limits } from '../base/limits.ts'
import { createWordCounter, pageKind, visibleText } from '../page/index.ts'
import { askUrl } from './ask-url.ts'
import { grouped } from './figures.ts'
import { jsonLine } from './json-line.ts'
import type { SourceFlags, TextSource } from './read-source.ts'
import { openSource } from './read-source.ts'

type WordsFlags = SourceFlags & { readonly top: number; readonly minLength: number; readonly json?: boolean }

/** `orbweaver words URL|FILE|-`: plain text is counted while it comes; of a page the text that a reader sees. */
export async function wordsCommand(given: string | undefined, flags: WordsFlags): Promise<void> {
  const counter = createWordCounter({ minLength: flags.minLength })
  for await (const piece of readableText(openSource(given ?? (await askUrl('words')), flags))) counter.add(piece)
  const most = counter.most(flags.top === 0 ? undefined : flags.top)
  const column = String(most[0]?.count ?? 0).length
  for (const { word, count } of most) {
    process.stdout.write(flags.json ? jsonLine({ word, count }) : `${String(count).padStart(column)}  ${escapeTerminal(word)}\n`)
  }
  const others = counter.others === 0 ? '' : `, and ${grouped(counter.others)} more that are not told apart`
  process.stderr.write(`${grouped(counter.words)} words, ${grouped(counter.different)} different${others}\n`)
}

/** Markup is held whole, for its text is known only then. @throws CrawlError body-too-large, decode */
async function* readableText({ pieces, type }: TextSource): AsyncGenerator<string> {
  let page: string[] | undefined
  let length = 0
  let isFirst = true
  for await (const piece of pieces) {
    if (isFirst) {
      isFirst = false
      const kind = pageKind(type(), Buffer.from(piece))
      if (kind === 'binary')
        throw new CrawlError('decode', `This is no text${type() === '' ? '' : ` but ${type()}`}. Give a page or a text file.`)
      if (kind !== 'text' && kind !== 'empty') page = []
    }
    if (page === undefined) yield piece
    else {
      page.push(piece)
      length += piece.length
      if (length <= limits.bodyBytes) continue
      throw new CrawlError('body-too-large', `The page has more than ${limits.bodyBytes} characters. Give a smaller one.`, {
        value: limits.bodyBytes,
      })
    }
  }
  if (page !== undefined) yield visibleText(page.join(''))
}
