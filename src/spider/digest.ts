import { hash } from 'node:crypto'

/** SHA-1 of a body, base64url: tells a changed page and two addresses of one page apart; no security rests on it. */
export function digestOf(body: Uint8Array): string {
  return hash('sha1', body, 'base64url')
}
