import type { Page } from '../page/index.ts'
import type { Link, Via } from '../url/link.ts'

/** One extracted record: JSON-safe. */
export type Item = Record<string, unknown>

/** The handler's hand: what it takes from a page is gathered here and committed whole once it has returned. */
export type Visit = {
  readonly page: Page
  readonly link: Link
  /** Named groups of the URL pattern that matched. */
  readonly params: Readonly<Record<string, string | undefined>>
  /** Links to go on with: Link objects (`page.links()`), or URLs relative to the page; one URL may stand alone. */
  follow(links: string | Iterable<Link | string>, options?: FollowOptions): void
  /** An item for the sinks. */
  save(item: Item): void
  readonly signal: AbortSignal
}

export type FollowOptions = {
  /** 0 (first) to 255 (last) within the site; default 128. */
  readonly priority?: number
  readonly via?: Via
}

export type Handler = (visit: Visit) => unknown
