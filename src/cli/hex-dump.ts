/** Bytes as lines of sixteen, in hexadecimal and as ASCII; a line comes when it is full. */
export type HexDump = { take(bytes: Uint8Array): string[]; end(): string[] }

export function createHexDump(): HexDump {
  let offset = 0
  let row: number[] = []

  function line(): string {
    const hex = row.map(byte => byte.toString(16).padStart(2, '0'))
    const columns = `${hex.slice(0, 8).join(' ')}  ${hex.slice(8).join(' ')}`.padEnd(48)
    const text = row.map(byte => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('')
    const made = `${offset.toString(16).padStart(8, '0')}  ${columns}  |${text}|`
    offset += row.length
    row = []
    return made
  }

  return {
    take(bytes) {
      const lines: string[] = []
      for (const byte of bytes) {
        row.push(byte)
        if (row.length === 16) lines.push(line())
      }
      return lines
    },
    end: () => (row.length === 0 ? [] : [line()]),
  }
}
