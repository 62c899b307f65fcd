/** The smallest input that is found to fail still, by taking pieces out, large ones first. */
export async function minimise(input: Uint8Array, fails: (input: Uint8Array) => Promise<boolean>, most = 2_000): Promise<Uint8Array> {
  let left = most
  let smallest = input
  for (let size = Math.ceil(input.length / 2); size >= 1 && left > 0; ) {
    let shrank = false
    for (let at = 0; at < smallest.length && left > 0; left--) {
      const shorter = Buffer.concat([smallest.subarray(0, at), smallest.subarray(at + size)])
      if (await fails(new Uint8Array(shorter))) {
        smallest = new Uint8Array(shorter)
        shrank = true
      } else at += size
    }
    if (!shrank || size > 1) size = size === 1 ? 0 : Math.ceil(size / 2)
  }
  return smallest
}
