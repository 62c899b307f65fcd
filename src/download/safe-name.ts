import { limits } from '../base/limits.ts'

// Separators, drive and stream colons, wildcards and quotes of any system; our own mark `~`; everything unseen: controls, bidi and other
// format characters, line separators, what was no character at all; and what a careless reader takes for the folder above.
const unsafe = /[/\\:*?"<>|~\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\ufffd]|\.{2,}/gu

/** Devices of Windows, with any extension: `nul.txt` is the device too. */
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])(?: *\..*)?$/i

/**
 * Text from outside as the name of one file or folder on any system: in NFC, nothing unseen, no separator, no device, not hidden, no option
 * (`-rf`), no space or dot at its ends. Empty when nothing is left. Its length is not limited here.
 */
export function safeName(text: string): string {
  const name = trimEnd(text.normalize('NFC').toWellFormed()).trimStart().replace(unsafe, '_')
  return device.test(name) ? `_${name}` : name.replace(/^[-.]/, '_')
}

/** The extension with its dot: at most ten letters and digits behind the last dot; empty when there is none. */
export function extensionOf(name: string): string {
  return /(?<=[^.])\.[0-9a-z]{1,10}$/i.exec(name.slice(-12))?.[0] ?? ''
}

/** The name with a mark before its extension, its stem cut at a character so that the whole fits. */
export function markName(name: string, mark: string, extension = extensionOf(name), bytes: number = limits.fileNameBytes): string {
  const stem = name.slice(0, name.length - extension.length)
  return cutName(stem, bytes - Buffer.byteLength(mark + extension)) + mark + extension
}

export function fitsName(name: string): boolean {
  return Buffer.byteLength(name) <= limits.fileNameBytes
}

/** The longest beginning of whole characters within so many UTF-8 bytes. */
function cutName(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text
  const cut = Buffer.from(text).subarray(0, bytes + 1)
  let end = bytes
  while (end > 0 && (cut[end]! & 0xc0) === 0x80) end--
  return trimEnd(cut.toString('utf8', 0, end))
}

/** Windows drops dots and spaces there; not a regular expression, which would look at each run from each of its places. */
function trimEnd(text: string): string {
  let end = text.length
  while (end > 0 && /[.\s]/.test(text[end - 1]!)) end--
  return text.slice(0, end)
}
