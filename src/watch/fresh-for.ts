import type { HeaderList } from '../exchange/header-list.ts'
import { headerValue, headerValues } from '../exchange/header-list.ts'
import { directiveSeconds, parseAge, parseCacheControl, parseExpires, parseHttpDate } from '../headers/index.ts'

/**
 * How long the server says that its answer of just now holds, ms: max-age, else Expires, less the answer's Age (RFC 9111 section 4.2). 0 when
 * it says nothing, wants to be asked each time, or contradicts itself.
 */
export function freshFor(headers: HeaderList, now: Date): number {
  const control = parseCacheControl(headerValues(headers, 'cache-control'))
  if (control.has('no-store') || control.has('no-cache')) return 0
  const maxAge = directiveSeconds(control, 'max-age')
  if (maxAge === 'invalid') return 0
  const age = (parseAge(headerValue(headers, 'age')) ?? 0) * 1000
  if (maxAge !== undefined) return Math.max(0, maxAge * 1000 - age)
  const expires = parseExpires(headerValue(headers, 'expires') ?? '', now)
  if (expires === null) return 0
  // Both times are the server's, so that a clock of its own does no harm.
  const date = parseHttpDate(headerValue(headers, 'date') ?? '', now) ?? now
  return Math.max(0, expires.getTime() - date.getTime() - age)
}
