import { CrawlError } from '../../base/crawl-error.ts'
import { withoutCredentials } from '../../base/escape.ts'
import type { Exchange } from '../../exchange/exchange.ts'
import { headerValue } from '../../exchange/header-list.ts'
import { redirectTarget } from '../../exchange/redirects.ts'
import { exchangeJson } from './exchange-json.ts'
import type { Transfer } from './transfer.ts'

/** One variable of curl's `-w`; undefined is printed as nothing. */
type Variable = (transfer: Transfer) => string | number | undefined

const variables: ReadonlyMap<string, Variable> = new Map<string, Variable>([
  ['content_type', ({ exchange }) => headerValue(exchange?.headers ?? [], 'content-type')],
  ['errormsg', ({ error }) => error?.message],
  ['exitcode', ({ exitCode }) => exitCode],
  ['filename_effective', ({ file }) => file],
  ['http_code', ({ exchange }) => String(exchange?.status ?? 0).padStart(3, '0')],
  ['response_code', ({ exchange }) => String(exchange?.status ?? 0).padStart(3, '0')],
  ['http_version', ({ exchange }) => exchange?.version],
  ['method', ({ exchange, order }) => exchange?.order.method ?? order.method],
  ['num_headers', ({ exchange }) => (exchange?.headers.length ?? 0) / 2],
  ['num_redirects', ({ hops }) => Math.max(0, hops.length - 1)],
  ['num_retries', ({ retries }) => retries],
  ['redirect_url', ({ exchange }) => nextUrl(exchange)],
  ['referer', ({ exchange }) => headerValue(exchange?.order.headers ?? [], 'referer')],
  ['remote_ip', ({ exchange }) => exchange?.peer],
  ['remote_port', ({ exchange }) => (exchange === undefined ? 0 : portOf(exchange.order.url))],
  ['scheme', ({ exchange }) => exchange?.order.url.split(':', 1)[0]],
  ['size_download', ({ received }) => received],
  ['size_header', ({ hops }) => hops.reduce((sum, hop) => sum + headerBytes(hop), 0)],
  ['size_upload', ({ order }) => order.body?.length ?? 0],
  ['speed_download', ({ received, totalMs }) => Math.round(received / Math.max(0.001, totalMs / 1000))],
  ['time_namelookup', ({ exchange }) => seconds(exchange?.timings.connection?.dnsMs)],
  ['time_connect', ({ exchange }) => seconds(connected(exchange, false))],
  ['time_appconnect', ({ exchange }) => seconds(exchange?.timings.connection?.tlsMs === undefined ? 0 : connected(exchange, true))],
  ['time_pretransfer', ({ exchange }) => seconds(connected(exchange, true))],
  ['time_starttransfer', ({ exchange, hops }) => seconds((exchange?.timings.headersMs ?? 0) + redirectMs(hops))],
  ['time_redirect', ({ hops }) => seconds(redirectMs(hops))],
  ['time_total', ({ totalMs }) => seconds(totalMs)],
  ['url', ({ order }) => withoutCredentials(order.url)],
  ['url_effective', ({ exchange, order }) => withoutCredentials(exchange?.order.url ?? order.url)],
  ['urlnum', ({ index }) => index],
  ['json', transfer => JSON.stringify(exchangeJson(transfer))],
  ['header_json', ({ exchange }) => JSON.stringify(headerLists(exchange))],
])

export type WrittenOut = { readonly stdout: string; readonly stderr: string }
export type Template = (transfer: Transfer) => WrittenOut

/**
 * Reads a format of `-w` before anything is asked: an unknown variable is an error, not nothing.
 * @param shown what a value becomes; on a terminal it is escaped
 * @throws CrawlError usage
 */
export function compileWriteOut(format: string, shown: (value: string) => string = value => value): Template {
  const parts: (string | Variable | { readonly to: 'stdout' | 'stderr' })[] = []
  let plain = 0
  // %% is a percent sign.
  for (const match of format.matchAll(/%(?:%|header\{([^}]*)\}|\{([^}]*)\})|\\([nrt\\])/g)) {
    parts.push(format.slice(plain, match.index))
    plain = match.index + match[0].length
    const [whole, field, name, control] = match
    if (field !== undefined) parts.push(({ exchange }) => headerValue(exchange?.headers ?? [], field))
    else if (name === 'stdout' || name === 'stderr') parts.push({ to: name })
    else if (name === 'onerror') throw new CrawlError('usage', '%{onerror} is not taken by -w. Use %{exitcode} and %{errormsg}.')
    else if (name !== undefined) parts.push(variables.get(name) ?? unknown(name))
    else parts.push(whole === '%%' ? '%' : { n: '\n', r: '\r', t: '\t', '\\': '\\' }[control ?? '']!)
  }
  parts.push(format.slice(plain))
  return transfer => {
    const written = { stdout: '', stderr: '' }
    let to: keyof WrittenOut = 'stdout'
    for (const part of parts) {
      if (typeof part === 'object') to = part.to
      else written[to] += typeof part === 'string' ? part : shown(String(part(transfer) ?? ''))
    }
    return written
  }
}

function unknown(name: string): never {
  throw new CrawlError('usage', `-w knows no %{${name}}. It knows ${[...variables.keys()].join(', ')}, and %header{name}.`)
}

function seconds(ms = 0): string {
  return (ms / 1000).toFixed(6)
}

function connected(exchange: Exchange | undefined, tls: boolean): number {
  const { dnsMs = 0, tcpMs = 0, tlsMs = 0 } = exchange?.timings.connection ?? {}
  return dnsMs + tcpMs + (tls ? tlsMs : 0)
}

function redirectMs(hops: readonly Exchange[]): number {
  return hops.slice(0, -1).reduce((sum, hop) => sum + hop.timings.totalMs, 0)
}

/** Status line, fields and the blank line, as they stand in HTTP/1.1. */
function headerBytes({ reason, headers }: Exchange): number {
  return `HTTP/1.1 200 ${reason}\r\n\r\n`.length + headers.reduce((sum, text) => sum + text.length + 2, 0)
}

function nextUrl(exchange: Exchange | undefined): string | undefined {
  if (exchange === undefined) return undefined
  const target = redirectTarget(exchange.order.url, exchange.status, exchange.headers)
  return target !== undefined && 'url' in target ? target.url : undefined
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url)
  return Number(port) || (protocol === 'https:' ? 443 : 80)
}

/** Lower-case name -> values, as curl writes it. */
function headerLists(exchange: Exchange | undefined): Record<string, string[]> {
  const lists = new Map<string, string[]>()
  const { headers = [] } = exchange ?? {}
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = headers[at]!.toLowerCase()
    lists.set(name, [...(lists.get(name) ?? []), headers[at + 1]!])
  }
  return Object.fromEntries(lists)
}
