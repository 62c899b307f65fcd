import type { Codec } from './codec.ts'
import type { DigestField, StatedDigest } from './content-digest.ts'
import { parseDigests } from './content-digest.ts'

/** The digests of one field that can be checked; undefined when there are none. */
function digestsIn(field: DigestField, write: (digest: StatedDigest) => string): Codec<readonly StatedDigest[]> {
  return {
    parse: text => {
      const digests = parseDigests(field, text)
      return digests.length === 0 ? undefined : digests
    },
    format: digests => digests.map(write).join(', '),
  }
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/** RFC 1864. */
export const contentMd5 = digestsIn('content-md5', ({ bytes }) => base64(bytes))

/** RFC 3230: SHA stands for SHA-1. */
export const oldDigest = digestsIn('digest', ({ algorithm, bytes }) => {
  return `${algorithm === 'sha-1' ? 'SHA' : algorithm.toUpperCase()}=${base64(bytes)}`
})

/** RFC 9530 sections 2 and 3. */
export const contentDigest = digestsIn('content-digest', byteSequence)
export const reprDigest = digestsIn('repr-digest', byteSequence)

function byteSequence({ algorithm, bytes }: StatedDigest): string {
  return `${algorithm === 'sha-1' ? 'sha' : algorithm}=:${base64(bytes)}:`
}
