import type { Hash } from 'node:crypto'
import { CrawlError } from '../base/crawl-error.ts'
import { escapeTerminal } from '../base/escape.ts'
import type { HeaderList } from '../exchange/header-list.ts'
import { headerValues } from '../exchange/header-list.ts'
import type { DigestAlgorithm } from '../headers/content-digest.ts'
import { digestAlgorithm, digestBytes, digestFields, parseDigests } from '../headers/content-digest.ts'

/** A digest that must come out: by a field of the answer, or as the caller expects. */
export type WantedDigest = {
  /** `content-md5`, `repr-digest`, or `expect`. */
  readonly by: string
  readonly algorithm: DigestAlgorithm
  readonly bytes: Uint8Array
  /** Of this answer's body, or of the whole file. */
  readonly of: 'content' | 'representation'
}

/** Digests of bytes while they pass. */
export type DigestCheck = {
  /** Is there one of the whole file? The bytes that are here already are to go through `file` first then. */
  readonly ofFile: boolean
  content(bytes: Uint8Array): void
  file(bytes: Uint8Array): void
  /** Names of what was checked. Throws CrawlError `digest-mismatch`. */
  verify(of: WantedDigest['of']): string[]
}

/** `sha-256=2c26b4...`. @throws CrawlError usage when it cannot be read */
export function expectedDigest(text: string): WantedDigest {
  const [, name = '', value = ''] = /^([\w-]+)[=:](.+)$/.exec(text.trim()) ?? []
  const algorithm = digestAlgorithm(name)
  const bytes = algorithm === undefined ? undefined : digestBytes(algorithm, value)
  if (algorithm !== undefined && bytes !== undefined) return { by: 'expect', algorithm, bytes, of: 'representation' }
  const says = `"${escapeTerminal(text, 200)}" is no digest. Write sha-256=, sha-512= or md5= and its hexadecimal digits or base64.`
  throw new CrawlError('usage', says)
}

export function statedDigests(headers: HeaderList): WantedDigest[] {
  return digestFields.flatMap(field =>
    headerValues(headers, field).flatMap(value => parseDigests(field, value).map(digest => ({ by: field, ...digest }))),
  )
}

/** Most downloads have no digest to check, and it takes time to load. */
const crypto = () => process.getBuiltinModule('node:crypto')

export function createDigestCheck(wanted: readonly WantedDigest[], url: string): DigestCheck {
  // One hash for all that want the same.
  const hashes = new Map<string, Hash>(
    wanted.map(({ of, algorithm }) => [`${of} ${algorithm}`, crypto().createHash(algorithm.replace('-', ''))]),
  )
  const ofContent = [...hashes].filter(([key]) => key.startsWith('content ')).map(([, hash]) => hash)
  const ofFile = [...hashes].filter(([key]) => key.startsWith('representation ')).map(([, hash]) => hash)
  return {
    ofFile: ofFile.length > 0,
    content(bytes) {
      for (const hash of ofContent) hash.update(bytes)
    },
    file(bytes) {
      for (const hash of ofFile) hash.update(bytes)
    },
    verify(part) {
      const digests = wanted.filter(({ of }) => of === part)
      const results = new Map([...hashes].filter(([key]) => key.startsWith(`${part} `)).map(([key, hash]) => [key, hash.digest()]))
      for (const { by, algorithm, bytes, of } of digests) {
        const found = results.get(`${of} ${algorithm}`)!
        if (crypto().timingSafeEqual(found, bytes)) continue
        const wrong = `${url}: the bytes have the ${algorithm} ${found.toString('hex')}`
        const told = by === 'expect' ? `not ${Buffer.from(bytes).toString('hex')}, which you expect` : `not the one that ${by} states`
        throw new CrawlError('digest-mismatch', `${wrong}, ${told}. The file was not put in place; try again, or ask its webmaster.`, {
          url,
        })
      }
      return digests.map(({ by }) => by)
    },
  }
}
