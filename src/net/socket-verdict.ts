import type { CrawlErrorCode } from '../base/crawl-error.ts'
import { tlsReason } from './tls-reason.ts'

/** What a failure means, for people: `%s` stands for the other end, `example.org:443`. */
export type Verdict = readonly [code: CrawlErrorCode, says: string, details?: { retryable?: boolean; value?: number }]

export type FailureParts = { readonly name: string; readonly message: string; readonly code: string }

/** Happy eyeballs reports all its attempts at once; the first one speaks for them. */
export function failureParts(error: unknown): FailureParts {
  if (!(error instanceof Error)) return { name: '', message: String(error), code: '' }
  const first = error instanceof AggregateError && !('code' in error && error.code) ? (error.errors[0] ?? error) : error
  const code = first instanceof Error && 'code' in first && typeof first.code === 'string' ? first.code : ''
  return { name: error.name, message: error.message, code }
}

/** What the system's name resolution, TCP or TLS threw; undefined for what is none of theirs. */
export function socketVerdict(error: unknown): Verdict | undefined {
  const { code } = failureParts(error)
  const known = verdicts.get(code)
  if (known !== undefined) return known
  const tls = tlsReason(error, code)
  if (tls !== undefined) return ['tls', `TLS with %s failed: ${tls}.`]
  if (/^E[A-Z]+$/.test(code)) return ['network', `The connection to %s failed (${code}); try later.`]
  return undefined
}

const tooManyFiles: Verdict = ['no-handles', 'No file handle is left to connect to %s; lower the concurrency or raise `ulimit -n`.']
const unreachable: Verdict = ['network', '%s cannot be reached from here; check the network, or try later.']
const reset: Verdict = ['connection-reset', '%s reset the connection; try later.']

const verdicts: ReadonlyMap<string, Verdict> = new Map<string, Verdict>([
  ['ENOTFOUND', ['dns-not-found', 'No address is known for %s; check the spelling of the host name.']],
  ['EAI_AGAIN', ['dns-failed', 'The name server did not answer for %s; check the network, or try later.']],
  ['EAI_FAIL', ['dns-failed', 'The name server failed for %s; try later.']],
  ['ECONNREFUSED', ['connection-refused', '%s refused the connection; check host and port, or try later.']],
  ['ETIMEDOUT', ['timeout-connect', '%s did not answer the connection in time; try later.']],
  ['ECONNRESET', reset],
  ['EPIPE', reset],
  ['EHOSTUNREACH', unreachable],
  ['ENETUNREACH', unreachable],
  ['ENETDOWN', unreachable],
  ['EADDRNOTAVAIL', unreachable],
  ['EMFILE', tooManyFiles],
  ['ENFILE', tooManyFiles],
])
