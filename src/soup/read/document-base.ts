import type { Branch } from '../tree/branch.ts'

/** The page's own URL, or what `<base href>` makes of it; a base of `data:` or `javascript:` is ignored (HTML, section 4.2.3). */
export function documentBase(pageUrl: string, baseHref: string | undefined): string {
  const base = baseHref === undefined ? null : URL.parse(baseHref, pageUrl)
  return base === null || base.protocol === 'data:' || base.protocol === 'javascript:' ? pageUrl : base.href
}

/** The URL that relative addresses of a page, or of a part of it, stand on. @param pageUrl its own */
export function baseOf(root: Branch, pageUrl: string): string {
  let top = root
  while (top.up !== null) top = top.up
  return documentBase(pageUrl, top.find('base', { href: true })?.get('href'))
}

/** An address made absolute; undefined when it is none. Without a base only absolute ones are. */
export function absoluteUrl(href: string, base: string | undefined): string | undefined {
  return (base === undefined || base === '' ? URL.parse(href) : URL.parse(href, base))?.href
}
