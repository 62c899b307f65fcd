/** The one door to the shared conformance cases: public API in, plain values out. Importing it has no side effects. */
import { parseRobots } from '../../src/robots/index.ts'

export function robots(text: Uint8Array, userAgent: string, url: string, options: { google?: boolean } = {}): boolean {
  return parseRobots(text, options).may(url, userAgent)
}
