import { withoutCredentials } from '../../base/escape.ts'
import type { Exchange } from '../../exchange/exchange.ts'
import { tenths } from '../tenths.ts'
import type { Transfer } from './transfer.ts'

/** A transfer as `--json` prints it: everything but bodies and secrets of ours. */
export function exchangeJson({ order, exchange, hops, file, received, written, totalMs, retries, error, exitCode }: Transfer) {
  return {
    url: withoutCredentials(order.url),
    method: order.method,
    ...(exchange === undefined ? {} : hopJson(exchange)),
    hops: hops.slice(0, -1).map(hop => ({ from: withoutCredentials(hop.order.url), ...hopJson(hop) })),
    bytes: { received, written },
    file: file ?? null,
    retries,
    totalMs: tenths(totalMs),
    error: error === undefined ? null : { code: error.code, message: error.message },
    exitCode,
  }
}

function hopJson({ order, version, status, reason, headers, timings, peer, cut, anomalies, stored }: Exchange) {
  const { startedAt, headersMs, totalMs, connection } = timings
  const { dnsMs, tcpMs, tlsMs } = connection ?? {}
  return {
    effective: withoutCredentials(order.url),
    ...(version === undefined ? {} : { version }),
    status,
    reason,
    headers: Array.from({ length: headers.length / 2 }, (_, at) => [headers[2 * at], headers[2 * at + 1]]),
    peer: peer ?? null,
    timings: {
      started: new Date(startedAt).toISOString(),
      ...(connection === undefined
        ? {}
        : { dnsMs: tenths(dnsMs!), tcpMs: tenths(tcpMs!), ...(tlsMs === undefined ? {} : { tlsMs: tenths(tlsMs) }) }),
      headersMs: tenths(headersMs),
      totalMs: tenths(totalMs),
    },
    ...(cut === undefined ? {} : { cut }),
    ...(stored === undefined ? {} : { stored }),
    anomalies,
  }
}
