import { CrawlError } from '../../base/crawl-error.ts'

/** Markup as bytes of a charset; what it has no code for becomes a numeric reference. @throws CrawlError usage for another charset */
export function encodeMarkup(markup: string, charset: string): Uint8Array {
  const name = charset.toLowerCase().replace(/[^a-z0-9]/g, '')
  if (name === 'utf8') return new TextEncoder().encode(markup)
  const highest = name === 'ascii' || name === 'usascii' ? 0x7f : name === 'latin1' || name === 'iso88591' ? 0xff : undefined
  if (highest === undefined)
    throw new CrawlError('usage', `Markup is written as utf-8, latin-1 or ascii, not as "${charset.slice(0, 40)}".`)
  const bytes: number[] = []
  for (const character of markup) {
    const code = character.codePointAt(0)!
    if (code <= highest) bytes.push(code)
    else for (const digit of `&#${code};`) bytes.push(digit.charCodeAt(0))
  }
  return Uint8Array.from(bytes)
}
