import { bytesOf } from './fuzz-target.ts'

/** Bytes that mean something to one reader or another, and the ends of ranges. */
const sharpBytes = bytesOf(
  Uint8Array.from([...Buffer.from('\0\t\n\r\x1b "\'#%&()*+,-./0123456789:;<=>?@[\\]^_`aZ{|}~'), 0x7f, 0x80, 0xbf, 0xc3, 0xe2, 0xff]),
)
/** Where repeating is worth its time; nearly all inputs stay far below. */
const longest = 64 * 1024
const usual = 1024

export type Pool = { readonly inputs: readonly Uint8Array[]; readonly words: readonly string[] }

/** A new input: one of the pool with some of its bytes taken out, doubled, put elsewhere, or replaced by others. */
export function mutate({ inputs, words }: Pool, random: () => number): Uint8Array {
  const below = (most: number) => Math.floor(random() * most)
  const from = <Item>(items: ArrayLike<Item>): Item => items[below(items.length)]!
  // Of two the shorter: what a long one shows a short one shows sooner.
  const [one, other] = [from(inputs), from(inputs)]
  let bytes = one.length < other.length || random() < 0.2 ? one : other
  const range = (): [start: number, end: number] => {
    const start = below(bytes.length + 1)
    return [start, Math.min(bytes.length, start + 1 + below(random() < 0.8 ? 8 : bytes.length))]
  }
  const put = (start: number, end: number, ...pieces: readonly Uint8Array[]) => {
    bytes = Buffer.concat([bytes.subarray(0, start), ...pieces, bytes.subarray(end)])
  }
  const changes: readonly (() => void)[] = [
    () => put(...range()),
    () => {
      const [start] = range()
      put(start, start, bytesOf(from(words)))
    },
    () => put(...range(), bytesOf(from(words))),
    () => put(...range(), Uint8Array.of(from(sharpBytes))),
    () => put(...range(), Uint8Array.of(below(256))),
    () => {
      const [start, end] = range()
      put(start, start, bytes.subarray(start, end))
    },
    () => {
      const other = from(inputs)
      const start = below(other.length)
      put(...range(), other.subarray(start, start + 1 + below(other.length)))
    },
    () => {
      const [start, end] = range()
      const [to] = range()
      put(to, to, bytes.subarray(start, end))
    },
    () => {
      const [start, end] = range()
      const length = Math.max(1, end - start)
      const times = random() < 0.9 ? 2 : Math.min((random() < 0.1 ? longest : usual) / length, 2 ** below(16))
      put(start, end, Buffer.concat(Array.from({ length: Math.ceil(times) }, () => bytes.subarray(start, end))))
    },
  ]
  for (let turns = 1 + below(6); turns > 0; turns--) from(changes)()
  return new Uint8Array(bytes.subarray(0, longest))
}
