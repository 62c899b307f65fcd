import { isName } from './name-table.ts'

/** Where the content of a raw element ends: at the `<` of its end tag, or with the page. */
export function rawTextEnd(bytes: Uint8Array, start: number, name: string): number {
  if (name === 'plaintext') return bytes.length
  if (name === 'script') return scriptEnd(bytes, start)
  for (let at = bytes.indexOf(lessThan, start); at >= 0; at = bytes.indexOf(lessThan, at + 1)) {
    if (bytes[at + 1] === slash && isTag(name, bytes, at + 2)) return at
  }
  return bytes.length
}

/**
 * A script that writes `<!--` is escaped until `-->`, and a `<script` within that needs an end tag of its own (HTML, section 13.2.5.15 and
 * on).
 */
function scriptEnd(bytes: Uint8Array, start: number): number {
  let isEscaped = false
  let isDouble = false
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === lessThan) {
      if (!isEscaped && bytes[at + 1] === 0x21 && bytes[at + 2] === dash && bytes[at + 3] === dash) {
        isEscaped = true
        // Its dashes may be those of the end: <!-->
        at++
      } else if (bytes[at + 1] === slash && isTag('script', bytes, at + 2)) {
        if (!isDouble) return at
        isDouble = false
      } else if (isEscaped && !isDouble && isTag('script', bytes, at + 1)) isDouble = true
    } else if (isEscaped && byte === greaterThan && bytes[at - 1] === dash && bytes[at - 2] === dash) {
      isEscaped = false
      isDouble = false
    }
  }
  return bytes.length
}

/** Does the name stand here, and end here? */
function isTag(name: string, bytes: Uint8Array, start: number): boolean {
  const end = start + name.length
  const after = bytes[end]
  const ends =
    after === greaterThan || after === slash || after === 0x20 || (after !== undefined && after >= 0x09 && after <= 0x0d && after !== 0x0b)
  return ends && isName(name, bytes, start, end)
}

const lessThan = 0x3c
const greaterThan = 0x3e
const slash = 0x2f
const dash = 0x2d
