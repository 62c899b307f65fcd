import { styleText } from 'node:util'
import { createLogUpdate } from 'log-update'
import { escapeTerminal } from '../base/escape.ts'
import type { Spider } from '../spider/index.ts'
import { bytes, number } from './report-text.ts'

export type ProgressKind = 'auto' | 'live' | 'plain' | 'none'

/** Pages done and waiting, rate, bytes, ETA when bounded, and the sites at work: live on a terminal, a line every ten seconds elsewhere. */
export function showProgress(spider: Spider, kind: ProgressKind, maxPages?: number): { end(): void } {
  const chosen = kind === 'auto' ? (process.stderr.isTTY ? 'live' : 'none') : kind
  if (chosen === 'none') return { end: () => {} }
  const seen = { pages: 0, bytes: 0, startedAt: performance.now(), last: '' }
  spider.on('settled', ({ link, outcome, bytes: size }) => {
    if (outcome === 'done' || outcome === 'unchanged' || outcome === 'failed') seen.pages++
    seen.bytes += size
    seen.last = link.url
  })
  const live = chosen === 'live' ? createLogUpdate(process.stderr) : undefined
  const draw = () => {
    const lines = frame(spider, seen, maxPages)
    if (live === undefined) process.stderr.write(`${lines[0]}\n`)
    else live(lines.join('\n'))
  }
  const timer = setInterval(draw, live === undefined ? 10_000 : 250)
  timer.unref()
  return {
    end() {
      clearInterval(timer)
      live?.clear()
    },
  }
}

type Seen = { readonly pages: number; readonly bytes: number; readonly startedAt: number; readonly last: string }

function frame(spider: Spider, seen: Seen, maxPages: number | undefined): string[] {
  const counts = spider.counts()
  const seconds = (performance.now() - seen.startedAt) / 1000
  const rate = seen.pages / Math.max(seconds, 0.001)
  const waiting = counts?.waiting ?? 0
  const left = maxPages === undefined ? waiting : Math.min(waiting, Math.max(0, maxPages - (counts?.done ?? 0) - (counts?.failed ?? 0)))
  const eta = rate > 0 && seen.pages > 10 ? `, about ${duration(left / rate)} left${maxPages === undefined ? ' for what is known' : ''}` : ''
  const head = `${number(seen.pages)} pages, ${number(waiting)} waiting, ${number(counts?.failed ?? 0)} failed, ${number(counts?.dropped ?? 0)} dropped, ${rate.toFixed(1)}/s, ${bytes(seen.bytes)}${eta}`
  const busy = spider
    .sites()
    .filter(({ waiting, leased }) => waiting + leased > 0)
    .sort((one, other) => other.leased - one.leased || other.waiting - one.waiting)
  const width = Math.max(40, (process.stderr.columns ?? 100) - 1)
  const sites = busy.slice(0, 6).map(({ site, waiting, done, held, pace }) => {
    const state = held === undefined ? (pace.state === 'ready' || pace.state === 'busy' ? pace.state : `${pace.state} (${pace.why ?? ''})`) : `held: ${held}`
    return `  ${escapeTerminal(site, 50).padEnd(36)} ${String(done).padStart(7)} done ${String(waiting).padStart(8)} waiting  gap ${(pace.gapMs / 1000).toFixed(1)} s  ${state}`.slice(0, width)
  })
  const more = busy.length > 6 ? [`  and ${busy.length - 6} more sites`] : []
  const last = seen.last === '' ? [] : [styleText('dim', escapeTerminal(seen.last, width - 2).slice(0, width))]
  return [head.slice(0, width), ...sites, ...more, ...last]
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  if (seconds < 5400) return `${Math.ceil(seconds / 60)} min`
  return `${(seconds / 3600).toFixed(1)} h`
}
