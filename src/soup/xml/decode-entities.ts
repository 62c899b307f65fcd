import { badCharacterAt } from './xml-rules.ts'

const entities: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
])

const reference = /&(?:#x([\da-fA-F]+)|#(\d+)|([^\s&;<>"'=/#]+));/g

/** The five entities of XML and references by number; any other stays as it is written. @param unknown told of it, and where */
export function decodeEntities(raw: string, unknown: (written: string, offset: number) => void): string {
  if (!raw.includes('&')) return raw
  return raw.replace(
    reference,
    (written: string, hex: string | undefined, decimal: string | undefined, name: string | undefined, offset: number) => {
      const value = name === undefined ? characterOf(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)) : entities.get(name)
      if (value === undefined) unknown(written.slice(0, 80), offset)
      return value ?? written
    },
  )
}

function characterOf(code: number): string | undefined {
  const character = code <= 0x10ffff ? String.fromCodePoint(code) : undefined
  return character === undefined || badCharacterAt(character) >= 0 ? undefined : character
}
