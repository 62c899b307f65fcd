import { CrawlError } from '../base/crawl-error.ts'
import { answerOptions, patienceOptions } from './answer-options.ts'
import { connectionOptions } from './connection-options.ts'
import type { CurlDraft, CurlOrder } from './curl-order.ts'
import { emptyCurlOrder } from './curl-order.ts'
import type { OptionTable } from './read-options.ts'
import { readOptions } from './read-options.ts'
import { refusedOptions } from './refused-options.ts'
import { requestOptions } from './request-options.ts'
import { shellWords } from './shell-words.ts'
import { isWindowsLine, windowsWords } from './windows-words.ts'

/** The options of curl that Orbweaver takes, in curl's meaning, and those it refuses. */
export const curlOptions: OptionTable<CurlDraft> = {
  rows: [...requestOptions, ...connectionOptions, ...patienceOptions, ...answerOptions],
  refused: refusedOptions,
}

/**
 * Reads a whole curl line as it stands in a manual, or as browsers copy it ("Copy as cURL", for POSIX shells and for cmd.exe). Nothing is
 * run and no file is read. @throws CrawlError usage for what is no curl line, and for options that are not taken, by name
 */
export function parseCurl(line: string): CurlOrder {
  return curlDraft(line)
}

/** The same, to be gone on with. @throws CrawlError usage */
export function curlDraft(line: string): CurlDraft {
  const words = isWindowsLine(line) ? windowsWords(line) : shellWords(line)
  const [program = '', ...args] = words
  if (!/^(?:.*[/\\])?curl(?:\.exe)?$/.test(program)) {
    throw new CrawlError('usage', `This is no curl line: it begins with "${program.slice(0, 40)}". Copy it from the word curl on.`)
  }
  const draft = emptyCurlOrder()
  readOptions(args, curlOptions, draft)
  if (draft.urls.length === 0) throw new CrawlError('usage', 'The curl line has no URL. Copy it whole.')
  checkCurlOrder(draft)
  return draft
}

/** What does not go together. @throws CrawlError usage */
export function checkCurlOrder({ data, json, form, upload, head, get, range, continueAt }: CurlOrder): void {
  const bodies = [data.length > 0 && !get && (json ? '--json' : '-d'), form.length > 0 && '-F', upload !== undefined && '-T', head && '-I']
  const [one, other] = bodies.filter(body => typeof body === 'string')
  if (other !== undefined) throw new CrawlError('usage', `${one} and ${other} do not go together. Give one of them.`)
  if (range !== undefined && continueAt !== undefined) throw new CrawlError('usage', '-r and -C do not go together. Give one of them.')
}
