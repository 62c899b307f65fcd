import type { PageBytes } from './markup/page-bytes.ts'
import { textBytes } from './markup/page-bytes.ts'
import { walkMarkup } from './markup/walk-markup.ts'

/**
 * How often each start tag stands in a page, names in lower case, by the tokenizer alone: no tree is built, implied elements do not count.
 * Tags in comments, scripts and other raw text are text; those in `<template>` and `<noscript>` count.
 */
export function countTags(page: string | PageBytes): ReadonlyMap<string, number> {
  const { bytes, cut } = typeof page === 'string' ? textBytes(page) : page
  const counts = new Map<string, number>()
  let name = ''
  const nothing = () => {}
  walkMarkup(bytes, {
    startTag(tag, start, end) {
      name = tag.name || cut(start, end).toLowerCase()
      return false
    },
    startTagEnd: () => void counts.set(name, (counts.get(name) ?? 0) + 1),
    attribute: nothing,
    endTag: nothing,
    text: nothing,
  })
  return counts
}
