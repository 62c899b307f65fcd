import { createReadStream, existsSync } from 'node:fs'
import { CrawlError } from '../base/crawl-error.ts'
import { headerValue } from '../exchange/header-list.ts'
import { statusError } from '../fetch/index.ts'
import { parseMediaType } from '../headers/index.ts'
import type { Page } from '../page/index.ts'
import { decodePieces, fetchPage, openUrl, readPage } from '../page/index.ts'
import { webUrl } from './given-url.ts'
import { readGivenFile, readInput, unreadable } from './read-input.ts'
import type { FetchFlags } from './single-fetch.ts'
import { askOf, clientOptionsOf } from './single-fetch.ts'

export type SourceFlags = FetchFlags & {
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
    const page = await fetchPage(askOf(source, flags), clientOptionsOf(flags))
    const { status, cut } = page.exchange
    if (cut === 'truncated') throw new CrawlError('body-truncated', `${page.url} broke off in the middle of the page. Try again.`)
    if (status < 400) return page
    throw statusError(page.exchange)
  }
  const url = webUrl(flags.base ?? 'http://localhost/').href
  return pageOf(url, kind === 'file' ? readGivenFile(source) : await readInput())
}

/** The same as text in pieces, of any size. */
export type TextSource = {
  readonly pieces: AsyncIterable<string>
  /** Media type as the server says it, once the first piece is here; empty where nobody says it. */
  readonly type: () => string
}

export function openSource(source: string, flags: SourceFlags): TextSource {
  const kind = sourceKind(source)
  if (kind === 'url') {
    const opened = openUrl(askOf(source, flags), clientOptionsOf(flags))
    return { pieces: opened.text(), type: () => parseMediaType(headerValue(opened.head?.headers ?? [], 'content-type')).type }
  }
  const bytes = kind === 'file' ? fileBytes(source) : (process.stdin as AsyncIterable<Buffer>)
  return { pieces: decodePieces(bytes, () => undefined), type: () => '' }
}

async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path)
  } catch (cause) {
    throw unreadable(path, cause)
  }
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
