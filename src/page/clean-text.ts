import { decodeHTML, decodeHTMLAttribute } from 'entities'
import { copyText } from '../base/copy-text.ts'

/** An attribute value as a page means it: entities decoded, outer white space off; no part of a longer string. */
export function cleanAttribute(raw: string): string {
  const text = trimControls(raw.includes('&') ? decodeHTMLAttribute(raw) : raw)
  return text.length === raw.length ? text : copyText(text)
}

/**
 * Running text as a reader sees it: entities decoded, white space collapsed, control characters left out, cut to `longest` UTF-16 units; no
 * part of a longer string.
 */
export function cleanText(raw: string, longest: number): string {
  const text = raw.includes('&') ? decodeHTML(raw) : raw
  const clean = cutText(needsCollapse(text) ? firstWords(text, longest) : text, longest)
  return clean.length === raw.length ? clean : copyText(clean)
}

/** Cuts without leaving half a surrogate pair. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text
  const last = text.charCodeAt(longest - 1)
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? longest - 1 : longest).trimEnd()
}

export function collapseSpace(text: string): string {
  return needsCollapse(text) ? text.replace(/\s+/g, ' ').trim() : text
}

/** White space collapsed as far as it will be kept: a title of 60 MB, collapsed whole, took 1.7 GB. */
function firstWords(text: string, longest: number): string {
  // Nearly all texts: 0.1 us for an anchor, where word by word takes 0.8.
  if (text.length <= 4 * longest && !controlsBesideSpace.test(text)) return text.replace(unevenSpace, ' ').trim()
  const words: string[] = []
  let length = -1
  for (const [found] of text.matchAll(/\S+/g)) {
    const word = found.replace(controls, '')
    if (word === '') continue
    words.push(word)
    length += word.length + 1
    if (length > longest) break
  }
  return words.join(' ')
}

/** Titles and anchors go to terminals, tables and pages: no browser shows these characters, and a terminal obeys them. */
const controls = /[\u0000-\u001f\u007f-\u009f]+/g
const controlsBesideSpace = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/
const unevenSpace = /\s{2,}|[^\S ]/g

// Text that is clean already is not replaced.
function needsCollapse(text: string): boolean {
  let before = 0x20
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if ((code === 0x20 && before === 0x20) || code < 0x20 || (code >= 0x7f && code <= 0xa0)) return true
    if (code >= 0x1680 && (code <= 0x205f || code === 0x3000 || code === 0xfeff)) return true
    before = code
  }
  return before === 0x20 && text.length > 0
}

/** Takes off what the URL parser takes off (URL Standard: C0 controls and space), and no more. */
function trimControls(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && text.charCodeAt(start) <= 0x20) start++
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--
  return start === 0 && end === text.length ? text : text.slice(start, end)
}
