/** Fields that carry a digest: RFC 1864, RFC 3230, RFC 9530. */
export const digestFields = ['content-md5', 'digest', 'content-digest', 'repr-digest'] as const
export type DigestField = (typeof digestFields)[number]

export type DigestAlgorithm = 'md5' | 'sha-1' | 'sha-256' | 'sha-384' | 'sha-512'

/** A digest that a server states. */
export type StatedDigest = {
  readonly field: DigestField
  readonly algorithm: DigestAlgorithm
  readonly bytes: Uint8Array
  /** Of this answer's body as it is sent, a range by itself; or of the whole representation, whatever part of it is sent. */
  readonly of: 'content' | 'representation'
}

const lengths: ReadonlyMap<DigestAlgorithm, number> = new Map([
  ['md5', 16],
  ['sha-1', 20],
  ['sha-256', 32],
  ['sha-384', 48],
  ['sha-512', 64],
])

const names: ReadonlyMap<string, DigestAlgorithm> = new Map<string, DigestAlgorithm>([
  ...[...lengths.keys()].flatMap((name): [string, DigestAlgorithm][] => [
    [name, name],
    [name.replace('-', ''), name],
  ]),
  ['sha', 'sha-1'],
])

/** Algorithms that are not known here and digests of a wrong length are left out: nothing can be checked by them. */
export function parseDigests(field: DigestField, value: string): StatedDigest[] {
  const of = field === 'content-md5' || field === 'content-digest' ? 'content' : 'representation'
  const digests: StatedDigest[] = []
  for (const piece of field === 'content-md5' ? [`md5=${value.trim()}`] : value.split(',')) {
    const [, name = '', text = ''] = /^\s*([\w-]+)=(.*)$/s.exec(piece) ?? []
    const algorithm = digestAlgorithm(name)
    // RFC 9530 writes a byte sequence, `:base64:`, and may have parameters behind it.
    const base64 = field.includes('-digest') ? (/^:([^:]*):/.exec(text)?.[1] ?? '') : text.trim()
    const bytes = algorithm === undefined ? undefined : digestBytes(algorithm, base64, ['base64'])
    if (algorithm !== undefined && bytes !== undefined) digests.push({ field, algorithm, bytes, of })
  }
  return digests
}

/** `SHA-256`, `sha256` -> `sha-256`; undefined when it is not known. */
export function digestAlgorithm(name: string): DigestAlgorithm | undefined {
  return names.get(name.toLowerCase())
}

/** Reads a digest written in base64 or hexadecimal digits; undefined when it has not the length of its algorithm. */
export function digestBytes(
  algorithm: DigestAlgorithm,
  text: string,
  forms: readonly ('hex' | 'base64')[] = ['hex', 'base64'],
): Uint8Array | undefined {
  const length = lengths.get(algorithm)
  for (const form of forms) {
    if (!(form === 'hex' ? /^[0-9a-f]+$/i : /^[0-9A-Za-z+/_-]+=*$/).test(text)) continue
    const bytes = Buffer.from(text, form)
    if (bytes.length === length) return bytes
  }
  return undefined
}
