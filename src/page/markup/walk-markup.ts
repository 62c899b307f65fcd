import type { ForeignContent } from './foreign-content.ts'
import { createForeignContent } from './foreign-content.ts'
import { foldHash } from './name-table.ts'
import type { Tag } from './names.ts'
import { attributeAt, tagAt } from './names.ts'
import { rawTextEnd } from './raw-text.ts'

/** Told what stands in a page, in document order and as places in its bytes: who wants a string cuts it. */
export type MarkupListener = {
  /** Text as written, its entities too. */
  text(start: number, end: number): void
  /** Start and end are those of its name. @returns whether its attributes are wanted */
  startTag(tag: Tag, start: number, end: number): boolean
  /** @param attribute its bit in `attributes`; the others are not told. Start and end are those of its value, 0 when it has none */
  attribute(attribute: number, start: number, end: number): void
  /** The start tag is whole. A page that ends within one does not have it. */
  startTagEnd(isSelfClosing: boolean): void
  endTag(tag: Tag, start: number, end: number): void
}

/**
 * Reads a page by the tokenizer's rules (HTML, section 13.2.5) in its bytes, which must be of an encoding that holds ASCII as it is, such
 * as UTF-8. Nothing is built and nothing throws.
 * @param foreign tells the listener whether what it is told of stands in svg or math
 */
export function walkMarkup(bytes: Uint8Array, listener: MarkupListener, foreign: ForeignContent = createForeignContent()): void {
  new Walker(bytes, listener, foreign).walk()
}

class Walker {
  readonly #bytes: Uint8Array
  readonly #listener: MarkupListener
  readonly #foreign: ForeignContent
  #isSelfClosing = false

  constructor(bytes: Uint8Array, listener: MarkupListener, foreign: ForeignContent) {
    this.#bytes = bytes
    this.#listener = listener
    this.#foreign = foreign
  }

  walk(): void {
    const bytes = this.#bytes
    const { length } = bytes
    let from = 0
    for (let at = 0; ; ) {
      while (at < length && bytes[at] !== lessThan) at++
      if (at >= length) break
      const next = bytes[at + 1] ?? 0
      const isEnd = next === slash && isLetter(bytes[at + 2] ?? 0)
      const isTag = isEnd || isLetter(next)
      // Any other `<` is text like all around it.
      if (!isTag && next !== exclamation && next !== question && (next !== slash || at + 2 >= length)) at++
      else {
        this.#text(from, at)
        if (isEnd) at = this.#endTag(at + 2)
        else if (isTag) at = this.#startTag(at + 1)
        else at = next === exclamation ? this.#declaration(at) : after(bytes, at + 2)
        from = at
      }
    }
    this.#text(from, length)
  }

