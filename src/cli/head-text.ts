import { escapeTerminal } from '../base/escape.ts'
import { currentAge, freshnessLifetime } from '../cache/index.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Followed } from '../fetch/index.ts'
import { readHeader } from '../headers/index.ts'
import { size } from './figures.ts'

/** Status, size, type, freshness and URL in one line. */
export function headLine({ exchange, hops }: Followed): string {
  const { status } = exchange
  const length = readHeader(exchange.headers, 'content-length')
  const type = readHeader(exchange.headers, 'content-type')?.type ?? 'no type'
  const columns = [
    String(status),
    (length === undefined ? 'no size' : size(length)).padStart(9),
    type.padEnd(24),
    `${changed(exchange)}, ${freshness(exchange)}`.padEnd(52),
    [...new Set([hops[0] ?? exchange, exchange].map(hop => escapeTerminal(hop.order.url, Infinity)))].join(' -> '),
  ]
  return `${columns.join('  ')}\n`
}

export function headRecord({ exchange, hops }: Followed): Record<string, unknown> {
  const { order, version, status, reason, headers, timings } = exchange
  const type = readHeader(headers, 'content-type')
  return {
    url: order.url,
    method: order.method,
    version,
    status,
    reason,
    size: readHeader(headers, 'content-length'),
    type: type?.type,
    charset: type?.charset,
    modified: readHeader(headers, 'last-modified'),
    etag: readHeader(headers, 'etag'),
    freshMs: Math.round(freshMs(exchange)),
    acceptsRanges: readHeader(headers, 'accept-ranges')?.includes('bytes') ?? false,
    headersMs: Math.round(timings.headersMs),
    hops: hops.map(hop => ({ url: hop.order.url, status: hop.status })),
    headers: headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1]]] : [])),
  }
}

function changed({ headers }: Exchange): string {
  const modified = readHeader(headers, 'last-modified')
  return modified === undefined ? 'no date' : `changed ${modified.toISOString().slice(0, 16).replace('T', ' ')}`
}

/** How long a copy may be used, and by what it is confirmed then. */
function freshness(exchange: Exchange): string {
  const control = readHeader(exchange.headers, 'cache-control')
  if (control?.has('no-store')) return 'keep no copy'
  const left = freshMs(exchange)
  const asked =
    readHeader(exchange.headers, 'etag') !== undefined
      ? 'by ETag'
      : readHeader(exchange.headers, 'last-modified') !== undefined
        ? 'by date'
        : 'whole'
  return control?.has('no-cache') || left <= 0 ? `ask again ${asked}` : `fresh for ${span(left)}`
}

/** As the server says it; nothing is guessed where it does not. */
function freshMs({ status, headers, timings }: Exchange): number {
  const receivedAt = timings.startedAt + timings.headersMs
  const answer = { status, headers, requestedAt: timings.startedAt, receivedAt }
  return Math.max(0, freshnessLifetime(answer, false) - currentAge(answer, receivedAt))
}

function span(ms: number): string {
  for (const [unit, length] of units) if (Math.round(ms / length) >= 2) return `${Math.round(ms / length)} ${unit}`
  return `${Math.round(ms / 1000)} s`
}

const units = [
  ['days', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
] as const
