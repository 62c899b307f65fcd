import type { Dispatcher } from 'undici'
import type { Clock } from '../base/clock.ts'
import type { CrawlErrorCode } from '../base/crawl-error.ts'
import { asCrawlError, CrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import { limits } from '../base/limits.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { headerValue, headerValues } from '../exchange/header-list.ts'
import type { Order } from '../exchange/order.ts'
import type { Connections } from './connections.ts'
import { contentCodings, decodeBody, joinChunks } from './decode-body.ts'
import { gatherBytes } from './gather-bytes.ts'
import { orderTarget } from './order-target.ts'
import { hostAndPort, transportError } from './transport-error.ts'

/**
 * One request and its answer. States: `queued` (the site's connection is busy or being made) -> `asked` (the request is written) ->
 * `body` (the final header came) -> `over`. Everything undici says after `over` is ignored.
 */
export function runHop(order: Order, connections: Connections, clock: Clock): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const { site, path } = orderTarget(order)
    const headersMs = order.limits?.headersMs ?? limits.headersMs
    const idleMs = order.limits?.idleMs ?? limits.idleMs
    const totalMs = order.limits?.totalMs ?? limits.totalMs
    const rawLimit = order.limits?.bodyRawBytes ?? limits.bodyRawBytes
    const bodyLimit = order.limits?.bodyBytes ?? limits.bodyBytes
    const mayCut = order.limits?.overLimit === 'cut'
    const startedAt = clock.wall()
    const start = clock.now()
    const signal = order.signal

    let state: 'queued' | 'asked' | 'body' | 'over' = 'queued'
    let since = start
    let controller: Dispatcher.DispatchController | undefined
    let answerBegan = false
    let second = false
    let interim = 0
    let status = 0
    let reason = ''
    let headers: string[] = []
    let headersAfter = 0
    let peer: string | undefined
    let codings: string[] = []
    let room = 0
    let raw = 0
    const gatherer = gatherBytes()

    // One timer for all clocks, hardly ever fired: it wakes after the shortest of them at the latest, and so misses no phase that began since.
    const shortest = Math.min(headersMs, idleMs)
    let forget = clock.after(Math.min(shortest, totalMs), watchClocks)

    function watchClocks(): void {
      const now = clock.now()
      const total = start + totalMs - now
      const phase = state === 'asked' ? since + headersMs - now : state === 'body' ? since + idleMs - now : total
      if (total <= 0) timeOut('timeout-total', totalMs, 'was not done', 'totalMs')
      else if (phase > 0) forget = clock.after(Math.min(total, phase, shortest), watchClocks)
      else if (state === 'asked') timeOut('timeout-headers', headersMs, 'sent no whole header', 'headersMs')
      else timeOut('timeout-idle', idleMs, 'sent nothing of the body', 'idleMs')
    }

    function timeOut(code: CrawlErrorCode, ms: number, says: string, option: string): void {
      fail(error(code, `${hostAndPort(site)} ${says} within ${ms} ms; try later, or raise ${option}.`, ms))
    }

    function error(code: CrawlErrorCode, message: string, value?: number): CrawlError {
      return new CrawlError(code, message, { url: withoutCredentials(order.url), value })
    }

    function leave(): void {
      state = 'over'
      forget()
      signal?.removeEventListener('abort', onAbort)
    }

    function onAbort(): void {
      fail(error('aborted', `The order to ${hostAndPort(site)} was called back.`))
    }

    function fail(failure: CrawlError): void {
      if (state === 'over') return
      leave()
      reject(failure)
      controller?.abort(failure)
    }

    function stopReading(cut: 'limit' | 'unwanted'): void {
      finish(cut)
      controller?.abort(new Error(cut))
    }

    function tooLarge(limit: number): CrawlError {
      return error('body-too-large', `The body from ${hostAndPort(site)} is above the limit of ${limit} bytes; raise it, or cut.`, limit)
    }

    function finish(cut?: Exchange['cut'], tolerated: readonly string[] = []): void {
      leave()
      const timings = { startedAt, headersMs: headersAfter, totalMs: clock.now() - start }
      const deliver = (body: Uint8Array, cutBy: Exchange['cut'], anomalies: readonly string[]) =>
        resolve({
          order,
          status,
          reason,
          headers,
          body,
          bytes: { raw, decoded: body.length },
          timings,
          peer,
          cut: cutBy,
          anomalies,
        })
      const chunks = gatherer.chunks()
      if (codings.length === 0 || raw === 0 || cut === 'unwanted') {
        deliver(joinChunks(chunks), cut, tolerated)
        return
      }
      decodeBody(chunks, codings, { bodyBytes: bodyLimit }).then(
        decoded => {
          if (decoded.cut === 'limit' && !mayCut) reject(tooLarge(bodyLimit))
          else deliver(decoded.bytes, cut ?? decoded.cut, [...tolerated, ...decoded.anomalies])
        },
        failure => reject(asCrawlError(failure, withoutCredentials(order.url))),
      )
    }

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(given) {
        // undici takes an order that throws here out of its queue and leaves the connection to the next one.
        if (state === 'over') throw new Error('over')
        controller = given
        state = 'asked'
        since = clock.now()
      },
      onResponseStarted() {
        answerBegan = true
      },
      onResponseStart(given, code, fields, statusText = '') {
        if (state === 'over') return
        if (code < 200) {
          if (++interim > limits.interimAnswers) fail(error('protocol', `${hostAndPort(site)} sends interim answers without end.`, interim))
          return
        }
        state = 'body'
        since = clock.now()
        headersAfter = since - start
        status = code
        reason = statusText
        peer = connections.peer(site)
        headers = flatHeaders(given.rawHeaders ?? fields)
        if (headers.length / 2 > limits.headerFields) {
          const says = `${hostAndPort(site)} sent more than ${limits.headerFields} header fields; they are not read.`
          return fail(error('headers-too-large', says, limits.headerFields))
        }
        if (order.method === 'HEAD' || code === 204 || code === 304) return
        codings = contentCodings(headerValues(headers, 'content-encoding'))
        room = codings.length === 0 ? Math.min(rawLimit, bodyLimit) : rawLimit
        const stated = Number(headerValue(headers, 'content-length') ?? 0)
        const answer = order.wants === undefined || wanted(order, status, headers)
        if (answer instanceof CrawlError) return fail(answer)
        if (!answer) {
          raw = Number.isSafeInteger(stated) ? stated : 0
          return stopReading('unwanted')
        }
        if (stated > room && !mayCut) fail(tooLarge(room))
      },
      onResponseData(_, chunk) {
        if (state === 'over') return
        since = clock.now()
        if (chunk.length <= room) {
          room -= chunk.length
          raw += chunk.length
          gatherer.push(chunk)
        } else if (mayCut) {
          gatherer.push(chunk.subarray(0, room))
          raw += room
          stopReading('limit')
        } else {
          fail(tooLarge(raw + room))
        }
      },
      onResponseEnd() {
        if (state === 'over') return
        if (connections.resetting(site)) finish('truncated', ['connection-reset-in-body'])
        else finish()
      },
      onResponseError(_, failure) {
        if (state === 'over') return
        // The server closed a kept connection just as we used it (RFC 9112 section 9.3.1): ask once more, when asking twice is safe.
        const safe = order.method === 'GET' || order.method === 'HEAD'
        if (safe && !second && !answerBegan && connections.endedReused(failure)) {
          second = true
          state = 'queued'
          controller = undefined
          ask(true)
        } else {
          fail(transportError(failure, { url: order.url, site, headersCame: state === 'body' }))
        }
      },
    }

    function ask(fresh: boolean): void {
      const headers = sentHeaders(order.headers)
      const method = order.method as Dispatcher.HttpMethod
      try {
        connections.dispatcher(order, fresh).dispatch({ origin: site, path, method, headers, body: order.body ?? null }, handler)
      } catch (failure) {
        fail(transportError(failure, { url: order.url, site, headersCame: false }))
      }
    }

    if (signal?.aborted) return onAbort()
    signal?.addEventListener('abort', onAbort)
    ask(false)
  })
}

