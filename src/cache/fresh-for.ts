import type { HeaderList } from '../exchange/header-list.ts'
import { headerValue, headerValues } from '../exchange/header-list.ts'
import { parseAge, parseCacheControl } from '../headers/index.ts'
import { freshnessLifetime } from './freshness.ts'

/** How long the server says that its answer of just now holds, ms; 0 when it says nothing, or wants to be asked each time. */
export function freshFor(headers: HeaderList, now: number): number {
  const control = parseCacheControl(headerValues(headers, 'cache-control'))
  if (control.has('no-store') || control.has('no-cache')) return 0
  // 200, for a 304 stands for one.
  const lifetime = freshnessLifetime({ status: 200, headers, receivedAt: now }, false)
  return Math.max(0, lifetime - (parseAge(headerValue(headers, 'age')) ?? 0) * 1000)
}
