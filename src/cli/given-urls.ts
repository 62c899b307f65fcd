import { CrawlError } from '../base/crawl-error.ts'
import { readInput } from './read-input.ts'

/**
 * The URLs of a command: those given, with `-` those of standard input, separated by white space; without any a person is asked.
 * @throws CrawlError usage when there are none
 */
export async function givenUrls(given: readonly string[], verb: string): Promise<string[]> {
  if (given.length === 0) return [await (await import('./ask-url.ts')).askUrl(verb)]
  const urls: string[] = []
  for (const url of given) {
    if (url !== '-') urls.push(url)
    else for (const line of (await readInput()).toString().split(/\s+/)) if (line !== '') urls.push(line)
  }
  if (urls.length === 0) throw new CrawlError('usage', `Standard input holds no URL. Give one a line: orbweaver ${verb} - < urls.txt.`)
  return urls
}