/** The codings that decode-body.ts reads, unless the caller has said what he takes. */
function sentHeaders(headers: readonly string[]): string[] {
  if (headerValue(headers, 'accept-encoding') !== undefined) return headers as string[]
  return [...headers, 'accept-encoding', 'gzip, deflate, br, zstd']
}

/** HTTP/1 gives a flat list of Buffers: bytes above 0x7f are kept one to one as latin1. HTTP/2 gives an object, its pseudo fields left out. */
function flatHeaders(fields: NonNullable<Dispatcher.DispatchController['rawHeaders']>): string[] {
  const flat: string[] = []
  if (Array.isArray(fields)) {
    for (const field of fields) flat.push(typeof field === 'string' ? field : field.toString('latin1'))
    return flat
  }
  for (const [name, values] of Object.entries(fields)) {
    if (name.startsWith(':')) continue
    for (const value of Array.isArray(values) ? values : [values ?? '']) flat.push(name, value)
  }
  return flat
}

function wanted(order: Order, status: number, headers: readonly string[]): boolean | CrawlError {
  try {
    return order.wants?.({ status, headers }) ?? true
  } catch (cause) {
    return new CrawlError('handler', 'The `wants` of the order threw; see the cause.', { url: withoutCredentials(order.url), cause })
  }
}
