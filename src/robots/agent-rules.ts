import type { Pattern } from './match-pattern.ts'
import { compilePattern, matchPattern } from './match-pattern.ts'
import { foldPath, isOddPath, spellPath, spellRule } from './rule-path.ts'

/** One Allow or Disallow line. */
export type Rule = {
  readonly allow: boolean
  /** The path pattern as written. */
  readonly value: string
  /** Counted from 1. */
  readonly line: number
  /** The whole line as written. */
  readonly text: string
}

export type Verdict = {
  readonly allowed: boolean
  /** The line that decided, counted from 1; absent when no rule matches. */
  readonly line?: number
  /** That line as written. */
  readonly rule?: string
  /** The name in the user-agent line whose group counts, as written, or `*`; absent when the file has no group for the agent. */
  readonly group?: string
}

/** The rules of one file for one agent, made ready: cheap to ask for every URL of a site. */
export type AgentRules = {
  /** @param path path and query in WHATWG serialisation */
  may(path: string): boolean
  verdict(path: string): Verdict
  /** Seconds between requests; undefined when the file names none. */
  readonly crawlDelay: number | undefined
}

/** @param options `implied`: /robots.txt is allowed whatever the lines say (RFC 9309 section 2.2.2) */
export function createAgentRules(
  rules: readonly Rule[],
  options: { group?: string | undefined; crawlDelay?: number | undefined; google?: boolean; implied?: boolean } = {},
): AgentRules {
  const { group, crawlDelay } = options
  const ready = rules.filter(rule => rule.value !== '').flatMap(rule => prepare(rule, options.google === true))
  ready.sort(compare)
  const decide = (path: string) => (options.implied && path === '/robots.txt' ? undefined : firstMatch(ready, path)?.rule)
  return {
    crawlDelay,
    may: path => decide(path)?.allow ?? true,
    verdict(path) {
      const rule = decide(path)
      const grouped = group === undefined ? {} : { group }
      if (rule === undefined) return { allowed: true, ...grouped }
      return { allowed: rule.allow, line: rule.line, rule: rule.text, ...grouped }
    },
  }
}

type Ready = {
  readonly rule: Rule
  /** Octets of the pattern: the longest match wins. */
  readonly length: number
  readonly spelled: Pattern
  /** Disallow lines only. */
  readonly folded: Pattern | undefined
}

function prepare(rule: Rule, google: boolean): Ready[] {
  const spelled = spellRule(rule.value)
  const ready = [readyRule(rule, spelled)]
  // Google: an Allow for .../index.html opens the directory itself as well.
  const slash = spelled.lastIndexOf('/')
  if (google && rule.allow && spelled.startsWith('/index.htm', slash) && slash >= 0) {
    ready.push(readyRule(rule, `${spelled.slice(0, slash + 1)}$`))
  }
  return ready
}

function readyRule(rule: Rule, spelled: string): Ready {
  const pattern = compilePattern(spelled)
  if (rule.allow) return { rule, length: spelled.length, spelled: pattern, folded: undefined }
  const folded = foldPath(spelled)
  return { rule, length: spelled.length, spelled: pattern, folded: folded === spelled ? pattern : compilePattern(folded) }
}

/** Longest first; of two equally long an allow first (RFC 9309 section 2.2.2); then in the order of the file. */
function compare(one: Ready, other: Ready): number {
  return other.length - one.length || Number(other.rule.allow) - Number(one.rule.allow) || one.rule.line - other.rule.line
}

function firstMatch(ready: readonly Ready[], path: string): Ready | undefined {
  if (!isOddPath(path)) return ready.find(({ spelled, folded }) => matchPattern(folded ?? spelled, path))
  const spelling = spellPath(path)
  const folding = foldPath(spelling)
  return ready.find(({ spelled, folded }) => matchPattern(spelled, spelling) || (folded !== undefined && matchPattern(folded, folding)))
}
