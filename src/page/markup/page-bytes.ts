import { TextDecoder } from 'node:util'
import { decodeText } from '../../base/encoding.ts'

/** The bytes of a page, and strings cut out of them that share nothing with it. */
export type PageBytes = { readonly bytes: Uint8Array; cut(start: number, end: number): string }

/**
 * A page as it came where its encoding holds ASCII as it is, which is nearly every page; one in another encoding is written anew as UTF-8.
 */
export function pageBytes(body: Uint8Array, encoding: string): PageBytes {
  if (encoding === 'utf-8') return utf8Bytes(Buffer.from(body.buffer, body.byteOffset, body.length))
  if (encoding !== 'windows-1252') return textBytes(decodeText(body, encoding))
  return cutter(body, (start, end) => windows1252.decode(body.subarray(start, end)))
}

export function textBytes(text: string): PageBytes {
  return utf8Bytes(Buffer.from(text))
}

const windows1252 = new TextDecoder('windows-1252')

function utf8Bytes(buffer: Buffer): PageBytes {
  return cutter(buffer, (start, end) => buffer.toString('utf8', start, end))
}

/**
 * Short ASCII strings cut before, of whatever page: the pages of a site name the same addresses with the same words, so four cuts of five
 * make no string. The newest in its slot stays; never above 4,096 strings of 100 characters.
 */
const slots = 4096
const longest = 100
const kept: string[] = new Array<string>(slots).fill('')

function cutter(bytes: Uint8Array, decode: (start: number, end: number) => string): PageBytes {
  return {
    bytes,
    cut(start, end) {
      if (end - start > longest) return decode(start, end)
      let hash = 0
      let all = 0
      for (let at = start; at < end; at++) {
        const byte = bytes[at]!
        hash = (Math.imul(hash, 31) + byte) | 0
        all |= byte
      }
      if (all > 0x7f) return decode(start, end)
      const slot = (hash ^ (hash >>> 12)) & (slots - 1)
      const known = kept[slot]!
      if (isText(known, bytes, start, end)) return known
      const text = decode(start, end)
      kept[slot] = text
      return text
    },
  }
}

function isText(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false
  for (let at = 0; at < text.length; at++) if (bytes[start + at] !== text.charCodeAt(at)) return false
  return true
}
