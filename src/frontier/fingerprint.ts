/** A 64-bit fingerprint of a string in two unsigned halves. One shared object is filled: read it before the next call. */
export type Fingerprint = { high: number; low: number }

const shared: Fingerprint = { high: 0, low: 0 }

/**
 * Two 32-bit lanes of multiply-xor mixing over the UTF-16 units (the cyrb53 construction, all 64 bits kept).
 * @param seed drawn for each store, so that a hostile site cannot prepare URLs that collide
 */
export function fingerprint(text: string, seed: number): Fingerprint {
  let one = 0xdeadbeef ^ seed
  let two = 0x41c6ce57 ^ seed
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    one = Math.imul(one ^ unit, 2_654_435_761)
    two = Math.imul(two ^ unit, 1_597_334_677)
  }
  one = Math.imul(one ^ (one >>> 16), 2_246_822_507) ^ Math.imul(two ^ (two >>> 13), 3_266_489_909)
  two = Math.imul(two ^ (two >>> 16), 2_246_822_507) ^ Math.imul(one ^ (one >>> 13), 3_266_489_909)
  shared.high = two >>> 0
  shared.low = one >>> 0
  return shared
}
