import { styleText } from 'node:util'
import type { Spider } from '../spider/index.ts'
import type { Snapshot } from './progress-lines.ts'
import { progressLines } from './progress-lines.ts'

export type ProgressKind = 'auto' | 'live' | 'plain' | 'none'

export type Progress = {
  /** A line to standard error that does not disturb the display. */
  say(text: string): void
  end(): void
}

/** Twice a second is news; more is flicker. */
const liveMs = 500
const plainMs = 10_000
/** The rate shown is that of the last quarter of a minute. */
const rateMs = 15_000

/** How the crawl goes, on standard error: redrawn in place on a terminal, a line every ten seconds elsewhere when asked for. */
export async function showProgress(spider: Spider, kind: ProgressKind, maxPages?: number): Promise<Progress> {
  const canRedraw = process.stderr.isTTY === true && process.env.TERM !== 'dumb'
  const chosen = kind === 'auto' ? (canRedraw ? 'live' : 'none') : kind === 'live' && !canRedraw ? 'plain' : kind
  const say = (text: string): void => void process.stderr.write(`${text}\n`)
  if (chosen === 'none') return { say, end: () => {} }
  const look = watch(spider, maxPages)
  if (chosen === 'plain') {
    const timer = setInterval(() => say(progressLines(look(), { columns: Infinity, rows: 1 })[0]!), plainMs)
    timer.unref()
    return { say, end: () => clearInterval(timer) }
  }
  // 40 ms of start that only a terminal needs.
  const { createLogUpdate } = await import('log-update')
  const live = createLogUpdate(process.stderr)
  const draw = () => {
    // The last column stays free: some terminals wrap when it is written.
    const { columns = 80, rows = 24 } = process.stderr
    const [head, ...lines] = progressLines(look(), { columns: columns - 1, rows: rows - 1 })
    live([head, ...lines.map(line => styleText('dim', line, { stream: process.stderr }))].join('\n'))
  }
  const timer = setInterval(draw, liveMs)
  timer.unref()
  return {
    say(text) {
      live.clear()
      say(text)
      draw()
    },
    end() {
      clearInterval(timer)
      live.clear()
      live.done()
    },
  }
}

/** Listens, and tells on demand how things stand. */
function watch(spider: Spider, maxPages: number | undefined): () => Snapshot {
  let pages = 0
  let bytes = 0
  let last = ''
  spider.on('settled', ({ link, outcome, bytes: size }) => {
    if (outcome === 'done' || outcome === 'unchanged' || outcome === 'failed') pages++
    bytes += size
    last = link.url
  })
  const startedAt = performance.now()
  const samples = [{ at: startedAt, pages: 0 }]
  let sites: Snapshot['sites'] = []
  let sitesAgainAt = 0
  return () => {
    const now = performance.now()
    while (samples.length > 1 && samples[1]!.at < now - rateMs) samples.shift()
    const since = samples[0]!
    samples.push({ at: now, pages })
    if (now >= sitesAgainAt) {
      sites = spider.sites()
      // A crawl of a hundred thousand sites must not spend its time on being looked at: a fiftieth at most.
      sitesAgainAt = performance.now() + 50 * (performance.now() - now)
    }
    const rate = (pages - since.pages) / Math.max(0.5, (now - since.at) / 1000)
    return { pages, bytes, last, now, seconds: (now - startedAt) / 1000, rate, counts: spider.counts(), sites, maxPages }
  }
}
