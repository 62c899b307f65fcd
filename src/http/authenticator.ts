import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import { authenticationInfo, challenges } from '../headers/challenge.ts'
import type { AuthRequest, DigestChallenge, User } from './digest-answer.ts'
import { digestAnswer, digestHashes, readDigest } from './digest-answer.ts'

/**
 * How a name and password are given. `basic`: at once and readable, as `curl -u` does; a challenge that wants Digest is answered too.
 * `digest`: only ever hashed. `any`: the server is asked first, and gets the strongest it offers.
 */
export type AuthScheme = 'basic' | 'digest' | 'any'

/** What one server has asked of one user. Answers challenges (RFC 9110 section 11), and later requests before they are asked. */
export type Authenticator = {
  /** Is there an answer to these WWW-Authenticate or Proxy-Authenticate fields? @param sent what was answered already, in this exchange */
  canAnswer(fields: readonly string[], sent: Sent): boolean
  /** The field value for a request, once the challenge is known. */
  answer(request: AuthRequest): string | undefined
  /** The fields of an answer that refused. */
  refused(fields: readonly string[], sent: Sent): void
  /** An answer was let in. @param info its Authentication-Info: the nonce to use next */
  admitted(info: string | undefined): void
}

/** `first`: nothing, or an answer made before the challenge. `second`: an answer to the challenge. */
export type Sent = { readonly value: string | undefined; readonly round: 'first' | 'second' }

export type AuthenticatorOptions = {
  readonly scheme?: AuthScheme | undefined
  /** Makes the client's nonces; default random. */
  readonly nonce?: (() => string) | undefined
}

type State =
  | { readonly kind: 'basic' }
  | { readonly kind: 'digest'; readonly challenge: DigestChallenge; readonly cnonce: string; count: number }

/** @throws CrawlError usage for a name or password that cannot be sent */
export function createAuthenticator(who: User, { scheme = 'basic', nonce = freshNonce }: AuthenticatorOptions = {}): Authenticator {
  checkUser(who)
  let state: State | undefined = scheme === 'basic' ? { kind: 'basic' } : undefined
  let everAdmitted = false
  let refusals = 0

  /** A password that never opened anything is not tried for ever: accounts get locked. */
  const givenUp = () => !everAdmitted && refusals >= limits.passwordRefusals

  /** What to answer with; undefined: nothing that was not sent already. */
  function next(fields: readonly string[], { value, round }: Sent): State | undefined {
    if (givenUp()) return undefined
    const offered = fields.flatMap(field => challenges.parse(field) ?? [])
    const takesBasic = scheme !== 'digest' && offered.some(challenge => challenge.scheme === 'basic')
    // Who refused the password readable refuses it hashed.
    if (takesBasic && value?.startsWith('Basic ')) return undefined
    const order = ({ hash }: DigestChallenge) => digestHashes.indexOf(hash)
    const digests = offered.map(readDigest).filter(found => found !== undefined)
    const [challenge] = digests.toSorted((one, other) => order(one) - order(other))
    if (challenge === undefined) return takesBasic ? { kind: 'basic' } : undefined
    return round === 'first' || challenge.stale ? { kind: 'digest', challenge, cnonce: nonce(), count: 0 } : undefined
  }

  return {
    canAnswer: (fields, sent) => next(fields, sent) !== undefined,
    answer(request) {
      if (state === undefined || givenUp()) return undefined
      if (state.kind === 'basic') return `Basic ${Buffer.from(`${who.user}:${who.password}`).toString('base64')}`
      state.count++
      return digestAnswer(state.challenge, who, request, state.count, state.cnonce)
    },
    refused(fields, sent) {
      const fresh = next(fields, sent)
      if (fresh === undefined && sent.value !== undefined) refusals++
      if (fresh !== undefined || (state?.kind === 'digest' && !everAdmitted)) state = fresh
    },
    admitted(info) {
      everAdmitted = true
      const fresh = info === undefined ? undefined : authenticationInfo.parse(info)?.find(([name]) => name === 'nextnonce')?.[1]
      if (fresh === undefined || state?.kind !== 'digest') return
      state = { kind: 'digest', challenge: { ...state.challenge, nonce: fresh }, cnonce: nonce(), count: 0 }
    },
  }
}

/** Answers of a server to one request that may be refused. */
export type Exchanged<Answer> = {
  readonly request: AuthRequest
  /** Sends it. `isStep` tells of a refusal that it will be answered, and its body is not for the user. */
  send(value: string | undefined, isStep: (fields: readonly string[]) => boolean): Promise<Answer>
  /** The challenges of a refusal; undefined for any other answer. */
  challenges(answer: Answer): readonly string[] | undefined
  info?(answer: Answer): string | undefined
}

/** Sends a request, and again with the answer to a challenge: once, and once more when the server calls its own nonce stale. */
export async function sendAnswering<Answer>(authenticator: Authenticator, exchanged: Exchanged<Answer>): Promise<Answer> {
  const { request, send, challenges, info } = exchanged
  for (let round = 0; ; round++) {
    const sent: Sent = { value: authenticator.answer(request), round: round === 0 ? 'first' : 'second' }
    const isStep = (fields: readonly string[]) => round < mostAnswers && authenticator.canAnswer(fields, sent)
    const answer = await send(sent.value, isStep)
    const fields = challenges(answer)
    if (fields === undefined) {
      if (sent.value !== undefined) authenticator.admitted(info?.(answer))
      return answer
    }
    const again = isStep(fields)
    authenticator.refused(fields, sent)
    if (!again) return answer
  }
}

const mostAnswers = 2

/** RFC 7617 section 2: no colon in a name, no control characters in either. */
function checkUser({ user, password }: User): void {
  const isBad = user.includes(':') || /[\0-\x1f\x7f]/.test(user + password)
  if (isBad) throw new CrawlError('usage', 'A user name may hold no colon, and neither it nor the password control characters.')
}

function freshNonce(): string {
  return process.getBuiltinModule('node:crypto').randomBytes(16).toString('base64url')
}
