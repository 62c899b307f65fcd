import { escapeTerminal } from '../base/escape.ts'
import type { WatchEnd, WatchEvent, WatchReport } from '../watch/index.ts'
import { grouped, size } from './figures.ts'
import { duration } from './progress-lines.ts'

/** An event for people, in one line; everything from outside is escaped. */
export function eventText(event: WatchEvent): string {
  return `${event.at.slice(0, 19)}Z  ${happened(event)}`
}

function happened(event: WatchEvent): string {
  switch (event.kind) {
    case 'checked':
      return `${event.method} ${shown(event.url)}  ${event.status}, ${grouped(event.bytes)} bytes`
    case 'changed':
      return `${event.first ? 'first' : 'changed'}  ${shown(event.file ?? event.url)}  ${grouped(event.bytes)} bytes`
    case 'unchanged':
      return `unchanged (${event.by}${event.flapped ? ', other validators' : ''})  ${shown(event.url)}`
    case 'failed':
      return `failed  ${shown(event.error.message)} [${event.error.code}]`
    case 'waiting':
      return `next check ${event.until.slice(0, 19)}Z (${reasons[event.why]})`
  }
}

/** An event as one JSON object: the page itself stays out, an error is told by code and message. */
export function eventJson(event: WatchEvent): Record<string, unknown> {
  if (event.kind === 'changed') {
    const { page: _, ...rest } = event
    return rest
  }
  if (event.kind !== 'failed') return event
  const { error, ...rest } = event
  return { ...rest, code: error.code, message: error.message, status: error.code === 'http-status' ? (error.value ?? null) : null }
}

/** The one line of a terminal. @param waitMs until the next check; undefined while one is under way */
export function statusLine(
  { checks, changes, bytes: fetched, saved, failures }: WatchReport,
  waitMs: number | undefined,
  columns: number,
): string {
  const parts = [
    waitMs === undefined ? 'asking' : `next check in ${duration(Math.max(0, waitMs / 1000))}`,
    many(checks, 'check'),
    many(changes, 'change'),
    ...(failures > 0 ? [`${grouped(failures)} failed`] : []),
    `${size(fetched)}, ${Math.max(0, saved.percent).toFixed(1)} % saved`,
  ]
  return parts.join(' | ').slice(0, columns)
}

export function watchReportText(report: WatchReport, state: string): string {
  const { checks, changes, failures, requests, robots, downloads, notModified, flaps, naive, saved, files, due } = report
  const lines = [
    `Watched     ${shown(report.watched ?? report.url)} for ${duration(report.seconds)}: ${ends[report.ended]}`,
    `Checks      ${grouped(checks)}: ${many(changes, 'change')}, ${grouped(failures)} failed; ${many(requests, 'request')} and ${grouped(robots)} for robots.txt`,
    `Answers     ${many(downloads, 'download')}, ${grouped(notModified)} not modified${flaps > 0 ? `, ${grouped(flaps)} with other validators and the same content` : ''}`,
    `Bytes       ${grouped(report.bytes)} came`,
  ]
  if (naive.checks > 0) {
    lines.push(
      `Naive       ${grouped(naive.bytes)} would have come by plain GETs every ${grouped(naive.everySeconds)} s, ${many(naive.checks, 'time')}`,
      saved.bytes < 0
        ? `Saved       nothing yet: ${grouped(-saved.bytes)} bytes more came`
        : `Saved       ${grouped(saved.bytes)} bytes (${saved.percent.toFixed(1)} %)`,
    )
  }
  if (report.learnt.length > 0) lines.push(`Learnt      ${report.learnt.join(', ')}`)
  if (files.length > 0) lines.push(`Kept        ${many(files.length, 'version')}, the last one ${shown(files.at(-1)!)}`)
  lines.push(`State       ${shown(state)}${due === null ? '' : `; the next check is due ${due.slice(0, 19)}Z`}`)
  return `${lines.join('\n')}\n`
}

function many(count: number, what: string): string {
  return `${grouped(count)} ${what}${count === 1 ? '' : 's'}`
}

const reasons = {
  interval: 'interval',
  fresh: 'the server calls its copy fresh until then',
  'back-off': 'after failures',
  'retry-after': 'Retry-After',
  'crawl-delay': 'Crawl-delay',
  robots: 'robots.txt cannot be had',
} as const

const ends: Readonly<Record<WatchEnd, string>> = {
  open: 'it goes on',
  count: 'all checks are made',
  changed: 'it has changed',
  time: 'no further check falls due in its time',
  gone: 'it is gone for good (410)',
  stopped: 'it was stopped',
  failed: 'it failed',
}

function shown(text: string): string {
  return escapeTerminal(text)
}
