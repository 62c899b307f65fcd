import { createHash } from 'node:crypto'
import { statusAnswer } from '../answers.ts'
import type { Answer, StreetContext, StreetRequest } from '../street.ts'

/** Who may come in, by form and by `Authorization`. */
export const doorKeys = { user: 'ann', password: 'open sesame', realm: 'The "blue" door, left' } as const

/** What a lock wants of a Digest answer; the hash by its name in Node and on the wire. */
type Lock = { readonly algorithm?: string; readonly hash?: string; readonly qop?: string; readonly more?: string; readonly uses?: number }

const locks: ReadonlyMap<string, Lock> = new Map<string, Lock>([
  ['md5', { qop: 'auth' }],
  ['old', {}],
  ['md5-sess', { algorithm: 'MD5-sess', qop: 'auth' }],
  ['sha-256', { algorithm: 'SHA-256', hash: 'sha256', qop: 'auth,auth-int' }],
  ['sha-512-256', { algorithm: 'SHA-512-256', hash: 'sha512-256', qop: 'auth', more: ', userhash=true, charset=UTF-8' }],
  ['auth-int', { algorithm: 'SHA-256-sess', hash: 'sha256', qop: 'auth-int' }],
  ['stale', { qop: 'auth', uses: 1 }],
  ['next', { qop: 'auth', uses: 1 }],
])

export const lockedPaths = ['/basic', ...[...locks.keys()].map(name => `/digest/${name}`), '/both', '/unknown', '/never']

/** `/basic`, `/digest/NAME`, `/both`: 401 until the right answer comes. `/unknown` offers what nobody knows, `/never` lets nobody in. */
export function lockedDoor(request: StreetRequest, town: Pick<StreetContext, 'count'>): Answer | undefined {
  const { path } = request
  const basic = `Basic realm=${quoted(doorKeys.realm)}, charset="UTF-8"`
  if (path === '/basic') return opensBasic(request) ? welcome() : locked([basic])
  if (path === '/unknown') return locked([`Negotiate, NTLM dG9rZW4=, Digest realm="x", nonce="y", algorithm=ROT13, Sesame realm="z"`])
  if (path === '/never') return locked([basic, `Digest realm="never", qop="auth", nonce="${town.count('never')}"`])
  const name = path === '/both' ? 'sha-256' : (/^\/digest\/([a-z0-9-]+)$/.exec(path)?.[1] ?? '')
  const lock = locks.get(name)
  if (lock === undefined) return undefined
  const said = answerIn(request)
  const nonce = said.get('nonce') ?? ''
  const count = town.count(`nonce ${path} ${nonce}`)
  const isOurs = nonce.startsWith(`${name}-`)
  const stale = isOurs && count > (lock.uses ?? 1_000)
  const opens = isOurs && !stale && opensDigest(request, said, lock, count)
  const fresh = `${name}-${town.count(`fresh ${name}`)}`
  if (opens) return welcome(name === 'next' ? ['Authentication-Info', `nextnonce="${fresh}"`] : [])
  const algorithm = lock.algorithm === undefined ? '' : `, algorithm=${lock.algorithm}`
  const qop = lock.qop === undefined ? '' : `, qop="${lock.qop}"`
  const digest = `Digest realm=${quoted(doorKeys.realm)}, nonce="${fresh}", opaque="o\\"p"${algorithm}${qop}${lock.more ?? ''}${stale ? ', stale=true' : ''}`
  return locked(path === '/both' ? [`Unknown x=1, ${basic}, ${digest.replace('SHA-256', 'MD5')}`, digest] : [digest])
}

function opensBasic(request: StreetRequest): boolean {
  return request.header('authorization') === `Basic ${Buffer.from(`${doorKeys.user}:${doorKeys.password}`).toString('base64')}`
}

/** RFC 7616 section 3.4, from the server's side. */
function opensDigest(request: StreetRequest, said: ReadonlyMap<string, string>, lock: Lock, count: number): boolean {
  const { user, password, realm } = doorKeys
  const h = (text: string | Uint8Array) =>
    createHash(lock.hash ?? 'md5')
      .update(text)
      .digest('hex')
  const [nonce, cnonce, nc, qop] = ['nonce', 'cnonce', 'nc', 'qop'].map(name => said.get(name) ?? '')
  const name = lock.more === undefined ? user : h(`${user}:${realm}`)
  const secret = h(`${user}:${realm}:${password}`)
  const a1 = lock.algorithm?.endsWith('-sess') ? h(`${secret}:${nonce}:${cnonce}`) : secret
  const a2 = h(`${request.method}:${request.target}${qop === 'auth-int' ? `:${h(request.body)}` : ''}`)
  const middle = lock.qop === undefined ? nonce : `${nonce}:${nc}:${cnonce}:${qop}`
  return (
    (lock.qop === undefined || (lock.qop.split(',').includes(qop!) && Number.parseInt(nc!, 16) === count && nc!.length === 8)) &&
    said.get('username') === name &&
    said.get('realm') === realm &&
    said.get('opaque') === 'o"p' &&
    said.get('uri') === request.target &&
    said.get('algorithm') === lock.algorithm &&
    said.get('response') === h(`${a1}:${middle}:${a2}`)
  )
}

/** The parameters of a Digest answer. */
function answerIn(request: StreetRequest): Map<string, string> {
  const field = request.header('authorization') ?? ''
  const pairs = field.startsWith('Digest ') ? field.slice('Digest '.length).matchAll(/([a-z]+)=(?:"((?:[^"\\]|\\.)*)"|([^",\s]+))/g) : []
  return new Map([...pairs].map(([, name, text, word]) => [name!, word ?? text!.replace(/\\(.)/g, '$1')]))
}

function welcome(headers: readonly string[] = []): Answer {
  return statusAnswer(200, 'Inside', `Good day, ${doorKeys.user}.`, headers)
}

function locked(challenges: readonly string[]): Answer {
  const headers = challenges.flatMap(challenge => ['WWW-Authenticate', challenge])
  return statusAnswer(401, 'Locked', `The key: ${doorKeys.user}, ${doorKeys.password}.`, headers)
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
