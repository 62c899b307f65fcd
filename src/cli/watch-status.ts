import { createLogUpdate } from 'log-update'
import type { Watch, WatchEvent } from '../watch/index.ts'
import type { ProgressKind } from './progress.ts'
import { eventText, statusLine } from './watch-text.ts'

export type WatchStatus = {
  /** A line to standard error that does not disturb the display. */
  say(text: string): void
  /** The same to standard output. */
  print(text: string): void
  show(event: WatchEvent): void
  end(): void
}

const liveMs = 1000

/** How a watch goes, on standard error: one line with a countdown on a terminal, a line for each event when asked for elsewhere. */
export function showWatch(run: Watch, kind: ProgressKind): WatchStatus {
  const canRedraw = process.stderr.isTTY === true && process.env.TERM !== 'dumb'
  const chosen = kind === 'auto' ? (canRedraw ? 'live' : 'none') : kind === 'live' && !canRedraw ? 'plain' : kind
  const say = (text: string): void => void process.stderr.write(`${text}\n`)
  const print = (text: string): void => void process.stdout.write(`${text}\n`)
  if (chosen !== 'live') {
    const isNews = ({ kind: what }: WatchEvent) => what === 'checked' || what === 'unchanged' || what === 'waiting'
    return { say, print, show: event => void (chosen === 'plain' && isNews(event) && say(eventText(event))), end: () => {} }
  }
  const live = createLogUpdate(process.stderr)
  let until: number | undefined
  const draw = () => {
    // The last column stays free: some terminals wrap when it is written.
    live(statusLine(run.report(), until === undefined ? undefined : until - performance.now(), (process.stderr.columns || 80) - 1))
  }
  const timer = setInterval(draw, liveMs)
  timer.unref()
  const besides = (write: (text: string) => void) => (text: string) => {
    live.clear()
    write(text)
    draw()
  }
  return {
    say: besides(say),
    print: besides(print),
    show(event) {
      until = event.kind === 'waiting' ? performance.now() + event.ms : undefined
      draw()
    },
    end() {
      clearInterval(timer)
      live.clear()
      live.done()
    },
  }
}
