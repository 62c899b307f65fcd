import { Tokenizer } from 'htmlparser2'
import { createForeignContent } from './foreign-content.ts'
import { maskCdata } from './mask-cdata.ts'

/**
 * How often each start tag stands in a page, names in lower case, by the tokenizer alone: no tree is built, implied elements do not count.
 * Tags in comments, scripts and other raw text are text; those in `<template>` and `<noscript>` count.
 */
export function countTags(html: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const foreign = createForeignContent()
  let name = ''
  const nothing = () => {}
  const endTag = (isSelfClosing: boolean) => {
    counts.set(name, (counts.get(name) ?? 0) + 1)
    if (foreign.isOpen || name === 'svg' || name === 'math') foreign.open(name, isSelfClosing)
  }
  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      onopentagname(start, end) {
        name = html.slice(start, end).toLowerCase()
      },
      onopentagend: () => endTag(false),
      onselfclosingtag: () => endTag(true),
      onclosetag(start, end) {
        if (foreign.isOpen) foreign.close(html.slice(start, end).toLowerCase())
      },
      isInForeignContext: () => foreign.isForeign,
      onattribdata: nothing,
      onattribentity: nothing,
      onattribend: nothing,
      onattribname: nothing,
      oncdata: nothing,
      oncomment: nothing,
      ondeclaration: nothing,
      onend: nothing,
      onprocessinginstruction: nothing,
      ontext: nothing,
      ontextentity: nothing,
    },
  )
  tokenizer.write(maskCdata(html))
  tokenizer.end()
  return counts
}
