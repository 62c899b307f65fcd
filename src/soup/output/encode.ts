import { CrawlError } from '../../base/crawl-error.ts'

/** Markup as bytes of a charset; what it has no code for becomes a numeric reference. @throws CrawlError usage for another charset */
export function encodeMarkup(markup: string, charset: string): Uint8Array {
  switch (charset.toLowerCase().replace(/[^a-z0-9]/g, '')) {
    case 'utf8':
      return new TextEncoder().encode(markup)
    case 'ascii':
    case 'usascii':
      return bytesOf(markup.replace(/[^\0-\x7f]/gu, reference))
    case 'latin1':
    case 'iso88591':
      return bytesOf(markup.replace(/[^\0-\xff]/gu, reference))
    default:
      throw new CrawlError('usage', `Markup is written as utf-8, latin-1 or ascii, not as "${charset.slice(0, 40)}".`)
  }
}

function reference(character: string): string {
  return `&#${character.codePointAt(0)};`
}

function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
  return bytes
}
