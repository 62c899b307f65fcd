import { decodeHTML } from 'entities'
import { Tokenizer } from 'htmlparser2'
import { blockTags, silentTags } from '../soup/text/block-tags.ts'
import { maskCdata } from './mask-cdata.ts'

/**
 * The text a reader would see: block elements and `<br>` begin a line, white space is collapsed, empty lines are dropped. Without scripts,
 * styles, templates and the title; with `<noscript>`, for scripts do not run. Style sheets are not asked: hidden elements count.
 */
export function visibleText(html: string): string {
  const pieces: string[] = []
  let templates = 0
  let isSilent = false
  const breakLine = (name: string) => {
    if (blockTags.has(name)) pieces.push('\n')
  }
  const nothing = () => {}
  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      onopentagname(start, end) {
        const name = html.slice(start, end).toLowerCase()
        if (name === 'template') templates++
        else if (silentTags.has(name)) isSilent = true
        else if (templates === 0) breakLine(name)
      },
      onclosetag(start, end) {
        const name = html.slice(start, end).toLowerCase()
        if (name === 'template') templates = Math.max(0, templates - 1)
        isSilent = false
        if (templates === 0) breakLine(name)
      },
      ontext(start, end) {
        if (isSilent || templates > 0) return
        const raw = html.slice(start, end)
        pieces.push((raw.includes('&') ? decodeHTML(raw) : raw).replace(/\s+/g, ' '))
      },
      onattribdata: nothing,
      onattribentity: nothing,
      onattribend: nothing,
      onattribname: nothing,
      oncdata: nothing,
      oncomment: nothing,
      ondeclaration: nothing,
      onend: nothing,
      onopentagend: nothing,
      onprocessinginstruction: nothing,
      onselfclosingtag: nothing,
      ontextentity: nothing,
    },
  )
  tokenizer.write(maskCdata(html))
  tokenizer.end()
  return pieces
    .join('')
    .replace(/ +/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim()
}
