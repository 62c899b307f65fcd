import { copyText } from '../base/copy-text.ts'
import { limits } from '../base/limits.ts'
import type { XmlAttribute, XmlEvents } from '../soup/xml/scan-xml.ts'
import { scanXml } from '../soup/xml/scan-xml.ts'
import { isAbsoluteAddress } from './absolute-address.ts'
import { cutText } from './clean-text.ts'
import type { Sitemap, SitemapEntry } from './parse-sitemap.ts'
import type { SitemapDialect } from './sitemap-dialects.ts'
import { sitemapDialects } from './sitemap-dialects.ts'

/** Reads text that comes in pieces, however they are cut. */
export type SitemapReader = {
  /** `false`: it has all that it may take. */
  write(piece: string): boolean
  end(): Omit<Sitemap, 'errors'>
}

/**
 * Reads sitemap and feed XML by its tokens, without a tree or a stack of open tags: a file of a million unclosed tags costs no more than
 * any other. No DTD is read, so that there are only the five entities of XML: an unknown one stays as it is written.
 * @param report told, in words for people, what was left out
 */
export function createSitemapXmlReader(baseUrl: string | undefined, report: (error: string) => void): SitemapReader {
  const urls: SitemapEntry[] = []
  const sitemaps: string[] = []
  let root: { name: string; prefix: string; dialect: SitemapDialect | undefined } | undefined
  let rootClosed = false
  let isFull = false
  let entry: Entry | undefined
  let field: string | undefined
  let fieldTag = ''
  let text = ''
  // An element of an extension is passed over with all that is in it: its name, and how often that is open.
  let passed = ''
  let passedDepth = 0

  const finish = () => {
    if (entry === undefined) return
    const { kind } = entry
    for (const address of addressesOf(entry, root?.dialect?.kind === 'feed' ? baseUrl : undefined, report)) {
      if (urls.length + sitemaps.length >= limits.sitemapUrls) {
        report(`only the first ${limits.sitemapUrls} URLs were taken`)
        isFull = true
        break
      }
      if (kind === 'sitemap') sitemaps.push(address)
      else urls.push(entryOf(address, entry))
    }
    entry = undefined
    field = undefined
  }

  const open = (tag: TagName, attributes: readonly XmlAttribute[]): void => {
    if (root === undefined) {
      root = { name: tag.full, prefix: tag.prefix, dialect: sitemapDialects.get(tag.local) }
      if (root.dialect === undefined) report(`the root element is ${root.name.slice(0, 80)}: neither a sitemap nor a feed`)
      return
    }
    const dialect = root.dialect
    // In a sitemap and in Atom everything of ours has the root's prefix; RSS 1.0 has a root of another vocabulary.
    const isOurs = dialect !== undefined && tag.prefix === (dialect.bare ? '' : root.prefix)
    const kind = isOurs ? dialect.entries.get(tag.local) : undefined
    if (kind !== undefined && passedDepth === 0) {
      finish()
      entry = { kind, fields: new Map(), addresses: [], own: '' }
      return
    }
    if (entry === undefined || dialect === undefined) return
    if (passedDepth > 0) {
      // an entry inside an extension: the extension was never closed
      if (kind !== undefined && dialect.kind !== 'feed') {
        passedDepth = 0
        open(tag, attributes)
      } else if (tag.full === passed) passedDepth++
      return
    }
    const wanted = isOurs || tag.full === 'dc:date' ? dialect.fields.get(tag.local) : undefined
    if (wanted === undefined) {
      passed = tag.full
      passedDepth = 1
      return
    }
    const href = wanted === 'link' ? attributeOf(attributes, 'href') : undefined
    if (href !== undefined && (attributeOf(attributes, 'rel')?.toLowerCase() ?? 'alternate') === 'alternate') entry.addresses.push(href)
    field = wanted
    fieldTag = tag.full
    text = ''
  }

  const close = (full: string) => {
    if (passedDepth > 0) {
      if (full === passed) passedDepth--
      if (full === passed || !endsEntry(full)) return
      passedDepth = 0
    }
    if (field !== undefined && full === fieldTag && entry !== undefined) {
      if (!entry.fields.has(field)) entry.fields.set(field, text.trim())
      field = undefined
    } else if (entry !== undefined && endsEntry(full)) finish()
    if (full === root?.name) rootClosed = true
  }
  const endsEntry = (full: string) => {
    const { prefix, local } = splitName(full)
    return root?.dialect?.entries.has(local) === true && prefix === (root.dialect.bare ? '' : root.prefix)
  }

  const addText = (words: string) => {
    if (entry === undefined || passedDepth > 0) return
    if (field === undefined) entry.own += words
    else text += words
  }
  const nothing = () => {}
  const events: XmlEvents = {
    open(name, attributes, isEmpty) {
      if (isFull) return
      const tag = splitName(name.toLowerCase())
      open(tag, attributes)
      if (isEmpty) close(tag.full)
    },
    close: name => isFull || close(name.toLowerCase()),
    text: addText,
    cdata: addText,
    comment: nothing,
    instruction: nothing,
    doctype: nothing,
    problem: nothing,
  }

  let held = ''
  let tries = 0
  return {
    write(piece) {
      held += piece
      // What was not decided is tried again when there is twice as much of it: a tag of 50 MB is not read from its begin each time.
      if (held.length < tries) return true
      const isCut = held.endsWith('\r')
      const text = normalized(isCut ? held.slice(0, -1) : held)
      held = text.slice(scanXml(text, events, true)) + (isCut ? '\r' : '')
      // Of a comment nothing is wanted but its end.
      if (held.startsWith('<!--') && held.length > longComment) held = `<!-- ${held.slice(-2)}`
      tries = 2 * held.length
      return !isFull
    },
    end() {
      if (!isFull) scanXml(normalized(held), events)
      // What is open at the end was cut off; its address counts if that was whole.
      if (entry !== undefined) finish()
      if (root === undefined) report('there is no element in it')
      else if (!rootClosed && !isFull) report(`it ends before </${root.name.slice(0, 80)}>`)
      return { kind: root?.dialect?.kind ?? 'unknown', urls, sitemaps }
    },
  }
}

