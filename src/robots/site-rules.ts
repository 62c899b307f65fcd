import type { Verdict } from './agent-rules.ts'
import { agentToken } from './agent-token.ts'
import { readRobots } from './parse-robots.ts'

/** What holds for one site now. */
export type SiteRules = {
  readonly state: 'rules' | 'allow-all' | 'disallow-all'
  /** Path and query in WHATWG serialisation; /robots.txt is always allowed (RFC 9309 section 2.2.2). */
  may(path: string): boolean
  verdict(path: string): Verdict
  /** Seconds between requests; not clamped. */
  readonly crawlDelay?: number | undefined
  readonly sitemaps: readonly string[]
  /** Wall time from which on it is to be asked for again, ms. */
  readonly expiresAt: number
}

/** @param text the file, out of `robotsText`; undefined: there is none, everything is allowed */
export function createSiteRules(text: string | undefined, options: { agent: string; google: boolean; expiresAt: number }): SiteRules {
  const { agent, google, expiresAt } = options
  if (text === undefined) return { state: 'allow-all', may: () => true, verdict: () => ({ allowed: true }), sitemaps: [], expiresAt }
  const file = readRobots(text, { google, implied: true })
  // Reduced first: Google's matcher would not find the line that names an agent with digits, and a crawl must obey it.
  const rules = file.forAgent(agentToken(agent))
  return {
    state: 'rules',
    may: rules.may,
    verdict: rules.verdict,
    crawlDelay: rules.crawlDelay,
    sitemaps: file.sitemaps,
    expiresAt,
  }
}
