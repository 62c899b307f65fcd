import type { ThreadTimes, Verdict } from './profile.ts'
import { greatest, percent, sharesText } from './times-text.ts'

/** A thread that is ready but so seldom on a core waits for other programs. */
const starvedShare = 0.7

/** The main thread is full: with what? */
export function threadVerdict(thread: ThreadTimes, wallMs: number): Verdict {
  const { readingMs: reading, handlersMs: handlers, frontierMs: frontier, outputMs: output, restMs: rest, busyMs, cpuMs } = thread
  const parts = { reading, handlers, frontier, output, rest }
  const [kind, ms] = greatest(parts)
  if (cpuMs < starvedShare * busyMs && kind !== 'output') {
    return {
      kind: 'machine',
      share: shareOf(busyMs - cpuMs, wallMs),
      says: `The main thread was ready ${percent(busyMs, wallMs)} of the time, but on a core only ${percent(cpuMs, wallMs)}.`,
      next: 'Other programs have the cores: top shows them.',
    }
  }
  const collected = `Of it ${percent(thread.gcMs, busyMs)} was garbage collection`
  return {
    kind,
    share: shareOf(ms, wallMs),
    says: `The main thread was busy ${percent(busyMs, wallMs)} of the time: ${sharesText(parts, wallMs)}. ${collected}.`,
    next: next[kind],
  }
}

const next = {
  reading:
    'Only what is asked for is read: a tree (page.soup) costs 2.6 times what links and title do. Else crawl half of the sites in a second process.',
  handlers: 'Make them cheaper (node --cpu-prof shows what they spend it on), or give them threads: --handlers and --workers auto.',
  frontier: 'Most of it are links that are known already: --exclude what is not wanted. Else crawl half of the sites in a second process.',
  output: 'A sink or a listener is slow, or standard output is read slowly: write to a file, with --output.',
  rest: 'Sockets, TLS, decompression, scope, and handlers after they have waited: node --cpu-prof shows which.',
}

function shareOf(ms: number, wallMs: number): number {
  return Math.min(1, Math.round((ms / wallMs) * 100) / 100)
}
