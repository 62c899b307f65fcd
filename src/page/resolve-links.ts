import { documentBase } from '../soup/read/document-base.ts'
import { createCanonicalizer } from '../url/canonical.ts'
import type { Link, Via } from '../url/link.ts'
import type { PageScan, RawLink } from './scan-page.ts'

export { documentBase }

/** For one base, a function from any href to the one spelling of its URL; null when it is no address that can be fetched. */
export type Canonicalizer = (base: string) => (href: string) => string | null

export type ResolvedLink = {
  readonly url: string
  readonly via: Via
  readonly text?: string | undefined
  readonly rel?: string | undefined
}

export type ResolvedLinks = {
  readonly links: ResolvedLink[]
  /** Links left out: not of the web (`mailto:`, `javascript:`, `data:` ...), refused by the canonicalizer, beyond `limits.linksPerPage`. */
  readonly dropped: { readonly nonWeb: number; readonly invalid: number; readonly overLimit: number }
}

/** Links as a page writes them, and what is needed to read them. */
export type WrittenLinks = Pick<PageScan, 'links' | 'baseHref' | 'overLimit'>

/** Makes the links of a page absolute, in document order; twice named is twice listed. */
export function resolveLinks(scan: WrittenLinks, pageUrl: string, canonicalizer: Canonicalizer = createCanonicalizer): ResolvedLinks {
  const address = addresses(scan, pageUrl, canonicalizer)
  const links: ResolvedLink[] = []
  for (const link of scan.links) {
    const url = address.of(link.href)
    if (url !== undefined) links.push(resolved(url, link))
  }
  return { links, dropped: address.dropped }
}

/** A link of a page, and how often it stands there. */
export type NamedLink = { readonly link: Link; times: number }

export type NamedLinks = { readonly links: NamedLink[]; readonly dropped: ResolvedLinks['dropped'] }

/** The same, each URL once for each `rel`, as it stands first; with the page and its depth. */
export function nameLinks(scan: WrittenLinks, page: Pick<Link, 'url' | 'depth'>, canonicalizer: Canonicalizer): NamedLinks {
  const address = addresses(scan, page.url, canonicalizer)
  const named = new Map<string, NamedLink>()
  for (const found of scan.links) {
    const url = address.of(found.href)
    if (url === undefined) continue
    // No URL has a space.
    const key = found.rel === undefined ? url : `${url} ${found.rel}`
    const before = named.get(key)
    if (before === undefined) named.set(key, { link: linkOf(resolved(url, found), page), times: 1 })
    else before.times++
  }
  return { links: [...named.values()], dropped: address.dropped }
}

/** Written out: a spread takes three times as long, and a page has hundreds of links. */
export function linkOf({ url, via, text, rel }: ResolvedLink, page: Pick<Link, 'url' | 'depth'>): Link {
  const from = page.url
  const depth = page.depth + 1
  if (rel !== undefined) return text === undefined ? { url, via, rel, from, depth } : { url, via, text, rel, from, depth }
  return text === undefined ? { url, via, from, depth } : { url, via, text, from, depth }
}

/** Counts what leads nowhere. Of real pages two links of three name an address that their page has named before: each is read once. */
function addresses({ baseHref, overLimit }: WrittenLinks, pageUrl: string, canonicalizer: Canonicalizer) {
  const canonical = canonicalizer(documentBase(pageUrl, baseHref))
  const known = new Map<string, string | null | undefined>()
  const dropped = { nonWeb: 0, invalid: 0, overLimit }
  return {
    dropped,
    of(href: string): string | undefined {
      let url = known.get(href)
      if (url === undefined && !known.has(href)) {
        url = isNonWeb(href) ? undefined : canonical(href)
        known.set(href, url)
      }
      if (url === undefined) dropped.nonWeb++
      else if (url === null) dropped.invalid++
      return url ?? undefined
    },
  }
}

/** Absent parts are left out: a link must survive JSON unchanged. */
function resolved(url: string, { via, text, rel }: RawLink): ResolvedLink {
  const link: { url: string; via: Via; text?: string; rel?: string } = { url, via }
  if (text) link.text = text
  if (rel) link.rel = rel
  return link
}

/** A scheme other than the ones a crawl can fetch. */
function isNonWeb(href: string): boolean {
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(href)
  return scheme !== null && !/^(?:https?|ftps?|file):$/i.test(scheme[0])
}
