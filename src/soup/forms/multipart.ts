import type { Entry } from './entry-list.ts'

/** multipart/form-data (RFC 7578; HTML, section 4.10.21.8). @param boundary what stands in no part; by chance when not given */
export function multipart(entries: readonly Entry[], boundary = `----orbweaver-${crypto.randomUUID()}`) {
  const encoder = new TextEncoder()
  const pieces: Uint8Array[] = []
  for (const [name, value] of entries) {
    const isText = typeof value === 'string'
    const file = isText ? '' : `; filename="${quoted(value.filename)}"\r\nContent-Type: ${mediaType(value.type)}`
    pieces.push(encoder.encode(`--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${file}\r\n\r\n`))
    pieces.push(isText ? encoder.encode(value) : value.bytes, encoder.encode('\r\n'))
  }
  pieces.push(encoder.encode(`--${boundary}--\r\n`))
  const body = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    body.set(piece, at)
    at += piece.length
  }
  return { type: `multipart/form-data; boundary=${boundary}`, body }
}

function quoted(text: string): string {
  return text.replace(/\r\n|\r|\n/g, '%0D%0A').replaceAll('"', '%22')
}

function mediaType(type = ''): string {
  return /^[\w!#$&^+.-]+\/[\w!#$&^+.; ="-]+$/.test(type) ? type : 'application/octet-stream'
}
