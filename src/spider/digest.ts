import { hash } from 'node:crypto'
import type { Exchange } from '../exchange/exchange.ts'
import { headerValue } from '../exchange/header-list.ts'

/**
 * SHA-1 of a body, base64url: tells a changed page and two addresses of one page apart; no security rests on it. A body that was left on
 * the server is known by what its header says of it.
 */
export function digestOf({ body, cut, headers, bytes }: Pick<Exchange, 'body' | 'cut' | 'headers' | 'bytes'>): string {
  if (cut !== 'unwanted') return hash('sha1', body, 'base64url')
  return hash('sha1', JSON.stringify([headerValue(headers, 'etag'), headerValue(headers, 'last-modified'), bytes.raw]), 'base64url')
}
