import { documentBase } from '../soup/read/document-base.ts'
import { createCanonicalizer } from '../url/canonical.ts'
import type { Via } from '../url/link.ts'
import type { PageScan } from './scan-page.ts'

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

/** Makes the links of a page absolute, in document order; twice named is twice listed. */
export function resolveLinks(
  scan: Pick<PageScan, 'links' | 'baseHref' | 'overLimit'>,
  pageUrl: string,
  canonicalizer: Canonicalizer = createCanonicalizer,
): ResolvedLinks {
  const canonical = canonicalizer(documentBase(pageUrl, scan.baseHref))
  const links: ResolvedLink[] = []
  // Of real pages two links of three name an address that their page has named before.
  const known = new Map<string, string | null | undefined>()
  let nonWeb = 0
  let invalid = 0
  for (const { href, via, text, rel } of scan.links) {
    let url = known.get(href)
    if (url === undefined && !known.has(href)) {
      url = isNonWeb(href) ? undefined : canonical(href)
      known.set(href, url)
    }
    if (url === undefined) nonWeb++
    else if (url === null) invalid++
    else links.push(resolved(url, via, text, rel))
  }
  return { links, dropped: { nonWeb, invalid, overLimit: scan.overLimit } }
}

/** Absent parts are left out: a link must survive JSON unchanged. */
function resolved(url: string, via: Via, text: string | undefined, rel: string | undefined): ResolvedLink {
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
