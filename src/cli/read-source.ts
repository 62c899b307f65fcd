import { existsSync } from 'node:fs'
import { CrawlError } from '../base/crawl-error.ts'
import type { Page } from '../page/index.ts'
import { fetchPage, readPage } from '../page/index.ts'
import { webUrl } from './given-url.ts'
import { readGivenFile, readInput } from './read-input.ts'
import type { IdentityFlags } from './single-fetch.ts'
import { askedUrl, clientOptionsOf } from './single-fetch.ts'

export type SourceFlags = IdentityFlags & {
  /** URL of a page that comes from a file or from standard input. */
  readonly base?: string
}

export type SourceKind = 'url' | 'file' | 'input'

/** What a person means by `URL|FILE|-`: a file that is there, or that is written as a path; anything else is a URL. */
export function sourceKind(source: string): SourceKind {
  if (source === '-') return 'input'
  return existsSync(source) || /^\.{0,2}\/(?!\/)/.test(source) ? 'file' : 'url'
}

/** One page of a URL, a file or standard input, whole. @throws CrawlError http-status for 400 and above, body-truncated */
export async function readSource(source: string, flags: SourceFlags): Promise<Page> {
  const kind = sourceKind(source)
  if (kind === 'url') {
    const page = await fetchPage(askedUrl(source), clientOptionsOf(flags))
    const { status, reason, cut } = page.exchange
    if (cut === 'truncated') throw new CrawlError('body-truncated', `${page.url} broke off in the middle of the page. Try again.`)
    if (status < 400) return page
    throw new CrawlError('http-status', `${page.url} answered ${status} ${reason}. Check the URL, or try later.`, { value: status })
  }
  const url = webUrl(flags.base ?? 'http://localhost/').href
  return pageOf(url, kind === 'file' ? readGivenFile(source) : await readInput())
}

function pageOf(url: string, body: Uint8Array): Page {
  const exchange = {
    order: { method: 'GET', url, headers: [] },
    status: 200,
    reason: '',
    headers: [],
    body,
    bytes: { raw: body.length, decoded: body.length },
    timings: { startedAt: Date.now(), headersMs: 0, totalMs: 0 },
    anomalies: [],
  }
  return readPage(exchange, { url, via: 'seed', depth: 0 })
}
