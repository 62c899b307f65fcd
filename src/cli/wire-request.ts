import { CrawlError } from '../base/crawl-error.ts'
import type { HeaderList } from '../exchange/header-list.ts'
import { headerValue } from '../exchange/header-list.ts'
import { identityHeaders } from '../fetch/index.ts'
import { createAuthenticator } from '../http/authenticator.ts'
import { userInfo } from '../url/user-info.ts'
import type { AnswerOptions } from '../wire/index.ts'
import { writeRequest } from '../wire/index.ts'
import { readGivenFile, readInput } from './read-input.ts'
import type { IdentityFlags } from './single-fetch.ts'
import { identityOf } from './single-fetch.ts'

export type RequestFlags = IdentityFlags & {
  readonly http: '0.9' | '1.0' | '1.1'
  readonly request?: string
  readonly head?: boolean
  readonly header: HeaderList
  readonly data: readonly string[]
  readonly host?: string
  readonly absolute?: boolean
  readonly rawRequest?: string
}

/** The bytes to send, and what the reader of the answer must know of them. */
export type WireRequest = {
  readonly bytes: Uint8Array
  /** The same with stars for the password of the URL, as it may be printed. */
  readonly shown: Uint8Array
  readonly answer: AnswerOptions
}

/** @throws CrawlError usage, file */
export async function wireRequest(url: URL, flags: RequestFlags): Promise<WireRequest> {
  const login = loginOf(url)
  const isSimple = flags.http === '0.9'
  if (login !== undefined && (isSimple || flags.rawRequest !== undefined)) {
    const what = isSimple ? 'HTTP/0.9 has no header' : 'The bytes of --raw-request are sent as they are'
    throw new CrawlError('usage', `${what}, so the name and password of the URL have no place in it. Leave them out of the URL.`)
  }
  if (flags.rawRequest !== undefined) return asTyped(flags.rawRequest === '-' ? await readInput() : readGivenFile(flags.rawRequest))
  const body = flags.data.length === 0 ? undefined : Buffer.from(flags.data.map(dataOf).join('&'))
  const method = flags.request ?? (flags.head ? 'HEAD' : body === undefined ? 'GET' : 'POST')
  const write = (authorization: string | undefined) =>
    writeRequest({
      url: url.href,
      method,
      version: flags.http,
      target: flags.absolute ? 'absolute' : 'path',
      headers: isSimple ? flags.header : fieldsOf(url, flags, body !== undefined, authorization),
      body,
    })
  return { bytes: write(login), shown: write(login?.replace(/\S+$/, secret => '*'.repeat(secret.length))), answer: { method, isSimple } }
}

/** Name and password in the URL, as Basic (RFC 7617). */
function loginOf(url: URL): string | undefined {
  const who = userInfo(url)
  return who && createAuthenticator(who).answer({ method: 'GET', target: '/', body: undefined })
}

/** Bytes that somebody typed: the first word is the method, and without a version it is HTTP/0.9. */
function asTyped(bytes: Uint8Array): WireRequest {
  if (bytes.length === 0) throw new CrawlError('usage', 'The request is empty. Write at least its first line: GET / HTTP/1.0')
  const [line = ''] = Buffer.from(bytes).toString('latin1').split('\n', 1)
  return { bytes, shown: bytes, answer: { method: line.split(' ', 1)[0]!.toUpperCase(), isSimple: !/ HTTP\//i.test(line) } }
}

/** As curl reads it: `@file` is the file without its line ends. */
function dataOf(given: string): string {
  if (!given.startsWith('@')) return given
  return Buffer.from(readGivenFile(given.slice(1)))
    .toString()
    .replace(/[\r\n]/g, '')
}

function fieldsOf(
  url: URL,
  { http, host, header, ...flags }: RequestFlags,
  hasBody: boolean,
  authorization: string | undefined,
): HeaderList {
  const identity = identityHeaders(identityOf(flags)).map((text, at) => (at % 2 === 0 ? capitals(text) : text))
  const own = [
    // Not asked for by HTTP/1.0, but servers of many names need it.
    ['Host', host ?? url.host],
    ...Array.from({ length: identity.length / 2 }, (_, at) => [identity[at * 2]!, identity[at * 2 + 1]!] as const),
    ['Accept', '*/*'],
    ...(http === '1.1' ? [['Connection', 'close'] as const] : []),
    ...(authorization === undefined ? [] : [['Authorization', authorization] as const]),
    ...(hasBody ? [['Content-Type', 'application/x-www-form-urlencoded'] as const] : []),
  ] as const
  const kept = own.filter(([name]) => headerValue(header, name) === undefined)
  // An empty value takes a field away, as with curl.
  const given = header.filter((_, at) => header[at - (at % 2) + 1] !== '')
  return [...kept.flat(), ...given]
}

function capitals(name: string): string {
  return name.replace(/\b[a-z]/g, letter => letter.toUpperCase())
}