  #text(start: number, end: number): void {
    if (end > start) this.#listener.text(start, end)
  }

  /** @returns the place behind the tag, and behind the raw text that it opens */
  #startTag(start: number): number {
    const bytes = this.#bytes
    const listener = this.#listener
    const foreign = this.#foreign
    let hash = 0
    let at = start
    while (at < bytes.length && (kinds[bytes[at]!]! & endsTagName) === 0) hash = foldHash(hash, bytes[at++]!)
    const tag = tagAt(bytes, start, at, hash)
    const isRaw = tag.isRaw && !foreign.isForeign
    const end = this.#attributes(at, listener.startTag(tag, start, at))
    if (end < 0) return bytes.length
    listener.startTagEnd(this.#isSelfClosing)
    if (foreign.isOpen || tag.isForeign) foreign.open(tag.name, this.#isSelfClosing)
    if (!isRaw) return end
    const rawEnd = rawTextEnd(bytes, end, tag.name)
    this.#text(end, rawEnd)
    return rawEnd
  }

  #endTag(start: number): number {
    const bytes = this.#bytes
    let hash = 0
    let at = start
    while (at < bytes.length && (kinds[bytes[at]!]! & endsTagName) === 0) hash = foldHash(hash, bytes[at++]!)
    const end = bytes[at] === greaterThan ? at + 1 : this.#attributes(at, false)
    if (end < 0) return bytes.length
    const tag = tagAt(bytes, start, at, hash)
    this.#listener.endTag(tag, start, at)
    if (this.#foreign.isOpen) this.#foreign.close(tag.name)
    return end
  }

  /** @returns the place behind the `>`; -1 when the page ends before */
  #attributes(from: number, wanted: boolean): number {
    const bytes = this.#bytes
    const { length } = bytes
    let at = from
    for (;;) {
      this.#isSelfClosing = false
      for (; at < length; at++) {
        const kind = kinds[bytes[at]!]!
        if ((kind & (space | solidus)) === 0) break
        this.#isSelfClosing = kind === solidus
      }
      if (at >= length) return -1
      if (bytes[at] === greaterThan) return at + 1
      const nameStart = at
      let hash = 0
      // Also when it is a `=`, the first byte is part of the name.
      do hash = foldHash(hash, bytes[at++]!)
      while (at < length && kinds[bytes[at]!] === 0)
      const attribute = wanted ? attributeAt(bytes, nameStart, at, hash) : 0
      while (at < length && kinds[bytes[at]!] === space) at++
      let start = 0
      let end = 0
      if (bytes[at] === equals) {
        do at++
        while (at < length && kinds[bytes[at]!] === space)
        const quote = bytes[at]
        start = at
        if (quote === 0x22 || quote === 0x27) {
          start = ++at
          while (at < length && bytes[at] !== quote) at++
          end = at++
        } else {
          while (at < length && (kinds[bytes[at]!]! & (space | closing)) === 0) at++
          end = at
        }
      }
      if (at >= length) return -1
      if (attribute !== 0) this.#listener.attribute(attribute, start, end)
    }
  }

  /** `<!`: a comment, CDATA, a document type, or what is taken for a comment. */
  #declaration(start: number): number {
    const bytes = this.#bytes
    if (bytes[start + 2] === dash && bytes[start + 3] === dash) return afterComment(bytes, start + 4)
    if (!this.#foreign.isForeign || !cdata.every((byte, index) => bytes[start + 2 + index] === byte)) return after(bytes, start + 2)
    const from = start + 2 + cdata.length
    for (let at = bytes.indexOf(greaterThan, from + 2); at >= 0; at = bytes.indexOf(greaterThan, at + 1)) {
      if (bytes[at - 1] !== bracket || bytes[at - 2] !== bracket) continue
      this.#text(from, at - 2)
      return at + 1
    }
    this.#text(from, bytes.length)
    return bytes.length
  }
}

/** Behind the next `>`. */
function after(bytes: Uint8Array, from: number): number {
  const found = bytes.indexOf(greaterThan, from)
  return found < 0 ? bytes.length : found + 1
}

/** Behind `-->` or `--!>`. The dashes of the beginning may be those of `-->`. @param start behind the `<!--` */
function afterComment(bytes: Uint8Array, start: number): number {
  for (let at = bytes.indexOf(greaterThan, start); at >= 0; at = bytes.indexOf(greaterThan, at + 1)) {
    if (bytes[at - 1] === dash && bytes[at - 2] === dash) return at + 1
    const isBang = at >= start + 3 && bytes[at - 1] === exclamation && bytes[at - 2] === dash && bytes[at - 3] === dash
    if (isBang) return at + 1
  }
  return bytes.length
}

function isLetter(byte: number): boolean {
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x7a
}

const lessThan = 0x3c
const greaterThan = 0x3e
const slash = 0x2f
const exclamation = 0x21
const question = 0x3f
const dash = 0x2d
const equals = 0x3d
const bracket = 0x5d
const cdata = [...'[CDATA['].map(character => character.charCodeAt(0))

// What a byte can end, one bit each; 0 for all others.
const space = 1
const solidus = 2
const closing = 4
const assignment = 8
const endsTagName = space | solidus | closing
const kinds = new Uint8Array(256)
for (const byte of [0x09, 0x0a, 0x0c, 0x0d, 0x20]) kinds[byte] = space
kinds[slash] = solidus
kinds[greaterThan] = closing
kinds[equals] = assignment
