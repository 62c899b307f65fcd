/**
 * Text in an encoding of one or two bytes per character, by turning `TextDecoder` round: Node itself writes none but UTF-8, UTF-16LE and
 * Latin-1. Throws RangeError for a character that the encoding lacks.
 */
export function encodeText(text: string, encoding: string): Uint8Array {
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le')
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16()
  const table = tableOf(encoding)
  return Buffer.concat(
    Array.from(text, character => {
      const bytes = table.get(character)
      if (bytes === undefined) throw new RangeError(`${encoding} has no ${character}`)
      return bytes
    }),
  )
}

const tables = new Map<string, ReadonlyMap<string, Uint8Array>>()

function tableOf(encoding: string): ReadonlyMap<string, Uint8Array> {
  const known = tables.get(encoding)
  if (known !== undefined) return known
  const decoder = new TextDecoder(encoding, { fatal: true })
  const table = new Map<string, Uint8Array>()
  const add = (...values: number[]): boolean => {
    const bytes = Uint8Array.from(values)
    try {
      const character = decoder.decode(bytes)
      // A lead byte with a wrong trail byte may decode to two characters: not a pair.
      if ([...character].length === 1 && !table.has(character)) table.set(character, bytes)
      return true
    } catch {
      return false
    }
  }
  for (let lead = 0; lead < 256; lead += 1) {
    const isWhole = add(lead)
    for (let trail = 0x40; !isWhole && trail < 256; trail += 1) add(lead, trail)
  }
  tables.set(encoding, table)
  return table
}
