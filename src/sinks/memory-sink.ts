import type { Item, Spider } from '../spider/index.ts'

/** A plugin that gathers committed items in an array: for tests and small crawls. */
export function memorySink(items: Item[]): (spider: Spider) => void {
  return spider => void spider.on('item', ({ item }) => items.push(item))
}
