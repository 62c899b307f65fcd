import { escapeTerminal } from '../base/escape.ts'
import type { Spider } from '../spider/index.ts'
import { grouped, size } from './figures.ts'

/** A crawl at one moment. */
export type Snapshot = {
  /** Of this run. */
  readonly pages: number
  readonly bytes: number
  /** The URL settled last. */
  readonly last: string
  /** ms of the run's clock. */
  readonly now: number
  readonly seconds: number
  /** Pages a second, of late. */
  readonly rate: number
  readonly counts: ReturnType<Spider['counts']>
  readonly sites: ReturnType<Spider['sites']>
  readonly maxPages: number | undefined
}

type SiteState = Snapshot['sites'][number]

const mostSites = 6

/**
 * One line for the whole, one for each of the busiest sites, one for the last URL: none longer than `columns`, not more than `rows`. What
 * matters least is left out first. Lines keep their place and numbers their column, so that the eye can rest.
 */
export function progressLines(snapshot: Snapshot, { columns, rows }: { columns: number; rows: number }): string[] {
  const { sites, last, now } = snapshot
  const working = sites.filter(({ waiting, leased }) => waiting + leased > 0)
  const most = Math.max(0, Math.min(mostSites, rows - 3))
  const floor = working.map(({ waiting }) => waiting).sort((one, other) => other - one)[most - 1] ?? 0
  // In the order they were met: a table sorted anew at each look would jump.
  const shown = working.filter(({ waiting }) => waiting >= floor).slice(0, most)
  const hidden = working.length - shown.length
  const lines = [head(snapshot, columns), ...shown.map(site => siteLine(site, now, columns))]
  if (hidden > 0) lines.push(`  and ${grouped(hidden)} more sites at work`)
  if (last !== '') lines.push(`  ${escapeTerminal(last)}`)
  return lines.slice(0, Math.max(1, rows)).map(line => cut(line, columns))
}

function head(snapshot: Snapshot, columns: number): string {
  const { counts, seconds, rate, maxPages } = snapshot
  const [failed, dropped] = [counts?.failed ?? 0, counts?.dropped ?? 0]
  const all = (counts?.done ?? 0) + failed
  const left = secondsLeft(snapshot)
  const parts = [
    maxPages === undefined ? `${grouped(snapshot.pages)} pages` : `${grouped(all)} of ${grouped(maxPages)} pages`,
    `${grouped(counts?.waiting ?? 0)} waiting`,
    `${rate.toFixed(1)}/s`,
    ...(left === undefined ? [] : [`${duration(left)} left${maxPages === undefined ? ' for what is known' : ''}`]),
    size(snapshot.bytes),
    ...(failed > 0 ? [`${grouped(failed)} failed`] : []),
    ...(dropped > 0 ? [`${grouped(dropped)} dropped`] : []),
    `${duration(seconds)} so far`,
  ]
  let line = parts[0]!
  for (const part of parts.slice(1)) if (line.length + 3 + part.length <= columns) line += ` | ${part}`
  return line
}

/** By the rate of late, or by the site that takes longest at its pace, whichever is more. Undefined until there is something to go by. */
function secondsLeft({ pages, rate, counts, sites, maxPages }: Snapshot): number | undefined {
  if (pages < 5 || rate === 0 || counts === undefined) return undefined
  const waiting = sites.reduce((sum, { waiting, held }) => sum + (held === undefined ? waiting : 0), 0)
  const allowed = maxPages === undefined ? Infinity : Math.max(0, maxPages - counts.done - counts.failed)
  if (waiting >= allowed) return allowed / rate
  const slowest = sites.reduce(
    (most, { waiting, held, pace }) => (held === undefined ? Math.max(most, (waiting * pace.gapMs) / 1000) : most),
    0,
  )
  return Math.max(waiting / rate, slowest)
}

function siteLine({ site, done, waiting, held, pace }: SiteState, now: number, columns: number): string {
  const state = escapeTerminal(stateOf(held, pace, now), 60)
  const numbers = `${grouped(done).padStart(9)} done ${grouped(waiting).padStart(9)} waiting`
  const name = escapeTerminal(site.replace(/^http:\/\//, ''), 60)
  if (columns < 76) return `  ${cut(name, 24).padEnd(Math.min(24, Math.max(8, columns - 24)))} ${state}`
  return `  ${cut(name, columns - 64).padEnd(Math.min(40, columns - 64))} ${numbers}  ${state}`
}

/** In its ordinary turn a site changes state at every request: its gap says it all. */
function stateOf(held: string | undefined, pace: SiteState['pace'], now: number): string {
  if (held !== undefined) return `held: ${held}`
  const why = pace.why === undefined ? '' : `: ${pace.why}`
  const wait = pace.until === null || !Number.isFinite(pace.until) ? '' : ` ${duration(Math.max(0, pace.until - now) / 1000)}`
  if (pace.state === 'paused') return `paused${wait}${why}`
  if (pace.state === 'backing-off') return `backing off${wait}${why}`
  return `every ${(pace.gapMs / 1000).toFixed(1)} s`
}

function cut(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, Math.max(0, columns - 1))}…`
}

export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  if (seconds < 5400) return `${Math.ceil(seconds / 60)} min`
  return `${(seconds / 3600).toFixed(1)} h`
}
