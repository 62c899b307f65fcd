import { limits } from '../base/limits.ts'
import type { Rule } from './agent-rules.ts'
import { lineToken } from './agent-token.ts'

/** One run of user-agent lines with the lines below it. */
export type Group = {
  readonly rules: Rule[]
  /**
   * For the first `agents` names of the group: a Crawl-delay ends no run of names (RFC 9309 section 2.2.4), so later ones may join below
   * it.
   */
  readonly delays: { readonly seconds: number; readonly agents: number }[]
  agents: number
}

/** That an agent is named in a group: at which place, in which spelling. */
export type Naming = { readonly group: Group; readonly place: number; readonly name: string }

export type RobotsFile = {
  /** By token, `*` for every agent. Groups are shared, not copied: many names over many rules stay small. */
  readonly groups: ReadonlyMap<string, readonly Naming[]>
  readonly sitemaps: ReadonlySet<string>
}

export function readRobotsFile(text: string, google: boolean): RobotsFile {
  const groups = new Map<string, Naming[]>()
  const sitemaps = new Set<string>()
  let group: Group | undefined
  let number = 0
  for (const line of linesOf(text)) {
    number++
    const field = fieldOf(line, google)
    if (field === undefined) continue
    const { key, value } = field
    if (key === 'sitemap') {
      if (value !== '' && sitemaps.size < limits.robotsSitemaps) sitemaps.add(value)
    } else if (key === 'user-agent') {
      if (group === undefined || group.rules.length > 0) group = { rules: [], delays: [], agents: 0 }
      nameAgent(groups, group, value)
    } else if (group !== undefined) {
      if (key === 'crawl-delay') readDelay(group, value)
      else group.rules.push({ allow: key === 'allow', value, line: number, text: trim(line) })
    }
  }
  return { groups, sitemaps }
}

function* linesOf(text: string): Generator<string> {
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code !== 0x0a && code !== 0x0d) continue
    yield text.slice(start, at)
    if (code === 0x0d && text.charCodeAt(at + 1) === 0x0a) at++
    start = at + 1
  }
  if (start < text.length) yield text.slice(start)
}

type Key = 'user-agent' | 'allow' | 'disallow' | 'crawl-delay' | 'sitemap'

function fieldOf(line: string, google: boolean): { key: Key; value: string } | undefined {
  const hash = line.indexOf('#')
  let used = trim(hash < 0 ? line : line.slice(0, hash))
  if (used.length > limits.robotsLineBytes) {
    if (!google) return undefined
    used = trim(used.slice(0, limits.robotsLineBytes))
  }
  const end = used.indexOf(':')
  if (end < 0) return google ? fieldWithoutColon(used) : undefined
  const key = keyOf(trim(used.slice(0, end)), google)
  return key === undefined ? undefined : { key, value: trim(used.slice(end + 1)) }
}

/** Google: white space does for a colon when there are two words and no more. */
function fieldWithoutColon(used: string): { key: Key; value: string } | undefined {
  const words = /^([^ \t]+)[ \t]+([^ \t]+)$/.exec(used)
  const key = keyOf(words?.[1] ?? '', true)
  return key === undefined ? undefined : { key, value: words![2]! }
}

const keys: ReadonlyMap<string, Key> = new Map(
  (['user-agent', 'allow', 'disallow', 'crawl-delay', 'sitemap'] as const).map(key => [key, key]),
)

/** Google compares beginnings, and knows these spellings. */
const googleKeys: readonly (readonly [Key, readonly string[]])[] = [
  ['user-agent', ['user-agent', 'useragent', 'user agent']],
  ['allow', ['allow']],
  ['disallow', ['disallow', 'dissallow', 'dissalow', 'disalow', 'diasllow', 'disallaw']],
  ['sitemap', ['sitemap', 'site-map']],
]

function keyOf(name: string, google: boolean): Key | undefined {
  const lower = name.toLowerCase()
  const known = keys.get(lower)
  if (known !== undefined || !google) return known
  return googleKeys.find(([, beginnings]) => beginnings.some(beginning => lower.startsWith(beginning)))?.[0]
}

function nameAgent(groups: Map<string, Naming[]>, group: Group, name: string): void {
  const place = group.agents++
  const token = lineToken(name)
  if (token === '') return
  const namings = groups.get(token) ?? []
  if (namings.at(-1)?.group !== group) namings.push({ group, place, name })
  groups.set(token, namings)
}

function readDelay(group: Group, value: string): void {
  const seconds = /^(?:\d+\.?\d*|\.\d+)$/.test(value) ? Number(value) : Number.NaN
  if (Number.isFinite(seconds)) group.delays.push({ seconds, agents: group.agents })
}

/** Blanks of ASCII only: octets of other scripts belong to the value. Cut by hand, since `\s+$` is quadratic on inner runs. */
function trim(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isBlank(text.charCodeAt(start))) start++
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d)
}
