import { limits } from '../base/limits.ts'
import type { AgentRules, Verdict } from './agent-rules.ts'
import { createAgentRules } from './agent-rules.ts'
import { agentToken, exactToken, hasToken } from './agent-token.ts'
import type { Naming } from './robots-file.ts'
import { readRobotsFile } from './robots-file.ts'
import { robotsText } from './robots-text.ts'
import { rulePath } from './rule-path.ts'

export type RobotsOptions = {
  /** Forgive what Google's parser forgives: misspelt keys, a missing colon, lines cut at their limit, index.html for its directory. */
  readonly google?: boolean
}

/**
 * What the lines of one robots.txt say (RFC 9309). To the letter: a `Disallow: /` answers no for /robots.txt too, which a crawl may always
 * fetch, and which the book always allows. An agent is a product token or a whole User-Agent string, in any case; a URL is absolute. Where
 * the spellings of a path differ, a Disallow line closes all of them and an Allow line opens only its own.
 */
export type RobotsRules = {
  may(url: string, agent: string): boolean
  /** The answer with the line that decided. */
  verdict(url: string, agent: string): Verdict
  /** Seconds, the longest that the agent's groups name; undefined when they name none. Not clamped. */
  crawlDelay(agent: string): number | undefined
  /** Values of the Sitemap lines, in order, each once, as written; at most `limits.robotsSitemaps`. */
  readonly sitemaps: readonly string[]
  /** The rules of one agent made ready once, for a crawl that asks for each URL. */
  forAgent(agent: string): AgentRules
}

/** Reads a robots.txt; never throws. Bytes after `limits.robotsBytes` and lines longer than `limits.robotsLineBytes` are not used. */
export function parseRobots(text: string | Uint8Array, options: RobotsOptions = {}): RobotsRules {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text.slice(0, limits.robotsBytes + 1)) : text
  return readRobots(robotsText(bytes), options)
}

/** The same for a text that came out of `robotsText`. @param options `implied`: /robots.txt is allowed whatever the lines say */
export function readRobots(text: string, options: RobotsOptions & { implied?: boolean } = {}): RobotsRules {
  const google = options.google === true
  const file = readRobotsFile(text, google)
  const ready = new Map<string, AgentRules>()
  const forAgent = (agent: string) => {
    const token = google ? exactToken(agent) : agentToken(agent)
    const isNamed = file.groups.has(token)
    // A name with digits obeys the lines that name it. The letter of the RFC knows no such name, so that much does not close /robots.txt.
    const implied = options.implied === true || (isNamed && !hasToken(agent))
    const key = `${implied} ${isNamed ? token : '*'}`
    const known = ready.get(key) ?? rulesOf(file.groups.get(isNamed ? token : '*'), { google, implied })
    ready.set(key, known)
    return known
  }
  return {
    may: (url, agent) => forAgent(agent).may(rulePath(url)),
    verdict: (url, agent) => forAgent(agent).verdict(rulePath(url)),
    crawlDelay: agent => forAgent(agent).crawlDelay,
    sitemaps: [...file.sitemaps],
    forAgent,
  }
}

/** The groups that name an agent count as one (RFC 9309 section 2.2.1). */
function rulesOf(namings: readonly Naming[] | undefined, options: { google: boolean; implied: boolean }): AgentRules {
  if (namings === undefined) return createAgentRules([])
  const rules = namings.flatMap(({ group }) => group.rules)
  const delays = namings.flatMap(({ group, place }) => group.delays.filter(delay => place < delay.agents).map(({ seconds }) => seconds))
  const crawlDelay = delays.length === 0 ? undefined : delays.reduce((longest, seconds) => Math.max(longest, seconds))
  return createAgentRules(rules, { ...options, group: namings[0]?.name, crawlDelay })
}
