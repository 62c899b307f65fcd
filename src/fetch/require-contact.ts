import { CrawlError } from '../base/crawl-error.ts'
import { classifyHost } from '../net/address-class.ts'
import { siteOf } from '../url/site.ts'
import type { Identity } from './identity.ts'

/** Is a URL on the open internet, as far as its name tells? */
export function isPublic(url: string): boolean {
  const kind = classifyHost(new URL(url).hostname)
  return kind === 'public' || kind === 'name'
}

/**
 * A program that asks again and again names somebody who answers for it.
 * @param urls absolute, in WHATWG serialisation
 * @throws CrawlError identity-missing when one of them is public and nobody can be reached
 */
export function requireContact(urls: readonly string[], { contact, agent }: Identity = {}): void {
  const open = urls.find(url => isPublic(url))
  if (open === undefined || contact !== undefined || agent !== undefined) return
  throw new CrawlError(
    'identity-missing',
    `${siteOf(open)} is a public site: its webmaster must be able to reach you. Give --contact me@uni.example or --contact https://uni.example/crawl (library: identity.contact).`,
    { url: open },
  )
}
