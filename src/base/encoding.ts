import { limits } from './limits.ts'
import { metaEncoding } from './meta-encoding.ts'

export type SniffedEncoding = {
  /** Name of the Encoding Standard, lower case: what TextDecoder calls it. */
  readonly encoding: string
  readonly source: 'bom' | 'transport' | 'meta' | 'default'
}

export type SniffOptions = {
  /**
   * Read undeclared text as UTF-8 when all of it is valid UTF-8 and not plain ASCII. Default true. Browsers do not look at the whole text
   * and answer windows-1252; a crawl holds it all and need not guess.
   */
  readonly guess?: boolean | undefined
}

/**
 * The encoding of a page (HTML, section 13.2.3.2): byte order mark, then the charset of Content-Type, then a `<meta>`, then windows-1252.
 * @param transportCharset as Content-Type gives it; a label that nobody knows counts as absent
 */
export function sniffEncoding(bytes: Uint8Array, transportCharset?: string, options: SniffOptions = {}): SniffedEncoding {
  const bom = bomEncoding(bytes)
  if (bom !== undefined) return { encoding: bom, source: 'bom' }
  const transport = transportCharset === undefined ? undefined : encodingOf(transportCharset)
  if (transport !== undefined) return { encoding: transport, source: 'transport' }
  const meta = metaEncoding(bytes, limits.prescanBytes, encodingOf)
  if (meta !== undefined) return { encoding: meta, source: 'meta' }
  return { encoding: (options.guess ?? true) && isUtf8Text(bytes) ? 'utf-8' : 'windows-1252', source: 'default' }
}

/** The encoding that a label names, or undefined; `x-user-defined` is read as windows-1252, as a page's own declaration is. */
export function encodingOf(label: string): string | undefined {
  const trimmed = label.trim().toLowerCase()
  if (trimmed === 'utf-8' || trimmed === 'windows-1252') return trimmed
  if (trimmed === 'x-user-defined') return 'windows-1252'
  return trimmed.length > longestLabel ? undefined : decoderFor(trimmed)?.encoding
}

/**
 * Text of the bytes; what cannot be decoded becomes U+FFFD, a byte order mark is dropped, an unknown encoding is read as UTF-8. Never
 * throws.
 */
export function decodeText(bytes: Uint8Array, encoding: string): string {
  return (decoderFor(encoding) ?? decoderFor('utf-8')!).decode(bytes)
}

/** The same text in pieces, so that a large one is never a string as a whole. */
export function* decodedPieces(bytes: Uint8Array, encoding: string): Generator<string> {
  const decoder = new TextDecoder(decoderFor(encoding)?.encoding ?? 'utf-8')
  for (let at = 0; at < bytes.length; at += pieceBytes) yield decoder.decode(bytes.subarray(at, at + pieceBytes), { stream: true })
  yield decoder.decode()
}

/** Valid UTF-8 beyond ASCII; a last character that was cut off is forgiven. */
export function isUtf8Text(bytes: Uint8Array): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let isAscii = true
  try {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      const piece = decoder.decode(bytes.subarray(at, at + pieceBytes), { stream: true })
      if (isAscii) isAscii = !/[^\0-\x7f]/.test(piece)
    }
  } catch {
    return false
  }
  return !isAscii
}

const pieceBytes = 64 * 1024

function bomEncoding(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : undefined
}

/** The longest label of the Encoding Standard has 19 letters: outside text is not kept beyond that. */
const longestLabel = 32
type Decoder = InstanceType<typeof TextDecoder>
const decoders = new Map<string, Decoder>()

function decoderFor(label: string): Decoder | undefined {
  const known = decoders.get(label)
  if (known !== undefined) return known
  try {
    const decoder = new TextDecoder(label)
    decoders.set(label, decoder)
    return decoder
  } catch {
    return undefined
  }
}
