import { fstatSync } from 'node:fs'
import { CrawlError } from '../base/crawl-error.ts'
import { escapeLines, escapeTerminal } from '../base/escape.ts'
import type { Soup, XPathNode } from '../soup/index.ts'
import { parseSoup, parseXml } from '../soup/index.ts'
import { askUrl } from './ask-url.ts'
import { exitCodes } from './exit-codes.ts'
import { jsonLine } from './json-line.ts'
import type { SourceFlags } from './read-source.ts'
import { readSource } from './read-source.ts'
import type { ChoiceFlags } from './soup/choose.ts'
import { choiceOf, isSaid } from './soup/choose.ts'
import { diagnosisOf } from './soup/diagnosis-text.ts'
import type { ReadingFlags } from './soup/page-text.ts'
import { plain, readingOf, readings } from './soup/page-text.ts'
import type { PartFlags } from './soup/part-text.ts'
import { isBranch, partJson, partText } from './soup/part-text.ts'

type SoupFlags = SourceFlags &
  ChoiceFlags &
  PartFlags &
  ReadingFlags & {
    readonly xml?: boolean
    readonly count?: boolean
    readonly diagnose?: boolean
    /** Outside text as it is. */
    readonly raw?: boolean
  }

/** `orbweaver soup URL|FILE|- [SELECTOR]`. */
export async function soupCommand(given: string | undefined, selector: string | undefined, flags: SoupFlags): Promise<void> {
  refuseTwoViews(flags)
  const choice = choiceOf(selector, flags)
  if (flags.diagnose && (choice !== undefined || flags.xml))
    throw new CrawlError('usage', '--diagnose reads a whole page of HTML. Leave the choice of parts and --xml out.')
  const source = given ?? (await askUrl('soup'))
  const page = await readSource(source, flags)
  if (page.kind === 'binary')
    throw new CrawlError('usage', `${source} is no text: ${page.type || 'its bytes are none'}. Try orbweaver get.`)
  if (flags.diagnose) return writeDiagnosis(page.html, flags)
  const soup = flags.xml ? parseXml(page.html) : parseSoup(page.html)
  const parts = choice === undefined ? partsByDefault(soup, flags) : choice(soup)
  const write = writer(flags)
  let printed = 0
  for (const piece of isSaid(parts) ? [flags.json ? jsonLine(parts) : String(parts)] : pieces(parts, page.url, flags)) {
    write(piece)
    printed++
  }
  if (printed === 0 || (flags.count && !isSaid(parts) && parts.length === 0)) process.exitCode = exitCodes.noMatch
}

/** Of the source: what the rules made of it is not in the tree any more. */
function writeDiagnosis(html: string, flags: SoupFlags): void {
  const write = writer(flags)
  const { lines, values } = diagnosisOf(html)
  for (const piece of flags.json ? values.map(value => jsonLine(value)) : lines) write(piece)
}

/** Without a choice of parts: the page; but where one asks for an attribute or a number, its tags. */
function partsByDefault(soup: Soup, { attr, count, limit, first }: SoupFlags): readonly XPathNode[] {
  if (attr === undefined && !count) return [soup]
  return soup.findAll(attr === undefined ? {} : { attrs: { [attr]: true }, limit: first ? 1 : limit })
}

/** Lines of JSON, or texts without their last line end; made one by one. */
function* pieces(parts: readonly XPathNode[], url: string, flags: SoupFlags): Generator<string> {
  if (flags.count) return yield flags.json ? jsonLine(parts.length) : String(parts.length)
  const reading = readingOf(flags)
  for (const [at, part] of parts.entries()) {
    if (at > 0 && flags.markdown && !flags.json) yield ''
    if (reading === undefined) {
      const piece = flags.json ? partJson(part, flags, url) : partText(part, flags, url)
      if (piece !== undefined) yield piece
    } else if (isBranch(part)) {
      const { lines, values } = reading(part, url)
      if (flags.json) for (const value of values) yield jsonLine(value, plain)
      else yield* lines
    }
  }
}

/** A value of an attribute is one line whatever it holds; a text may have several. */
function writer({ json, raw, attr }: SoupFlags): (piece: string) => void {
  const asIs = json || raw || fstatSync(process.stdout.fd).isFile()
  const shown = asIs ? (piece: string) => piece : attr === undefined ? escapeLines : (piece: string) => escapeTerminal(piece, Infinity)
  return piece => process.stdout.write(json ? piece : `${shown(piece)}\n`)
}

function refuseTwoViews(flags: SoupFlags): void {
  const views = ['text', 'attr', 'prettify', 'tree', 'count', 'diagnose', ...Object.keys(readings)].filter(name => name in flags)
  const more = flags.json ? [] : ['html', 'inner', 'markdown'].filter(name => name in flags)
  const [one, other] = [...views, ...more]
  if (other !== undefined) throw new CrawlError('usage', `--${one} and --${other} are two ways to print one thing. Choose one of them.`)
  if (flags.json && (flags.tree || flags.prettify))
    throw new CrawlError('usage', `--${one} is for people, --json for programs. Choose one of them.`)
}
