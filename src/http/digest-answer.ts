import type { Challenge } from '../headers/index.ts'

export type User = { readonly user: string; readonly password: string }

/** What is asked, as far as the answer to a challenge speaks of it. */
export type AuthRequest = {
  readonly method: string
  /** The request target as it is sent: path and query, or `host:port` of CONNECT. */
  readonly target: string
  readonly body?: Uint8Array | undefined
}

/** A Digest challenge that can be answered (RFC 7616 section 3.3). */
export type DigestChallenge = {
  readonly realm: string
  readonly nonce: string
  readonly opaque: string | undefined
  /** As the server spelt it; undefined is MD5. */
  readonly algorithm: string | undefined
  readonly hash: DigestHash
  readonly session: boolean
  readonly qop: 'auth' | 'auth-int' | undefined
  readonly stale: boolean
  readonly userHash: boolean
  readonly utf8: boolean
}

/** Node's name of a hash; the stronger first. */
export const digestHashes = ['sha512-256', 'sha256', 'md5'] as const
export type DigestHash = (typeof digestHashes)[number]

const algorithms: ReadonlyMap<string, DigestHash> = new Map([
  ['md5', 'md5'],
  ['sha-256', 'sha256'],
  ['sha-512-256', 'sha512-256'],
])

/** Undefined for another scheme, and for an algorithm or a quality of protection that is not known here. */
export function readDigest({ scheme, parameters }: Challenge): DigestChallenge | undefined {
  const value = (name: string) => parameters.find(pair => pair[0] === name)?.[1]
  const [realm, nonce, algorithm] = [value('realm'), value('nonce'), value('algorithm')]
  const [, name = 'md5', session] = /^(.*?)(-sess)?$/.exec((algorithm ?? 'md5').toLowerCase()) ?? []
  const hash = algorithms.get(name)
  const offered = value('qop')
    ?.toLowerCase()
    .split(/[\s,]+/)
  const qop = offered?.includes('auth') ? 'auth' : offered?.includes('auth-int') ? 'auth-int' : undefined
  if (scheme !== 'digest' || realm === undefined || nonce === undefined || hash === undefined) return undefined
  if (offered !== undefined && qop === undefined) return undefined
  return {
    realm,
    nonce,
    opaque: value('opaque'),
    algorithm,
    hash,
    session: session !== undefined,
    qop,
    stale: value('stale')?.toLowerCase() === 'true',
    userHash: value('userhash')?.toLowerCase() === 'true',
    utf8: value('charset')?.toLowerCase() === 'utf-8',
  }
}

/**
 * The Authorization field that answers a Digest challenge (RFC 7616 section 3.4).
 * @param count of answers to this nonce, from 1
 * @param cnonce the client's own nonce, kept as long as the server's: a `-sess` key is made of both
 */
export function digestAnswer(challenge: DigestChallenge, who: User, request: AuthRequest, count: number, cnonce: string): string {
  const { realm, nonce, opaque, algorithm, hash, session, qop, userHash, utf8 } = challenge
  const digest = (...parts: (string | Uint8Array)[]) => {
    const sum = process.getBuiltinModule('node:crypto').createHash(hash)
    // What came from the server is kept as bytes one to one; name and password are text.
    for (const [index, part] of parts.entries()) sum.update(index === 0 ? '' : ':').update(typeof part === 'string' ? bytesOf(part) : part)
    return sum.digest('hex')
  }
  const nc = count.toString(16).padStart(8, '0')
  const secret = digest(utf8Bytes(who.user), realm, utf8Bytes(who.password))
  const a1 = session ? digest(secret, nonce, cnonce) : secret
  const a2 =
    qop === 'auth-int' ? digest(request.method, request.target, digest(request.body ?? '')) : digest(request.method, request.target)
  const response = qop === undefined ? digest(a1, nonce, a2) : digest(a1, nonce, nc, cnonce, qop, a2)
  const name = userHash ? ['username', quoted(digest(utf8Bytes(who.user), realm))] : nameOf(who.user, utf8)
  return `Digest ${[
    name,
    ['realm', quoted(realm)],
    ['nonce', quoted(nonce)],
    ['uri', quoted(request.target)],
    ...(algorithm === undefined ? [] : [['algorithm', algorithm]]),
    ['response', quoted(response)],
    ...(opaque === undefined ? [] : [['opaque', quoted(opaque)]]),
    ...(qop === undefined && !session ? [] : [['cnonce', quoted(cnonce)]]),
    ...(qop === undefined
      ? []
      : [
          ['qop', qop],
          ['nc', nc],
        ]),
    ...(userHash ? [['userhash', 'true']] : []),
  ]
    .map(pair => pair.join('='))
    .join(', ')}`
}

function nameOf(user: string, utf8: boolean): string[] {
  if (!utf8 || /^[\x20-\x7e]*$/.test(user)) return ['username', quoted(Buffer.from(user).toString('latin1'))]
  const encoded = encodeURIComponent(user).replace(/['()*]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  return ['username*', `UTF-8''${encoded}`]
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'latin1')
}

function utf8Bytes(text: string): Uint8Array {
  return Buffer.from(text, 'utf8')
}
