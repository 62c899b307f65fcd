import type { HeaderList } from '../exchange/header-list.ts'
import { headerValue } from '../exchange/header-list.ts'
import type { Validators } from '../headers/index.ts'
import { conditionalFields, validatorOf } from '../headers/index.ts'

export type Place = {
  /** The URL by which it is called, by the user or by a page. */
  readonly named: string
  /** Where to ask: there, or where it has moved for good (301, 308). */
  readonly url: string
  /** The URL that gave the answer, after redirects of any kind. Validators are sent to it alone. */
  readonly at: string
}

/** What is remembered of a resource, so as to ask whether it has changed. JSON-safe. */
export type Known = Place &
  Validators & {
    /** Of the content. */
    readonly hash: string
    /** A whole answer, header and body as they came, in bytes. */
    readonly bytes: number
    /** What its answers have taught about its server. */
    readonly learnt: readonly Lesson[]
  }

/**
 * `ignores-conditions`: it answers 200 with the validators that were sent; `refuses-head`: HEAD fails where GET does not; `validators-lie`:
 * the same validators with other bytes; `etag-flaps`: other ETags with the same bytes and date, as from a farm of servers.
 */
export type Lesson = (typeof lessons)[number]

export const lessons = ['ignores-conditions', 'refuses-head', 'validators-lie', 'etag-flaps'] as const

export function validatorsOf(headers: HeaderList): Validators {
  return { etag: validatorOf(headerValue(headers, 'etag')), modified: validatorOf(headerValue(headers, 'last-modified')) }
}

/**
 * The conditions of a request to `url`, flat. A date belongs to the URL that gave it; a strong entity tag also asks, on the same origin,
 * whether a copy under another name is the one we have.
 */
export function conditionsFor(known: Known, url: string): string[] {
  const { etag, modified, at, learnt } = known
  if (url === at) return conditionalFields({ etag: learnt.includes('etag-flaps') ? undefined : etag, modified })
  return namesCopies(known, url) ? conditionalFields({ etag }) : []
}

/** Do the validators of an answer say that it is the version we know? Undefined: they say nothing. */
export function isSameVersion(known: Known, url: string, { etag, modified }: Validators): boolean | undefined {
  if (url !== known.at) return namesCopies(known, url) && etag === known.etag ? true : undefined
  const flaps = known.learnt.includes('etag-flaps')
  if (etag !== undefined && known.etag !== undefined && !flaps) return opaque(etag) === opaque(known.etag)
  return modified !== undefined && known.modified !== undefined ? modified === known.modified : undefined
}

/** Servers make a strong tag of what a file is, so it tells equal copies within one origin; RFC 9110 section 8.8.3 promises less. */
function namesCopies({ etag, at }: Known, url: string): boolean {
  return etag?.startsWith('"') === true && new URL(url).origin === new URL(at).origin
}

/** Weak comparison, RFC 9110 section 8.8.3.2. */
function opaque(etag: string): string {
  return etag.replace(/^W\//, '')
}
