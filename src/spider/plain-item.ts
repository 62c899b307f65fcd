import type { Item } from './visit.ts'

/** Items must survive JSON: what cannot is refused now, with its page, and not at the end of the crawl. */
export function plainItem(item: Item): Item {
  return JSON.parse(JSON.stringify(item)) as Item
}
