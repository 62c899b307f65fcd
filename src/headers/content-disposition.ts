import type { Codec } from './codec.ts'
import { unquote } from './lexical.ts'

/** What a server proposes to do with a body. Its file name is text from outside: see `fileNameFor` before it names a file. */
export type ContentDisposition = {
  /** `attachment`, `inline` or another word, lower case; `attachment` when the server left it out. */
  readonly type: string
  /** From `filename*` where it can be read, else from `filename`. */
  readonly fileName: string | undefined
}

/**
 * Content-Disposition (RFC 6266, RFC 8187). As browsers do: raw UTF-8 and encoded words (RFC 2047) in `filename` are read, a value without
 * quotes may have spaces, a quote without its end ends with the field, a missing type is `attachment`, of two equal parameters the first
 * counts.
 * @param value as received, one character a byte
 */
export function parseContentDisposition(value: string): ContentDisposition {
  let type = 'attachment'
  let plain: string | undefined
  let extended: string | undefined
  eachPiece(value, (piece, isFirst) => {
    const equals = piece.indexOf('=')
    const name = piece.slice(0, Math.max(0, equals)).trim().toLowerCase()
    if (name === 'filename') plain ??= piece.slice(equals + 1).trim()
    else if (name === 'filename*') extended ??= piece.slice(equals + 1).trim()
    else if (isFirst && equals < 0) type = piece.trim().toLowerCase() || type
  })
  return { type, fileName: extendedValue(extended ?? '') ?? (plain === undefined ? undefined : plainValue(plain)) }
}

/** Cuts at semicolons outside of quotes. Pieces are not gathered: a value may have as many as it has characters. */
function eachPiece(value: string, take: (piece: string, isFirst: boolean) => void): void {
  let start = 0
  let quoted = false
  for (let at = 0; at < value.length; at++) {
    const character = value[at]
    if (quoted && character === '\\') at++
    // A quote inside of a word is a character like others: filename=5"disk.img
    else if (character === '"') quoted = quoted ? false : at === 0 || /[=\s]/.test(value[at - 1]!)
    else if (character === ';' && !quoted) {
      take(value.slice(start, at), start === 0)
      start = at + 1
    }
  }
  take(value.slice(start), start === 0)
}

function plainValue(text: string): string {
  return decodeWords(asUtf8(unquote(text)))
}

/** Header fields come one character a byte; what is valid UTF-8 is meant as that. */
function asUtf8(text: string): string {
  if (!/[\x80-\xff]/.test(text) || /[^\x00-\xff]/.test(text)) return text
  return decode(Buffer.from(text, 'latin1'), 'utf-8') ?? text
}

/** `=?UTF-8?B?bmHDr3ZlLnR4dA==?=`, one or several with space between, and nothing else (RFC 2047 section 2). */
function decodeWords(text: string): string {
  if (!text.startsWith('=?')) return text
  const words = text.split(/\s+/).map(word => /^=\?([^?*\s]{1,40})(?:\*[^?\s]*)?\?([bq])\?([^?\s]*)\?=$/i.exec(word))
  const read = words.map(word => {
    if (word === null) return undefined
    const [, charset = '', coding = '', data = ''] = word
    const bytes = coding.toLowerCase() === 'b' ? Buffer.from(data, 'base64') : percentBytes(data.replaceAll('_', ' '), '=')
    return bytes === undefined ? undefined : decode(bytes, charset)
  })
  return read.includes(undefined) ? text : read.join('')
}

/** RFC 8187 section 3.2: `UTF-8'en'na%C3%AFve.txt`; undefined when it cannot be read. */
function extendedValue(text: string): string | undefined {
  // Quotes around it are an error that all browsers forgive.
  const [charset, , ...rest] = text.replace(/^"(.*)"$/s, '$1').split("'")
  if (rest.length === 0 || charset === undefined) return undefined
  const bytes = percentBytes(rest.join("'"), '%')
  return bytes === undefined ? undefined : decode(bytes, charset)
}

/** Undefined for an escape without its two digits. */
function percentBytes(text: string, sign: '%' | '='): Buffer | undefined {
  const bytes: number[] = []
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (text[at] !== sign) {
      if (code > 0xff) return undefined
      bytes.push(code)
      continue
    }
    const digits = text.slice(at + 1, at + 3)
    if (!/^[0-9a-f]{2}$/i.test(digits)) return undefined
    bytes.push(Number.parseInt(digits, 16))
    at += 2
  }
  return Buffer.from(bytes)
}

/** Undefined for a charset that is not known, and for bytes that it does not have. */
function decode(bytes: Uint8Array, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Writes a name as it is where every reader takes it so, else in UTF-8 beside an ASCII one for old readers (RFC 6266 section 5). */
export function formatContentDisposition({ type, fileName }: ContentDisposition): string {
  if (fileName === undefined) return type
  const ascii = fileName.replace(/[^\x20-\x7e]|[%"\\]|^=\?/g, '_')
  if (ascii === fileName) return `${type}; filename="${ascii}"`
  const escaped = encodeURIComponent(fileName.toWellFormed()).replace(
    /['()*]/g,
    sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${type}; filename="${ascii}"; filename*=UTF-8''${escaped}`
}

export const contentDisposition: Codec<ContentDisposition> = {
  parse: text => (text === '' ? undefined : parseContentDisposition(text)),
  format: formatContentDisposition,
}
