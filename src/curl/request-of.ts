import { CrawlError } from '../base/crawl-error.ts'
import { headerValue } from '../exchange/header-list.ts'
import type { Order } from '../exchange/order.ts'
import { formatHttpDate, parseHttpDate } from '../headers/http-date.ts'
import type { CurlOrder, DataPiece, FormPiece } from './curl-order.ts'
import { formEncoded } from './data-piece.ts'
import { multipart } from './multipart.ts'

export type CurlFiles = {
  /** The bytes of a file; `-` is standard input. */
  readonly read: (name: string) => Uint8Array | Promise<Uint8Array>
  /** When a file was changed; undefined when it is not there. */
  readonly changed: (name: string) => Date | undefined
}

/**
 * The one request that a curl order makes of one of its URLs: method, URL, header fields, body. What is about connections, redirects,
 * accounts and cookie files is not in it. @param url absolute, as a URL object. @throws CrawlError usage, and what `files` throws
 */
export async function requestOf(curl: CurlOrder, url: URL, files: CurlFiles): Promise<Order> {
  const target = await targetOf(curl, url, files)
  const { body, type } = await bodyOf(curl, files)
  const headers = [...curl.headers.map(latin1)]
  const add = (name: string, value: string | undefined): void => {
    const given = headerValue(headers, name) !== undefined || curl.withoutHeaders.some(other => other.toLowerCase() === name)
    if (value !== undefined && !given) headers.push(name, latin1(value))
  }
  add('user-agent', curl.userAgent)
  add('accept', curl.json ? 'application/json' : '*/*')
  add('content-type', type)
  add('referer', curl.referer)
  add('range', curl.range === undefined ? undefined : `bytes=${curl.range}`)
  add('authorization', curl.bearer === undefined ? undefined : `Bearer ${curl.bearer}`)
  add('cookie', curl.cookies.filter(isCookieText).join('; ') || undefined)
  if (curl.since !== undefined) {
    const [name, since] = conditionOf(curl.since, curl, url, files)
    add(name, since === undefined ? undefined : formatHttpDate(since))
  }
  return { method: methodOf(curl, body), url: target.href, headers, ...(body === undefined ? {} : { body }) }
}

/** `-b` with an equals sign is what to send, without one a file (curl). */
export function isCookieText(cookie: string): boolean {
  return cookie.includes('=')
}

function methodOf(curl: CurlOrder, body: Uint8Array | undefined): string {
  if (curl.method !== undefined) return curl.method
  if (curl.head) return 'HEAD'
  if (curl.upload !== undefined) return 'PUT'
  return body === undefined ? 'GET' : 'POST'
}

/** `-G` and `--url-query` lengthen the query; `-T` to a folder names the file. */
async function targetOf(curl: CurlOrder, url: URL, files: CurlFiles): Promise<URL> {
  const target = new URL(url)
  target.hash = ''
  const query = [...curl.query, ...(curl.get ? curl.data : [])]
  const added = Buffer.concat(await joined(query, '&', files)).toString()
  if (added !== '') target.search = `${target.search === '' ? '?' : `${target.search}&`}${added}`
  if (curl.upload !== undefined && curl.upload !== '-' && target.pathname.endsWith('/')) {
    target.pathname += encodeURIComponent(curl.upload.split('/').at(-1)!)
  }
  return target
}

async function bodyOf(curl: CurlOrder, files: CurlFiles): Promise<{ body?: Uint8Array; type?: string }> {
  if (curl.upload !== undefined) return { body: await files.read(curl.upload) }
  if (curl.form.length > 0) {
    const contents = await Promise.all(curl.form.map(piece => contentOf(piece, files)))
    return multipart(curl.form, contents, `----orbweaver-${crypto.randomUUID()}`)
  }
  if (curl.data.length === 0 || curl.get) return {}
  const body = Buffer.concat(await joined(curl.data, curl.json ? '' : '&', files))
  return { body, type: curl.json ? 'application/json' : 'application/x-www-form-urlencoded' }
}

async function joined(pieces: readonly DataPiece[], between: string, files: CurlFiles): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = []
  for (const [index, piece] of pieces.entries()) {
    if (index > 0 && between !== '') parts.push(Buffer.from(between))
    parts.push(await bytesOf(piece, files))
  }
  return parts
}

async function bytesOf(piece: DataPiece, files: CurlFiles): Promise<Uint8Array> {
  if ('text' in piece) return Buffer.from(piece.text)
  const bytes = await files.read(piece.file)
  if (piece.as === 'bytes') return bytes
  if (piece.as === 'lines') return bytes.filter(byte => byte !== 0x0d && byte !== 0x0a && byte !== 0)
  return Buffer.from(`${piece.name === undefined ? '' : `${piece.name}=`}${formEncoded(bytes)}`)
}

function contentOf({ text, file }: FormPiece, files: CurlFiles): Uint8Array | Promise<Uint8Array> {
  return text === undefined ? files.read(file!) : Buffer.from(text)
}

/** A date, else a file that has one. The file that is to be made has none yet: no condition then. */
function conditionOf(given: string, curl: CurlOrder, url: URL, files: CurlFiles): [name: string, since: Date | undefined] {
  const before = given.startsWith('-')
  const text = before ? given.slice(1) : given
  const since = parseHttpDate(text) ?? isoDate(text) ?? files.changed(text)
  if (since === undefined && !isOutput(text, curl, url)) {
    const forms = '2007-10-20, 2007-10-20T10:00:00Z, or Sat, 20 Oct 2007 10:00:00 GMT'
    throw new CrawlError('usage', `-z "${text}" is no date and no file that is there. Give a date as ${forms}, or the file of -o.`)
  }
  return [before ? 'if-unmodified-since' : 'if-modified-since', since]
}

function isoDate(text: string): Date | undefined {
  if (!/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?$/.test(text)) return undefined
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? undefined : date
}

/** Is it what this command saves to? `curl -z page.html -o page.html URL` is how a copy is begun and kept. */
function isOutput(text: string, { outputs, remoteNameAll }: CurlOrder, { pathname }: URL): boolean {
  const last = (path: string) => path.split('/').at(-1)
  const isRemote = remoteNameAll === true || outputs.includes('remote')
  return outputs.some(output => output !== 'remote' && last(output.file) === last(text)) || (isRemote && last(pathname) === last(text))
}

/** Fields are written byte by byte: text goes out as UTF-8, as curl sends it. */
function latin1(text: string): string {
  return Buffer.from(text).toString('latin1')
}
