import { escapeTerminal } from '../base/escape.ts'
import type { Page } from '../page/index.ts'
import { findAll } from '../page/index.ts'
import { askUrl } from './ask-url.ts'
import { bookExpression, compareLinks, greedyExpression } from './compare-links.ts'
import { jsonLine } from './json-line.ts'
import type { SourceFlags } from './read-source.ts'
import { readSource } from './read-source.ts'

type LinksFlags = SourceFlags & {
  readonly resources?: boolean
  readonly text?: boolean
  readonly json?: boolean
  readonly regex?: boolean
  readonly greedy?: boolean
  readonly expression?: RegExp
  readonly compare?: boolean
}

/** `orbweaver links URL|FILE|-`. */
export async function linksCommand(given: string | undefined, flags: LinksFlags): Promise<void> {
  const page = await readSource(given ?? (await askUrl('links')), flags)
  const { regex, greedy, expression, compare } = flags
  if (regex || greedy || compare || expression !== undefined) return byExpression(page, flags)
  for (const { url, via, text = '', rel } of page.links({ nofollow: true, resources: flags.resources ?? false })) {
    if (flags.json) process.stdout.write(jsonLine({ from: page.url, url, via, text, ...(rel === undefined ? {} : { rel }) }))
    else process.stdout.write(flags.text ? `${shown(url)}\t${via}\t${shown(text)}\n` : `${shown(url)}\n`)
  }
}

/** What a regular expression finds in the source of the page, and on request what a parser makes of it. */
async function byExpression(page: Page, { expression, greedy, compare, json }: LinksFlags): Promise<void> {
  const matches = await findAll(page.html, expression ?? (greedy ? greedyExpression : bookExpression))
  if (!compare) for (const match of matches) process.stdout.write(json ? jsonLine({ match }) : `${shown(match)}\n`)
  else for (const link of compareLinks(page, matches)) process.stdout.write(json ? jsonLine(link) : `${link.found}\t${shown(link.url)}\n`)
}

/** A URL is shown whole: a cut one would be another. */
function shown(text: string): string {
  return escapeTerminal(text, Infinity)
}
