import type { HeaderList } from '../exchange/header-list.ts'
import type { Known, Lesson, Place } from './known.ts'
import { isSameVersion, validatorsOf } from './known.ts'
import type { Question } from './what-to-ask.ts'

/** An answer, as far as the question of a change needs it. */
export type Answer = {
  readonly place: Place
  readonly status: number
  readonly headers: HeaderList
  /** Header and body as they came. */
  readonly bytes: number
  /** Of the content; undefined when there is none to compare: HEAD, 304, a failure. */
  readonly hash: string | undefined
  /** Was a HEAD refused just before? */
  readonly headRefused: boolean
}

/** How we know that nothing changed: a 304, the validators of a HEAD, equal bytes, or the ETag of a copy under another name. */
export type SameBy = '304' | 'head' | 'hash' | 'etag'

export type Verdict =
  /** `flapped`: other validators, the same content. */
  | { readonly is: 'same'; readonly by: SameBy; readonly flapped: boolean; readonly known: Known }
  | { readonly is: 'new'; readonly known: Known }
  /** Only the body can tell. */
  | { readonly is: 'open'; readonly headRefused: boolean }
  | { readonly is: 'failed' }

/** What an answer says about a change, and what it teaches about its server. */
export function readAnswer(known: Known | undefined, question: Question, answer: Answer): Verdict {
  if (answer.status === 304) return known === undefined || question !== 'get-if-changed' ? { is: 'failed' } : notModified(known, answer)
  if (question === 'head') return readHead(known, answer)
  return answer.hash === undefined ? { is: 'failed' } : readBody(known, question, answer, answer.hash)
}

/** A 304 may bring newer validators (RFC 9111 section 4.3.4); what it leaves out stays. */
function notModified(known: Known, { place, headers }: Answer): Verdict {
  const isHere = place.at === known.at
  const { etag = known.etag, modified = isHere ? known.modified : undefined } = validatorsOf(headers)
  return { is: 'same', by: isHere ? '304' : 'etag', flapped: false, known: { ...known, ...place, etag, modified } }
}

function readHead(known: Known | undefined, { place, status, headers }: Answer): Verdict {
  // Too busy for a HEAD is too busy for more; who fails it for other reasons may still answer GET.
  if (status === 429 || status === 503) return { is: 'failed' }
  if (status >= 300) return { is: 'open', headRefused: true }
  const validators = validatorsOf(headers)
  if (known === undefined || isSameVersion(known, place.at, validators) !== true) return { is: 'open', headRefused: false }
  const isHere = place.at === known.at
  return { is: 'same', by: isHere ? 'head' : 'etag', flapped: false, known: { ...known, ...place, ...(isHere ? {} : validators) } }
}

function readBody(known: Known | undefined, question: Question, answer: Answer, hash: string): Verdict {
  const { place, headers, bytes, headRefused } = answer
  const validators = validatorsOf(headers)
  const learnt = new Set<Lesson>(known?.learnt)
  if (headRefused) learnt.add('refuses-head')
  const isSame = hash === known?.hash
  const said = known === undefined ? undefined : isSameVersion(known, place.at, validators)
  const flapped = isSame && said === false
  if (said === true && !isSame) learnt.add('validators-lie')
  if (said === true && isSame && question === 'get-if-changed') learnt.add('ignores-conditions')
  if (flapped && validators.modified !== undefined && validators.modified === known?.modified) learnt.add('etag-flaps')
  const next: Known = { ...place, ...validators, hash, bytes, learnt: [...learnt] }
  return isSame ? { is: 'same', by: 'hash', flapped, known: next } : { is: 'new', known: next }
}
