import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { manualClock } from '../../src/base/clock.ts'
import { CrawlError } from '../../src/base/crawl-error.ts'
import { cacheWrap, memoryCacheStore } from '../../src/cache/index.ts'
import type { Exchange } from '../../src/exchange/exchange.ts'
import { wrapFetcher } from '../../src/exchange/exchange.ts'
import { headerValue, headerValues } from '../../src/exchange/header-list.ts'
import type { Order } from '../../src/exchange/order.ts'
import { formatHttpDate } from '../../src/headers/index.ts'
import { createHttpFetcher } from '../../src/http/index.ts'

/** A field as the cases give it: a number is a date so many seconds from now; a third `false`: not compared on its way. */
type CaseField = readonly [name: string, value: string | number, isChecked?: boolean]
type ExpectedField =
  | string
  | readonly [name: string, value: string | number]
  | readonly [name: string, test: '=' | '>', other: string | number]

/** One request of a case and what its server and its client do (format of http-tests/cache-tests). */
type CaseRequest = {
  readonly request_method?: string
  readonly request_headers?: readonly CaseField[]
  readonly request_body?: string
  readonly filename?: string
  readonly query_arg?: string
  /** Mode of a browser's fetch; `no-cache` is a reload. */
  readonly cache?: string
  readonly magic_ims?: boolean
  readonly magic_locations?: boolean
  readonly rfc850date?: readonly string[]
  readonly pause_after?: boolean
  readonly disconnect?: boolean
  readonly response_status?: readonly [number, string]
  readonly response_headers?: readonly CaseField[]
  readonly response_body?: string | null
  readonly response_pause?: number
  readonly setup?: boolean
  readonly setup_tests?: readonly string[]
  readonly check_body?: boolean
  readonly expected_type?: 'cached' | 'not_cached' | 'etag_validated' | 'lm_validated'
  readonly expected_method?: string
  readonly expected_status?: number | null
  readonly expected_request_headers?: readonly (string | readonly [string, string])[]
  readonly expected_request_headers_missing?: readonly (string | readonly [string, string])[]
  readonly expected_response_headers?: readonly ExpectedField[]
  readonly expected_response_headers_missing?: readonly (string | readonly [string, string])[]
  readonly expected_response_text?: string | null
}

export type CacheCase = {
  readonly id: string
  readonly kind?: 'required' | 'optimal' | 'check'
  readonly browser_skip?: boolean
  readonly cdn_only?: boolean
  readonly requests: readonly CaseRequest[]
}

/** What the server saw of one request, and the fields it answered with. */
type Seen = {
  readonly number: number
  readonly method: string
  readonly headers: IncomingMessage['headers']
  readonly sent: readonly CaseField[]
}

export type CacheStage = AsyncDisposable & {
  /** Plays the requests of a case in turn. Undefined when all is as expected, else what is not. */
  play(one: CacheCase): Promise<string | undefined>
}

const caseBody = '3b1f0c6e-9d4a-4f7b-8a52-6c1de0f79b34'
const pauseMs = 3_000

