import { CrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import type { HeaderList } from '../exchange/header-list.ts'

/** Who asks. A webmaster must be able to see it in the log and to write to somebody. */
export type Identity = {
  /** Product token and version: `AgeStudy/1.0`. Default `Orbweaver/<version>`. */
  readonly name?: string | undefined
  /** Mail address or http(s) URL of the person who answers for the crawl. */
  readonly contact?: string | undefined
  /** A whole User-Agent sent instead, at the user's own responsibility. */
  readonly agent?: string | undefined
}

export const defaultName = 'Orbweaver/0.1'

/**
 * The identity headers of every request, robots.txt included: `User-Agent: AgeStudy/1.0 (+mailto:me@uni.example)` and, for a mail address,
 * `From` (RFC 9110 sections 10.1.5 and 10.1.2).
 * @throws CrawlError usage for a name or contact that cannot stand in a header
 */
export function identityHeaders({ name = defaultName, contact, agent }: Identity): HeaderList {
  for (const [what, value] of Object.entries({ name, contact, agent })) {
    if (value !== undefined && !/^[\x20-\x7e]*$/.test(value)) throw new CrawlError('usage', `The ${what} may hold printable ASCII only.`)
  }
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:\/[!#$%&'*+.^_`|~0-9A-Za-z-]+)?$/.test(name)) {
    throw new CrawlError('usage', `"${name}" is no product name. Give a word and a version, for example AgeStudy/1.0.`)
  }
  if (agent?.trim() === '')
    throw new CrawlError('usage', 'The User-Agent is empty. Give a line such as AgeStudy/1.0 (+mailto:me@uni.example), or none.')
  if (contact === undefined) return ['user-agent', agent ?? name]
  const kind = contactKind(contact)
  const where = kind === 'mail' ? `mailto:${contact}` : pageOf(contact)
  return ['user-agent', agent ?? `${name} (+${where})`, ...(kind === 'mail' ? ['from', contact] : [])]
}

/** As it may stand in a comment (RFC 9110 section 5.6.5): no parentheses, no white space, and nobody's password. */
function pageOf(contact: string): string {
  return withoutCredentials(new URL(contact).href).replace(/[()]/g, character => (character === '(' ? '%28' : '%29'))
}

/** @throws CrawlError usage when it is neither a mail address nor a web address */
export function contactKind(contact: string): 'mail' | 'url' {
  if (/^[^\s@<>()\\,;:]+@[^\s@<>()\\,;:]+$/.test(contact)) return 'mail'
  const url = URL.parse(contact)
  if (url !== null && /^https?:$/.test(url.protocol)) return 'url'
  throw new CrawlError(
    'usage',
    `"${contact}" is no contact. Give a mail address (me@uni.example) or a web page (https://uni.example/crawl).`,
  )
}
