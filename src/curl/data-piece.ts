import type { DataPiece } from './curl-order.ts'

/** `@name` is a file. */
export function fileOrText(value: string, as: 'lines' | 'bytes'): DataPiece {
  return value.startsWith('@') ? { file: value.slice(1), as } : { text: value }
}

/** `text`, `=text`, `name=text`, `@file`, `name@file`: the first `=`, else the first `@`, decides, as in curl. */
export function encodedPiece(value: string): DataPiece {
  const equals = value.indexOf('=')
  const at = equals < 0 ? value.indexOf('@') : -1
  if (at >= 0) return { file: value.slice(at + 1), as: 'encoded', ...(at === 0 ? {} : { name: value.slice(0, at) }) }
  const name = value.slice(0, Math.max(0, equals))
  return { text: `${name === '' ? '' : `${name}=`}${formEncoded(Buffer.from(value.slice(equals + 1)))}` }
}

/** As curl does: unreserved characters stay (RFC 3986 section 2.3), a space is +. */
export function formEncoded(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) {
    const character = String.fromCharCode(byte)
    if (/[A-Za-z0-9._~-]/.test(character)) text += character
    else text += byte === 0x20 ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return text
}
