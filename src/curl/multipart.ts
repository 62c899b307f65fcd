import type { FormPiece } from './curl-order.ts'

export type Multipart = { readonly type: string; readonly body: Uint8Array }

/**
 * A form as `multipart/form-data` (RFC 7578). The platform's FormData cannot write what curl writes for `-F 'a={};type=application/json'`:
 * a part with a type that is no file. @param boundary must not stand in the contents
 */
export function multipart(pieces: readonly FormPiece[], contents: readonly Uint8Array[], boundary: string): Multipart {
  const parts: Uint8Array[] = []
  for (const [index, { name, fileName, type = fileName === undefined ? undefined : typeOf(fileName) }] of pieces.entries()) {
    const file = fileName === undefined ? '' : `; filename="${inQuotes(fileName)}"`
    const kind = type === undefined ? '' : `Content-Type: ${type}\r\n`
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${inQuotes(name)}"${file}\r\n${kind}\r\n`
    parts.push(Buffer.from(head), contents[index]!, Buffer.from('\r\n'))
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`))
  return { type: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat(parts) }
}

/** As browsers do it (HTML standard, multipart/form-data encoding algorithm). */
function inQuotes(name: string): string {
  return name.replace(/["\r\n]/g, character => (character === '"' ? '%22' : character === '\r' ? '%0D' : '%0A'))
}

const types = new Map(
  Object.entries({
    gif: 'image/gif',
    htm: 'text/html',
    html: 'text/html',
    jpeg: 'image/jpeg',
    jpg: 'image/jpeg',
    json: 'application/json',
    pdf: 'application/pdf',
    png: 'image/png',
    svg: 'image/svg+xml',
    txt: 'text/plain',
    xml: 'application/xml',
  }),
)

function typeOf(fileName: string): string {
  return types.get(fileName.split('.').at(-1)!.toLowerCase()) ?? 'application/octet-stream'
}
