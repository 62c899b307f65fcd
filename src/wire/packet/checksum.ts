/** The sum of 16-bit words, the carry added back in: the Internet checksum before its complement (RFC 1071). An odd end gets a zero. */
export function onesComplementSum(bytes: Uint8Array): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 2) {
    // Numbers hold 2^53: for any packet the carries may wait until the end.
    sum += (bytes[at]! << 8) | (bytes[at + 1] ?? 0)
  }
  while (sum > 0xffff) sum = Math.floor(sum / 0x10000) + (sum % 0x10000)
  return sum
}

/** What stands in the checksum field, if it is zero while it is computed. */
export function internetChecksum(bytes: Uint8Array): number {
  return ~onesComplementSum(bytes) & 0xffff
}
