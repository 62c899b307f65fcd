import type { NamedLink, Page } from '../page/index.ts'
import type { Link } from '../url/link.ts'
import { createLookAlikeTrap } from './look-alike-trap.ts'
import { createMazeTrap } from './maze-trap.ts'
import { createSamePageTrap } from './same-page-trap.ts'

/** Trap rules that need to have seen pages. What they remember is bounded and ends with the run. */
export type PageTraps = {
  /** Before a page is asked for: true, or the reason to leave it. */
  verdict(link: Link): true | string
  /** After a page was read. @param links those of the page, as they were found */
  learn(link: Link, page: Page, links: readonly NamedLink[]): void
}

export function createPageTraps(): PageTraps {
  const traps = [createLookAlikeTrap(), createSamePageTrap(), createMazeTrap()]
  return {
    verdict(link) {
      for (const trap of traps) {
        const verdict = trap.verdict(link)
        if (verdict !== true) return verdict
      }
      return true
    },
    learn(link, page, links) {
      for (const trap of traps) trap.learn(link, page, links)
    },
  }
}