/** A server that answers as a case says, our client with its cache before it, and a clock that is only moved. */
export async function openCacheStage(): Promise<CacheStage> {
  const clock = manualClock()
  let requests: readonly CaseRequest[] = []
  let seen: Seen[] = []
  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const http = createHttpFetcher({ clock })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const number = Number(request.headers['req-num'])
    const said = requests[number - 1]!
    for await (const _ of request);
    if (said.response_pause !== undefined) await clock.advance(said.response_pause * 1_000)
    const sent = (said.response_headers ?? []).map(field => fixed(field, said, clock.wall(), request.url!))
    seen.push({ number, method: request.method!, headers: request.headers, sent })
    if (said.disconnect === true) return void request.socket.destroy()
    const [status, reason] = statusOf(said, requests[number - 2], seen.at(-2)?.sent ?? [], request.headers)
    const own: CaseField[] = [
      ['Server-Request-Count', String(seen.length)],
      ['Client-Request-Count', String(number)],
      ['Server-Now', String(clock.wall())],
    ]
    if (!sent.some(([name]) => name.toLowerCase() === 'date')) own.push(['Date', formatHttpDate(new Date(clock.wall()))])
    // The end of the connection is the end of the body: cases put anything into Transfer-Encoding and Connection.
    response.on('finish', () => request.socket.end())
    response.writeHead(
      status,
      reason,
      [...own, ...sent].flatMap(([name, value]) => [name, String(value)]),
    )
    const isEmpty = status === 204 || status === 304 || request.method === 'HEAD'
    response.end(isEmpty ? undefined : (said.response_body ?? caseBody))
  }

  return {
    async play(one) {
      requests = one.requests
      seen = []
      const background: Promise<void>[] = []
      const wrap = cacheWrap({ store: memoryCacheStore(), clock, waitUntil: work => background.push(work) })
      const fetch = wrapFetcher(http, [wrap])
      const answers: (Exchange | undefined)[] = []
      for (const [index, request] of requests.entries()) {
        const order = orderOf(request, index, `${site}/${one.id}`, answers.at(-1))
        const got = await fetch(order).catch((failure: CrawlError) => failure)
        await Promise.all(background)
        answers.push(got instanceof CrawlError ? undefined : got)
        const wrong = got instanceof CrawlError ? checkFailure(request, got) : checkAnswer(request, index + 1, got)
        if (wrong !== undefined) return `request ${index + 1}: ${wrong}`
        if (request.pause_after === true) await clock.advance(pauseMs)
      }
      return checkSeen(requests, seen, answers)
    },
    async [Symbol.asyncDispose]() {
      await http.close()
      server.closeAllConnections()
      server.close()
    },
  }
}

function orderOf(request: CaseRequest, index: number, base: string, before: Exchange | undefined): Order {
  const { filename, query_arg: query, request_body: body, request_method: method = 'GET' } = request
  const since = Number(headerValue(before?.headers ?? [], 'server-now'))
  const fields = (request.request_headers ?? []).map(field => (request.magic_ims === true ? fixed(field, request, since, base) : field))
  const reload = request.cache === 'no-cache' ? ['Cache-Control', 'max-age=0'] : []
  return {
    method,
    url: `${base}${filename === undefined ? '' : `/${filename}`}${query === undefined ? '' : `?${query}`}`,
    headers: ['Req-Num', String(index + 1), 'Connection', 'close', ...reload, ...fields.flatMap(([name, value]) => [name, String(value)])],
    body: body === undefined ? undefined : Buffer.from(body),
    allow: ['loopback'],
  }
}

/** A field with its date, or with the place that a case only hints at. */
function fixed([name, value, isChecked]: CaseField, request: CaseRequest, now: number, base: string): CaseField {
  let text = value
  if (typeof value === 'number') text = dated(value, now, request.rfc850date?.includes(name.toLowerCase()) === true)
  else if (request.magic_locations === true && /^(?:content-)?location$/i.test(name)) text = value === '' ? base : `${base}/${value}`
  return isChecked === undefined ? [name, text] : [name, text, isChecked]
}

function dated(seconds: number, now: number, isRfc850: boolean): string {
  const date = new Date(now + seconds * 1_000)
  if (!isRfc850) return formatHttpDate(date)
  const [, day, month, year, time] = formatHttpDate(date).split(' ')
  const weekday = date.toLocaleDateString('en-GB', { weekday: 'long', timeZone: 'UTC' })
  return `${weekday}, ${day}-${month}-${year!.slice(2)} ${time} GMT`
}

/** 304 where the case wants a validation and the request has what was sent before; 999 where it has not. */
function statusOf(
  said: CaseRequest,
  before: CaseRequest | undefined,
  sent: readonly CaseField[],
  asked: IncomingMessage['headers'],
): readonly [number, string] {
  if (said.expected_type?.endsWith('validated') !== true) return said.response_status ?? [200, 'OK']
  const of = (name: string) => sent.find(field => field[0].toLowerCase() === name)?.[1]
  if (before === undefined) return [999, '304 Not Generated']
  const isSame = (asked['if-none-match'] ?? '-') === of('etag') || (asked['if-modified-since'] ?? '-') === of('last-modified')
  return isSame ? [304, 'Not Modified'] : [999, '304 Not Generated']
}

