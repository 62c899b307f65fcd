import type { Site } from '../url/site.ts'

/** The clocks of one site. Monotonic ms; `-Infinity` where nothing has happened yet. Only politeness writes here. */
export type SitePace = {
  readonly site: Site
  crawlDelayMs: number
  /** Added gap after refusals and failures; 0 when all is well. */
  backoffMs: number
  /** Good answers since the back-off was last changed. */
  goodAnswers: number
  pausedUntil: number
  pausedFor: string | undefined
  startedAt: number
  endedAt: number
  inFlight: number
  /** Moving average of the time to an answer, and the best such average seen; undefined before the first answer. */
  latencyMs: number | undefined
  usualMs: number | undefined
  address: AddressPace | undefined
}

/** The clocks of one address, shared by the sites that live there. */
export type AddressPace = {
  readonly ip: string
  startedAt: number
  inFlight: number
  /** Sites that would be ready but for this address's in-flight limit. */
  readonly blocked: Set<SitePace>
}

export function createSitePace(site: Site): SitePace {
  return {
    site,
    crawlDelayMs: 0,
    backoffMs: 0,
    goodAnswers: 0,
    pausedUntil: -Infinity,
    pausedFor: undefined,
    startedAt: -Infinity,
    endedAt: -Infinity,
    inFlight: 0,
    latencyMs: undefined,
    usualMs: undefined,
    address: undefined,
  }
}
