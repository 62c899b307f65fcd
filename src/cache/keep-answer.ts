import type { Exchange } from '../exchange/exchange.ts'
import { headerValues } from '../exchange/header-list.ts'
import { contentCodings } from '../http/index.ts'
import type { CacheRules } from './cache-rules.ts'
import type { BodyCopy } from './copy-body.ts'
import { mayStore } from './may-store.ts'
import type { Kept } from './partial-answer.ts'
import { heldPart, joinParts } from './partial-answer.ts'
import type { AnswerTimes, StoredAnswer } from './stored-answer.ts'
import { storedAnswer } from './stored-answer.ts'

/**
 * Keeps a new answer to a GET if it may be kept and is whole. What it takes the place of goes either way, unless the answer says nothing of
 * the page: a failure, a refusal, a wait.
 * @param replaces the stored answer that the server was asked about
 */
export function keepAnswer(rules: CacheRules, exchange: Exchange, copy: BodyCopy, times: AnswerTimes, replaces?: StoredAnswer): void {
  const { store } = rules
  const kept = toKeep(rules, exchange, copy, times)
  if (replaces !== undefined && isNews(exchange)) store.remove(replaces.url, replaces.variant)
  if (kept === undefined) return
  const { answer, body } = answerWithParts(rules, kept)
  store.put(answer, body)
  if (answer.status === 200) store.remove(answer.url, `${answer.variant}-part`)
}

function isNews({ status, cut }: Exchange): boolean {
  return cut === undefined && (status < 400 || status === 404 || status === 410)
}

function toKeep(rules: CacheRules, exchange: Exchange, copy: BodyCopy, times: AnswerTimes): Kept | undefined {
  // A deviation from the protocol can make one answer look like another, and served again it would not be told.
  const isOdd = exchange.cut !== undefined || exchange.anomalies.some(name => !name.startsWith('content-coding-'))
  if (isOdd || !mayStore(exchange, times.receivedAt, rules.heuristics)) return undefined
  const body = copy.sank() ? copy.bytes() : exchange.body
  if (body === undefined || body.length > rules.maxBodyBytes) return undefined
  const codings = contentCodings(headerValues(exchange.headers, 'content-encoding'))
  const isUnknown = exchange.anomalies.includes('content-coding-unknown')
  // Of several codings some may have been taken off: such a body is neither the message nor what it means.
  if (isUnknown && codings.length > 1) return undefined
  const answer = storedAnswer(exchange, body, codings.length > 0 && (copy.sank() || isUnknown), times)
  return answer.status === 206 && (heldPart(answer) === undefined || codings.length > 0) ? undefined : { answer, body }
}

/** A part grows by the part that is kept already. */
function answerWithParts({ store }: CacheRules, kept: Kept): Kept {
  if (kept.answer.status !== 206) return kept
  const { url, variant } = kept.answer
  const older = store.find(url).find(answer => answer.variant === variant)
  const body = older === undefined ? undefined : store.read(older)
  return (older !== undefined && body !== undefined && joinParts({ answer: older, body }, kept)) || kept
}
