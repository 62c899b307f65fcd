import type { MessageOptions, MessageReader } from './message-reader.ts'

export const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))
export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

/** What both readers have in common. */
export type Create = (options: MessageOptions) => MessageReader<{ readonly kind: string }>

/** Joins neighbours, the one thing that may depend on how the bytes were cut; bytes become text. */
type Told = { readonly kind: string; readonly bytes?: Uint8Array | string; readonly error?: unknown }

/** What a reader says of these pieces, to the close of the connection. */
export function told<Part extends { readonly kind: string }>(reader: MessageReader<Part>, pieces: Iterable<Uint8Array>) {
  const parts: Told[] = []
  const hear = (made: readonly Told[]) => {
    for (const part of made) {
      const last = parts.at(-1)
      if (!('bytes' in part)) parts.push({ ...part, ...('error' in part ? { error: String(part.error) } : {}) })
      else if (last?.kind === part.kind) parts.splice(-1, 1, { ...part, bytes: last.bytes + textOf(part.bytes as Uint8Array) })
      else parts.push({ ...part, bytes: textOf(part.bytes as Uint8Array) })
    }
  }
  for (const piece of pieces) hear(reader.push(piece))
  hear(reader.finish())
  return { parts, anomalies: reader.anomalies, isOver: reader.isOver, mayReuse: reader.mayReuse }
}

export function* oneByOne(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at++) yield bytes.subarray(at, at + 1)
}

export const splitAt = (bytes: Uint8Array, at: number): Uint8Array[] => [bytes.subarray(0, at), bytes.subarray(at)]
