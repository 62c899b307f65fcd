/** The head of SQLite's write-ahead log (sqlite.org/fileformat2.html, section 4.1). */
export const walHeaderBytes = 32

/** Is this the head of a log? All zeros are one that never reached the disk: there is nothing behind it. */
export function isWalHeader(head: Buffer): boolean {
  const magic = head.readUInt32BE(0)
  if (head.every(byte => byte === 0)) return true
  if (magic !== 0x377f0682 && magic !== 0x377f0683) return false
  const [first, second] = checksum(head.subarray(0, 24), magic === 0x377f0683)
  return head.readUInt32BE(24) === first && head.readUInt32BE(28) === second
}

/** Section 4.2. @param big the byte order of the words it adds up */
function checksum(bytes: Buffer, big: boolean): readonly [number, number] {
  let first = 0
  let second = 0
  for (let at = 0; at < bytes.length; at += 8) {
    first = (first + (big ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + second) >>> 0
    second = (second + (big ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + first) >>> 0
  }
  return [first, second]
}
