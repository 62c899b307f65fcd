import type { TownRequest } from '../town-log.ts'
import type { Endpoint } from './endpoint.ts'
import { seenOf } from './rules.ts'

/** What one visitor did at one endpoint. `unseen`: he never came. */
export type Verdict = {
  readonly id: string
  readonly verdict: 'good' | 'bad' | 'unseen'
  readonly says: string
  /** What was wrong, a sentence each. */
  readonly faults: readonly string[]
  readonly requests: number
}

/** Judges a visitor by what the street saw of him: requests, times, bytes, secrets. What he did at home it cannot know. */
export function judgeVisit(endpoints: readonly Pick<Endpoint, 'id' | 'says' | 'rules'>[], log: readonly TownRequest[]): Verdict[] {
  return endpoints.map(({ id, says, rules = [] }) => {
    const requests = log.filter(({ endpoint }) => endpoint === id)
    const faults = rules.flatMap(rule => rule.fault(seenOf(requests)) ?? [])
    return { id, says, faults, requests: requests.length, verdict: requests.length === 0 ? 'unseen' : faults.length > 0 ? 'bad' : 'good' }
  })
}
