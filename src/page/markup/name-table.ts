/** Finds which of a few known names stands in the bytes of a page, in any case, without making a string. */
export type NameTable = {
  /** Its place among the names, from 1 on; 0: none of them. @param hash from `foldHash` over the bytes between the two */
  find(bytes: Uint8Array, start: number, end: number, hash: number): number
}

/** @param names ASCII in lower case */
export function createNameTable(names: readonly string[]): NameTable {
  const mask = 2 ** Math.ceil(Math.log2(names.length * 4)) - 1
  const slots = new Uint16Array(mask + 1)
  const known = ['', ...names]
  for (let place = 1; place < known.length; place++) {
    let slot = hashOf(known[place]!) & mask
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    slots[slot] = place
  }
  return {
    find(bytes, start, end, hash) {
      for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
        const place = slots[slot]!
        if (place === 0 || isName(known[place]!, bytes, start, end)) return place
      }
    },
  }
}

/** One step of the hash; upper and lower case are the same. */
export function foldHash(hash: number, byte: number): number {
  return (Math.imul(hash, 31) + (byte | 0x20)) | 0
}

function hashOf(name: string): number {
  let hash = 0
  for (let at = 0; at < name.length; at++) hash = foldHash(hash, name.charCodeAt(at))
  return hash
}

export function isName(name: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (name.length !== end - start) return false
  for (let at = 0; at < name.length; at++) {
    const byte = bytes[start + at]!
    if ((byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte) !== name.charCodeAt(at)) return false
  }
  return true
}
