import type { Politeness, SitePace } from '../../politeness/index.ts'
import type { Site } from '../../url/site.ts'
import type { Pauses } from './profile.ts'

type Paused = { since: number; ms: number; requests: number; longestMs: number; why: string }

const mostSites = 10

/** Politeness that remembers how long it left each site alone between two requests, and why. */
export function timePoliteness(politeness: Politeness): { readonly politeness: Politeness; pauses(): Pauses } {
  const sites = new Map<Site, Paused>()
  const reasons = new Map<string, number>()

  const of = ({ site }: SitePace): Paused => {
    let paused = sites.get(site)
    if (paused === undefined) {
      paused = { since: Infinity, ms: 0, requests: 0, longestMs: 0, why: '' }
      sites.set(site, paused)
    }
    return paused
  }

  /** Up to now. With as many requests under way as allowed it is the server that is waited for. */
  const catchUp = (pace: SitePace, now: number): Paused => {
    const paused = of(pace)
    const { since } = paused
    paused.since = now
    if (pace.inFlight >= pace.rules.perSite) return paused
    const ms = Math.min(now, politeness.readyAt(pace)) - since
    if (!(ms > 0)) return paused
    const { why = 'other' } = politeness.report(pace, since)
    paused.ms += ms
    if (ms > paused.longestMs) Object.assign(paused, { longestMs: ms, why })
    reasons.set(why, (reasons.get(why) ?? 0) + ms)
    return paused
  }

  return {
    politeness: {
      ...politeness,
      started(pace, now) {
        catchUp(pace, now).requests++
        politeness.started(pace, now)
      },
      finished(pace, now, result) {
        catchUp(pace, now)
        politeness.finished(pace, now, result)
      },
      unused(pace, now) {
        catchUp(pace, now).requests--
        politeness.unused(pace, now)
      },
      restore(site, record, now, wallNow, options) {
        const pace = politeness.restore(site, record, now, wallNow, options)
        of(pace).since = now
        return pace
      },
    },
    pauses() {
      const longest = [...sites].filter(([, { ms }]) => ms > 0).sort(([, one], [, other]) => other.ms - one.ms)
      return {
        sites: longest.length,
        totalMs: Math.round(longest.reduce((sum, [, { ms }]) => sum + ms, 0)),
        reasons: Object.fromEntries(
          [...reasons].sort(([, one], [, other]) => other - one).map(([why, ms]) => [why, Math.round(ms)] as const),
        ),
        longest: longest.slice(0, mostSites).map(([site, { ms, requests, why }]) => ({ site, pausedMs: Math.round(ms), requests, why })),
      }
    },
  }
}