const longComment = 4096

function normalized(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}

type Entry = {
  readonly kind: 'url' | 'sitemap'
  readonly fields: Map<string, string>
  /** Of Atom: the links of the entry itself. */
  readonly addresses: string[]
  /** Text that stands in the entry without a tag: some write `<sitemap>https://...</sitemap>`. */
  own: string
}

/** Every absolute address of an entry; RSS has one, in `link` or, without it, in a `guid` that is an address. */
function addressesOf(entry: Entry, baseUrl: string | undefined, report: (error: string) => void): string[] {
  const written = entry.fields.get('loc') || entry.fields.get('link') || ''
  const guid = entry.fields.get('guid') ?? ''
  const wanted = written !== '' ? [written] : entry.addresses.length > 0 ? entry.addresses : [guid || entry.own.trim()]
  const found: string[] = []
  for (const address of wanted) {
    const absolute = isAbsoluteAddress(address) ? address : baseUrl && address !== guid ? (URL.parse(address, baseUrl)?.href ?? '') : ''
    if (isAbsoluteAddress(absolute)) found.push(copyText(absolute))
    else report(address === '' ? 'an entry names no address' : `not an absolute URL: ${cutText(address, 80)}`)
  }
  return found
}

function entryOf(loc: string, { fields }: Entry): SitemapEntry {
  const entry: { loc: string; lastmod?: string; changefreq?: string; priority?: string } = { loc }
  for (const name of ['lastmod', 'changefreq', 'priority'] as const) {
    const value = fields.get(name)
    if (value) entry[name] = copyText(cutText(value, limits.sitemapFieldLength))
  }
  return entry
}

type TagName = { readonly full: string; readonly prefix: string; readonly local: string }

function splitName(full: string): TagName {
  const colon = full.indexOf(':')
  return colon < 0 ? { full, prefix: '', local: full } : { full, prefix: full.slice(0, colon), local: full.slice(colon + 1) }
}

/** Trimmed; its name in any case. */
function attributeOf(attributes: readonly XmlAttribute[], name: string): string | undefined {
  return attributes.find(([given]) => given.toLowerCase() === name)?.[1].trim()
}