function checkFailure(request: CaseRequest, failure: CrawlError): string | undefined {
  return request.expected_status === null ? undefined : failure.message
}

function checkAnswer(request: CaseRequest, number: number, got: Exchange): string | undefined {
  const values = (name: string) => {
    const all = headerValues(got.headers, name)
    return all.length === 0 ? undefined : all.join(', ')
  }
  const count = Number(values('server-request-count') ?? Number.NaN)
  if (request.expected_type === 'cached' && !(count < number || (got.status === 304 && Number.isNaN(count)))) return 'not from the cache'
  if (request.expected_type === 'not_cached' && count !== number) return 'from the cache'
  const status = request.expected_status ?? request.response_status?.[0] ?? (request.expected_status === null ? got.status : 200)
  if (got.status !== status) return `status ${got.status} instead of ${status}`
  for (const expected of request.expected_response_headers ?? []) {
    const [name, test, other] = typeof expected === 'string' ? [expected] : expected
    const value = values(name)
    if (value === undefined) return `no field ${name}`
    if (test === '>' && !(Number.parseInt(value, 10) > Number(other))) return `${name} ${value} is not above ${other}`
    if (test === '=' && value !== values(String(other))) return `${name} differs from ${other}`
    if (test === undefined || test === '>' || test === '=') continue
    const wanted = typeof test === 'number' ? dated(test, Number(values('server-now')), false) : test
    if (value !== wanted) return `${name} is ${value} instead of ${wanted}`
  }
  for (const missing of request.expected_response_headers_missing ?? []) {
    const [name, part] = typeof missing === 'string' ? [missing] : missing
    const value = values(name)
    if (value !== undefined && (part === undefined || value.includes(part))) return `field ${name} is there: ${value}`
  }
  return checkBody(request, got)
}

function checkBody(request: CaseRequest, got: Exchange): string | undefined {
  const text = Buffer.from(got.body).toString()
  const hasNone = got.status === 204 || got.status === 304 || request.request_method === 'HEAD'
  if (request.check_body === false || request.expected_response_text === null) return undefined
  const expected = request.expected_response_text ?? request.response_body ?? (hasNone ? undefined : caseBody)
  return expected === undefined || text === expected ? undefined : `body ${JSON.stringify(text)}`
}

function checkSeen(
  requests: readonly CaseRequest[],
  seen: readonly Seen[],
  answers: readonly (Exchange | undefined)[],
): string | undefined {
  let at = 0
  for (const [index, request] of requests.entries()) {
    if (request.expected_type === 'cached') continue
    const got = seen[at++]
    const where = `request ${index + 1} at the server: `
    const validator = { etag_validated: 'if-none-match', lm_validated: 'if-modified-since' }[String(request.expected_type)]
    const wanted = [...(request.expected_request_headers ?? []), ...(validator === undefined ? [] : [validator])]
    if (request.expected_type === 'not_cached' && got?.number !== index + 1) return `${where}never came`
    if (got === undefined) {
      if (wanted.length > 0 || request.expected_method !== undefined) return `${where}never came`
      continue
    }
    if (request.expected_method !== undefined && got.method !== request.expected_method) return `${where}method ${got.method}`
    for (const field of wanted) {
      const [name, value] = typeof field === 'string' ? [field] : field
      const sent = got.headers[name.toLowerCase()]
      if (sent === undefined || (value !== undefined && sent !== value)) return `${where}${name} is ${sent}`
    }
    for (const field of request.expected_request_headers_missing ?? []) {
      const [name, value] = typeof field === 'string' ? [field] : field
      const sent = got.headers[name.toLowerCase()]
      if (sent !== undefined && (value === undefined || sent === value)) return `${where}${name} is ${sent}`
    }
    const answer = answers[index]
    if (answer === undefined || got.number !== index + 1) continue
    for (const [name, , isChecked = true] of got.sent) {
      const [received, sent] = [answer.headers, got.sent.flatMap(([other, value]) => [other, String(value)])].map(headers =>
        headerValues(headers, name).join(', '),
      )
      if (isChecked && received !== sent) return `request ${index + 1}: ${name} is ${received} instead of ${sent}`
    }
  }
  return undefined
}
