import { existsSync } from 'node:fs'
import { CrawlError } from '../base/crawl-error.ts'
import { escapeTerminal } from '../base/escape.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { readPage } from '../page/index.ts'
import { webUrl } from './given-url.ts'
import { jsonLine } from './json-line.ts'
import { readGivenFile, readInput } from './read-input.ts'
import type { IdentityFlags } from './single-fetch.ts'
import { fetchOnce } from './single-fetch.ts'

type LinksFlags = IdentityFlags & { readonly base: string; readonly resources?: boolean; readonly text?: boolean; readonly json?: boolean }

/** `orbweaver links URL|FILE|-`. */
export async function linksCommand(source: string, flags: LinksFlags): Promise<void> {
  const exchange = await exchangeOf(source, flags)
  const { status, reason, order } = exchange
  if (status >= 400)
    throw new CrawlError('http-status', `${order.url} answered ${status} ${reason}. Check the URL, or try later.`, { value: status })
  const page = readPage(exchange, { url: order.url, via: 'seed', depth: 0 })
  for (const { url, via, text = '', rel } of page.links({ nofollow: true, resources: flags.resources ?? false })) {
    if (flags.json) process.stdout.write(jsonLine({ url, via, text, ...(rel === undefined ? {} : { rel }) }))
    else process.stdout.write(flags.text ? `${shown(url)}\t${via}\t${shown(text)}\n` : `${shown(url)}\n`)
  }
}

/** A URL is shown whole: a cut one would be another. */
function shown(text: string): string {
  return escapeTerminal(text, Infinity)
}

async function exchangeOf(source: string, flags: LinksFlags): Promise<Exchange> {
  const isFile = source !== '-' && (existsSync(source) || /^\.{0,2}\/(?!\/)/.test(source))
  if (source !== '-' && !isFile) return fetchOnce(source, flags)
  const url = webUrl(flags.base).href
  const body = isFile ? readGivenFile(source) : await readInput()
  return {
    order: { method: 'GET', url, headers: [] },
    status: 200,
    reason: '',
    headers: [],
    body,
    bytes: { raw: body.length, decoded: body.length },
    timings: { startedAt: Date.now(), headersMs: 0, totalMs: 0 },
    anomalies: [],
  }
}
