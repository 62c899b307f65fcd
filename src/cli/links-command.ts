import { existsSync, readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { CrawlError } from '../base/crawl-error.ts'
import { escapeTerminal } from '../base/escape.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { readPage } from '../page/index.ts'
import type { IdentityFlags } from './single-fetch.ts'
import { fetchOnce } from './single-fetch.ts'

type LinksFlags = IdentityFlags & { readonly base: string; readonly resources?: boolean; readonly text?: boolean; readonly json?: boolean }

/** `orbweaver links URL|FILE|-`. */
export async function linksCommand(source: string, flags: LinksFlags): Promise<void> {
  const exchange = await exchangeOf(source, flags)
  if (exchange.status >= 400) throw new CrawlError('http-status', `${exchange.order.url} answered ${exchange.status} ${exchange.reason}.`, { value: exchange.status })
  const page = readPage(exchange, { url: exchange.order.url, via: 'seed', depth: 0 })
  for (const link of page.links({ nofollow: true, resources: flags.resources ?? false })) {
    const shown = process.stdout.isTTY ? escapeTerminal : (text: string) => text.replace(/[\r\n]/g, ' ')
    const { url, via, text = '', rel } = link
    if (flags.json) process.stdout.write(`${JSON.stringify({ url, via, text, ...(rel === undefined ? {} : { rel }) })}\n`)
    else process.stdout.write(flags.text ? `${shown(url)}\t${via}\t${shown(text)}\n` : `${shown(url)}\n`)
  }
}

async function exchangeOf(source: string, flags: LinksFlags): Promise<Exchange> {
  if (source !== '-' && !existsSync(source)) return fetchOnce(source, flags)
  const body = source === '-' ? await buffer(process.stdin) : readFileSync(source)
  return {
    order: { method: 'GET', url: new URL(flags.base).href, headers: [] },
    status: 200,
    reason: '',
    headers: [],
    body,
    bytes: { raw: body.length, decoded: body.length },
    timings: { startedAt: Date.now(), headersMs: 0, totalMs: 0 },
    anomalies: [],
  }
}
