import type { Random } from './seeded-words.ts'
import { pick } from './seeded-words.ts'

/**
 * A real baseline JPEG (ITU-T T.81) of exactly `size` bytes: a grey mosaic whose 8x8 tiles hold one DC coefficient each, so that the
 * scan needs no transform; comment segments of noise bring it to its size. @param size at least 4,000
 */
export function jpegOf(size: number, random: Random, columns = 40, rows = 30): Uint8Array {
  const head = Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    segment(0xdb, [0, ...new Array<number>(64).fill(8)]),
    segment(0xc0, [8, ...word16(rows * 8), ...word16(columns * 8), 1, 1, 0x11, 0]),
    // Twelve DC size categories with 4-bit codes; one AC code, `0`, for "end of block".
    segment(0xc4, [0x00, 0, 0, 0, 12, ...new Array<number>(12).fill(0), ...Array.from({ length: 12 }, (_, index) => index)]),
    segment(0xc4, [0x10, 1, ...new Array<number>(15).fill(0), 0]),
  ])
  const tail = Buffer.concat([segment(0xda, [1, 1, 0x00, 0, 63, 0]), mosaic(columns * rows, random), Buffer.from([0xff, 0xd9])])
  const room = size - head.length - tail.length
  if (room < 4) throw new RangeError(`a picture of ${columns}x${rows} tiles does not fit into ${size} bytes`)
  return Buffer.concat([head, ...comments(room, random), tail])
}

/** A GIF89a of one grey pixel and exactly `size` bytes, brought to its size by comment extensions. @param size at least 60 */
export function gifOf(size: number, random: Random): Uint8Array {
  const head = Buffer.from([...Buffer.from('GIF89a'), 1, 0, 1, 0, 0x80, 0, 0, 0x90, 0x90, 0x90, 0xff, 0xff, 0xff])
  const tail = Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 0x01, 0, 0x3b])
  // Of each comment 3 bytes frame it and each block of up to 255 has one byte of length.
  let room = size - head.length - tail.length - 3
  const blocks: Uint8Array[] = []
  while (room > 0) {
    // A block needs two bytes: never leave one over.
    const length = room === 257 ? 254 : Math.min(255, room - 1)
    blocks.push(Uint8Array.of(length, ...noise(length, random)))
    room -= length + 1
  }
  return Buffer.concat([head, Buffer.from([0x21, 0xfe]), ...blocks, Buffer.from([0]), tail])
}

function mosaic(tiles: number, random: Random): Uint8Array {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  const put = (value: number, length: number) => {
    for (let bit = length - 1; bit >= 0; bit -= 1) {
      bits = (bits << 1) | ((value >> bit) & 1)
      held += 1
      if (held < 8) continue
      bytes.push(bits)
      // T.81 section B.1.1.5: a 0xff in the scan is followed by a zero.
      if (bits === 0xff) bytes.push(0)
      bits = held = 0
    }
  }
  let previous = 0
  for (let tile = 0; tile < tiles; tile += 1) {
    const grey = pick(random, 200) - 100
    const difference = grey - previous
    const category = difference === 0 ? 0 : 32 - Math.clz32(Math.abs(difference))
    put(category, 4)
    if (category > 0) put(difference > 0 ? difference : difference + (1 << category) - 1, category)
    put(0, 1)
    previous = grey
  }
  if (held > 0) put(0xff, 8 - held)
  return Uint8Array.from(bytes)
}

function* comments(room: number, random: Random): Generator<Uint8Array> {
  let left = room
  while (left > 0) {
    // A comment is four bytes at least, 65,537 at most: never leave less than four over.
    const length = left > 65_537 ? Math.min(65_533, left - 4) : left
    yield segment(0xfe, noise(length - 4, random))
    left -= length
  }
}

function segment(marker: number, data: ArrayLike<number>): Uint8Array {
  return Buffer.concat([Buffer.from([0xff, marker, ...word16(data.length + 2)]), Uint8Array.from(data)])
}

function noise(length: number, random: Random): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let index = 0; index < length; index += 1) bytes[index] = pick(random, 255)
  return bytes
}

function word16(value: number): [number, number] {
  return [value >> 8, value & 0xff]
}
