import { TextDecoder } from 'node:util'
import { sniffEncoding } from '../base/encoding.ts'
import { limits } from '../base/limits.ts'

/**
 * Text of a body that comes in pieces, by its byte order mark, its charset, a `<meta>` or its bytes; a character may be cut by a border.
 * The first piece waits for `limits.prescanBytes`.
 * @param charset of Content-Type, asked for once the first bytes are here
 */
export async function* decodePieces(bytes: AsyncIterable<Uint8Array>, charset: () => string | undefined): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined
  const start: Uint8Array[] = []
  let length = 0
  const decoderFor = (known: Uint8Array) => new TextDecoder(sniffEncoding(known, charset()).encoding)
  for await (const chunk of bytes) {
    if (decoder !== undefined) yield decoder.decode(chunk, { stream: true })
    else {
      start.push(chunk)
      length += chunk.length
      if (length < limits.prescanBytes) continue
      const whole = Buffer.concat(start)
      decoder = decoderFor(whole)
      yield decoder.decode(whole, { stream: true })
    }
  }
  const rest = decoder === undefined ? Buffer.concat(start) : new Uint8Array(0)
  decoder ??= decoderFor(rest)
  yield decoder.decode(rest)
}
