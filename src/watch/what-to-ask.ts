import type { Known } from './known.ts'

/** `auto`: the cheapest question that the server understands; `head`: HEAD, and a GET when it tells of a change; `get`: always the body. */
export type How = 'auto' | 'head' | 'get'

/** A conditional GET costs one request, and a body only when there is a new one. */
export type Question = 'get' | 'get-if-changed' | 'head'

/** Has it changed? The cheapest question first. */
export function whatToAsk(known: Known | undefined, how: How): Question {
  if (known === undefined || how === 'get') return 'get'
  const { etag, modified, learnt } = known
  if ((etag === undefined && modified === undefined) || learnt.includes('validators-lie')) return 'get'
  const answersHead = !learnt.includes('refuses-head')
  if (how === 'head' && answersHead) return 'head'
  if (!learnt.includes('ignores-conditions')) return 'get-if-changed'
  return answersHead ? 'head' : 'get'
}
