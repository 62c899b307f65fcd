import { withoutCredentials } from '../base/escape.ts'
import type { ClientOptions, Identity } from '../fetch/index.ts'
import { webUrl } from './given-url.ts'

export type IdentityFlags = { readonly agent?: string; readonly contact?: string; readonly userAgent?: string }

/** Who asks, by the flags that every verb shares. */
export function identityOf({ agent, contact, userAgent }: IdentityFlags): Identity {
  return { name: agent, contact, agent: userAgent }
}

/** How one command of a person fetches. */
export function clientOptionsOf(flags: IdentityFlags): ClientOptions {
  return { identity: identityOf(flags) }
}

/** What a person typed as the URL to ask: its name and password are neither sent nor shown. @throws CrawlError url-invalid, scheme-unsupported */
export function askedUrl(given: string): string {
  return withoutCredentials(webUrl(given).href)
}
