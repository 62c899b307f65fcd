import { createHash } from 'node:crypto'
import type { Answer, StreetRequest } from './street.ts'

export type StaticFile = {
  readonly body: string | Uint8Array
  /** Content-Type. */
  readonly type: string
  /** Milliseconds since the epoch; default 2025-06-01T00:00:00Z, the founding of the town. */
  readonly lastModified?: number | undefined
  /** With its quotes; default: made from path, size and content. */
  readonly etag?: string | undefined
  /** Fields sent between Content-Length and Content-Type. */
  readonly headers?: readonly string[] | undefined
}

const founded = Date.UTC(2025, 5, 1)

/**
 * Answers GET and HEAD for content that is known whole, as a careful file server does (RFC 9110 sections 13 and 14): If-None-Match before
 * If-Modified-Since -> 304, one byte range -> 206 or 416, If-Range compared strongly. Several ranges and malformed ones are ignored,
 * other methods get 405.
 */
export function staticAnswer(request: StreetRequest, file: StaticFile): Answer {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return {
      status: 405,
      headers: ['Allow', 'GET, HEAD', 'Content-Type', 'text/plain; charset=utf-8'],
      body: 'Only GET and HEAD are answered here.\n',
    }
  }
  const body = typeof file.body === 'string' ? Buffer.from(file.body) : file.body
  const modified = Math.floor((file.lastModified ?? founded) / 1000) * 1000
  const etag = file.etag ?? etagOf(request.path, body)
  const validators = ['Last-Modified', new Date(modified).toUTCString(), 'ETag', etag]
  const extra = file.headers ?? []
  if (isUnchanged(request, etag, modified)) return { status: 304, headers: [...validators, ...extra] }

  const range =
    request.method === 'GET' && mayUseRange(request, etag, modified) ? parseRange(request.header('range'), body.length) : undefined
  if (range === 'unsatisfiable') {
    return { status: 416, headers: [...validators, 'Content-Range', `bytes */${body.length}`, 'Content-Length', '0', ...extra] }
  }
  const part = range === undefined ? body : body.subarray(range.first, range.last + 1)
  const place = range === undefined ? [] : ['Content-Range', `bytes ${range.first}-${range.last}/${body.length}`]
  const length = ['Content-Length', String(part.length)]
  return {
    status: range === undefined ? 200 : 206,
    headers: [...validators, 'Accept-Ranges', 'bytes', ...length, ...place, ...extra, 'Content-Type', file.type],
    body: part,
  }
}

/** Three hexadecimal parts as Apache wrote them: the path stands for the inode, then the size, then the content. */
export function etagOf(path: string, body: Uint8Array): string {
  const digest = (data: string | Uint8Array, length: number) => createHash('sha1').update(data).digest('hex').slice(0, length)
  return `"${digest(path, 6)}-${body.length.toString(16)}-${digest(body, 13)}"`
}

function isUnchanged(request: StreetRequest, etag: string, modified: number): boolean {
  const known = request.header('if-none-match')
  if (known !== undefined) {
    return known.trim() === '*' || known.split(',').some(one => one.trim().replace(/^W\//, '') === etag.replace(/^W\//, ''))
  }
  const since = request.header('if-modified-since')
  return since !== undefined && modified <= parseDate(since)
}

function mayUseRange(request: StreetRequest, etag: string, modified: number): boolean {
  const condition = request.header('if-range')?.trim()
  if (condition === undefined) return true
  return condition.includes('"') ? condition === etag && !etag.startsWith('W/') : parseDate(condition) === modified
}

// NaN, for what is no date, compares as "changed" on both sides. An asctime date has no zone and would be read as local time.
function parseDate(text: string): number {
  return Date.parse(/GMT\s*$/.test(text) ? text : `${text} GMT`)
}

function parseRange(header: string | undefined, size: number): { first: number; last: number } | 'unsatisfiable' | undefined {
  const match = /^\s*bytes=(\d{0,15})-(\d{0,15})\s*$/i.exec(header ?? '')
  const [from = '', to = ''] = match?.slice(1) ?? []
  if (from === '' && to === '') return undefined
  if (from === '') return Number(to) === 0 || size === 0 ? 'unsatisfiable' : { first: Math.max(0, size - Number(to)), last: size - 1 }
  if (to !== '' && Number(to) < Number(from)) return undefined
  if (Number(from) >= size) return 'unsatisfiable'
  return { first: Number(from), last: to === '' ? size - 1 : Math.min(Number(to), size - 1) }
}
