import { hash } from 'node:crypto'
import type { Link } from '../url/link.ts'
import type { Site } from '../url/site.ts'
import { siteOf } from '../url/site.ts'
import type { PageTraps } from './page-traps.ts'

/** Pages of one title and about one length whose text is not read: on most sites there is one, or a few. */
const unreadPages = 3
/** Copies of one page that are believed before the links that stand on copies alone are left. */
const believedCopies = 1
/** Texts read of one site that are no copies, beside one for each hundred pages: reading them must cost a crawl nothing. */
const mostDifferent = 50
/** Copies remembered, and kinds of pages; the oldest go first. */
const mostRemembered = 20_000
/** Bytes of a page's source whose text is compared. */
const sourceLength = 32 * 1024
/** A text below this says nothing: a picture alone, a frame for a script. In UTF-16 units. */
const leastText = 20

type Kind = { pages: number; copies: number; readonly texts: Set<string> }
type Looked = { pages: number; different: number }

/**
 * Orders of a list in the path, a server that answers the same to everything: one page under ever new URLs of whatever shape. Links on the
 * first of a kind are links; those that stand on its copies alone, and lead to ever more of them, are left once there are some copies.
 */
export function createSamePageTrap(): PageTraps {
  const kinds = new Map<string, Kind>()
  const sites = new Map<Site, Looked>()
  /** A copy, and what it is a copy of. */
  const copies = new Map<string, Kind>()
  return {
    verdict({ from }: Link) {
      const kind = from === undefined ? undefined : copies.get(from)
      return kind === undefined || kind.copies <= believedCopies || 'trap-same-page'
    },
    learn({ url }, page) {
      const site = siteOf(url)
      const name = `${site} ${Math.round(2 * Math.log2(page.exchange.body.length))} ${page.title ?? ''}`
      const kind = kinds.get(name) ?? remember(kinds, name, { pages: 0, copies: 0, texts: new Set() })
      const looked = sites.get(site) ?? remember(sites, site, { pages: 0, different: 0 })
      kind.pages++
      looked.pages++
      if (kind.pages <= unreadPages || looked.different >= mostDifferent + looked.pages / 100) return
      const text = page.textBegin(sourceLength)
      if (text.length < leastText) return
      const sign = hash('sha1', text, 'base64')
      if (kind.texts.has(sign)) {
        kind.copies++
        remember(copies, url, kind)
      } else {
        kind.texts.add(sign)
        looked.different++
      }
    },
  }
}

function remember<Value>(map: Map<string, Value>, key: string, value: Value): Value {
  if (map.size >= mostRemembered) map.delete(map.keys().next().value!)
  map.set(key, value)
  return value
}
