import { limits } from '../base/limits.ts'

/**
 * The text of a robots.txt: cut to `limits.robotsBytes`, the line that the cut went through left out; UTF-16 by its byte order mark, else
 * UTF-8. In bytes that are not UTF-8 each octet above ASCII becomes `%XX`: so it stands in a rule (RFC 9309 section 2.2.2), and nothing is
 * lost. Never throws. @param cut the bytes already are the beginning of a longer file
 */
export function robotsText(bytes: Uint8Array, cut = false): string {
  const limit = limits.robotsBytes
  const kept = bytes.subarray(0, limit)
  const text = decode(kept)
  const halved = bytes.length > limit ? !isLineEnd(bytes[limit]!) || isWide(bytes) : cut
  return (halved ? text.slice(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1) : text).replaceAll('\0', '')
}

function isLineEnd(octet: number): boolean {
  return octet === 0x0a || octet === 0x0d
}

function isWide(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
}

function decode(bytes: Uint8Array): string {
  if (isWide(bytes)) return new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes)
  const rest = bytes.subarray(markLength(bytes))
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(rest)
  } catch {
    return Array.from(rest, octet => octetTexts[octet]!).join('')
  }
}

/** Of the UTF-8 mark EF BB BF a beginning is enough: broken editors leave half of it, and the first line must not be lost. */
function markLength(bytes: Uint8Array): number {
  const mark = [0xef, 0xbb, 0xbf]
  let length = 0
  while (length < mark.length && bytes[length] === mark[length]) length++
  return length
}

const octetTexts: readonly string[] = Array.from({ length: 256 }, (_, octet) =>
  octet < 0x80 ? String.fromCharCode(octet) : `%${octet.toString(16).toUpperCase()}`,
)
