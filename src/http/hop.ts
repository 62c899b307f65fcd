import type { Dispatcher } from 'undici'
import type { Clock } from '../base/clock.ts'
import type { CrawlErrorCode } from '../base/crawl-error.ts'
import { asCrawlError, CrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import { limits } from '../base/limits.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { headerValue, headerValues } from '../exchange/header-list.ts'
import type { Head, Order } from '../exchange/order.ts'
import type { BodyIntake } from './body-intake.ts'
import { bodyIntake } from './body-intake.ts'
import type { Connections } from './connections.ts'
import { contentCodings, decodeBody, joinChunks } from './decode-body.ts'
import type { HopPhase } from './hop-clocks.ts'
import { createHopClocks } from './hop-clocks.ts'
import { orderTarget } from './order-target.ts'
import { hostAndPort, transportError } from './transport-error.ts'

/**
 * One request and its answer. States: `queued` (the site's connection is busy or being made) -> `asked` (the request is written) ->
 * `body` (the final header came), `held` while the order's sink holds the sender back -> `over`. Everything undici says after `over` is ignored.
 */
export function runHop(order: Order, connections: Connections, clock: Clock): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const { site, path } = orderTarget(order)
    const mayCut = order.limits?.overLimit === 'cut'
    const signal = order.signal
    const clocks = createHopClocks(clock, order.limits, ({ code, ms, says, option }) =>
      fail(error(code, `${hostAndPort(site)} ${says} within ${ms} ms; try later, or raise ${option}.`, ms)),
    )

    let state: HopPhase | 'over' = 'queued'
    let controller: Dispatcher.DispatchController | undefined
    let answerBegan = false
    /** All bytes came; the sink may still be writing. */
    let ending = false
    let second = false
    let interim = 0
    let head: Head = { status: 0, headers: [] }
    let reason = ''
    let headersMs = 0
    let peer: string | undefined
    let codings: string[] = []
    let leftBytes = 0
    let intake: BodyIntake | undefined

    function enter(next: HopPhase): void {
      state = next
      clocks.enter(next)
    }

    function error(code: CrawlErrorCode, message: string, value?: number): CrawlError {
      return new CrawlError(code, message, { url: withoutCredentials(order.url), value })
    }

    function leave(): void {
      state = 'over'
      clocks.stop()
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
      const pending = intake?.pending()
      ending = true
      if (pending !== undefined) return void pending.then(() => finish(cut, tolerated), sinkFailed)
      if (state === 'over') return
      leave()
      const timings = { startedAt: clocks.startedAt, headersMs, totalMs: clocks.elapsed() }
      const raw = intake?.raw ?? leftBytes
      const chunks = intake?.chunks() ?? []
      const { status, headers } = head
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
      if (codings.length === 0 || chunks.length === 0) {
        deliver(joinChunks(chunks), cut, tolerated)
        return
      }
      const bodyLimit = order.limits?.bodyBytes ?? limits.bodyBytes
      decodeBody(chunks, codings, { bodyBytes: bodyLimit }).then(
        decoded => {
          if (decoded.cut === 'limit' && !mayCut) reject(tooLarge(bodyLimit))
          else deliver(decoded.bytes, cut ?? decoded.cut, [...tolerated, ...decoded.anomalies])
        },
        failure => reject(asCrawlError(failure, withoutCredentials(order.url))),
      )
    }

    function sinkFailed(failure: unknown): void {
      fail(asCrawlError(failure, withoutCredentials(order.url)))
    }

    /** The sink is slower than the sender: nothing is read until it has caught up, and the kernel's window closes (flow control). */
    function hold(given: Dispatcher.DispatchController, caughtUp: Promise<void>): void {
      enter('held')
      given.pause()
      caughtUp.then(() => {
        if (state !== 'held') return
        enter('body')
        given.resume()
      }, sinkFailed)
    }

    /** The final header is here: is its body wanted, and where does it go? */
    function beginBody(): void {
      codings = contentCodings(headerValues(head.headers, 'content-encoding'))
      const stated = Number(headerValue(head.headers, 'content-length') ?? 0)
      if (order.wants !== undefined && !order.wants(head)) {
        leftBytes = Number.isSafeInteger(stated) ? stated : 0
        stopReading('unwanted')
        return
      }
      intake = bodyIntake(order, head, codings.length > 0)
      if (stated > intake.limit && !mayCut) fail(tooLarge(intake.limit))
    }

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(given) {
        // undici takes an order that throws here out of its queue and leaves the connection to the next one.
        if (state === 'over') throw new Error('over')
        controller = given
        enter('asked')
      },
      onResponseStarted() {
        answerBegan = true
      },
      onResponseStart(given, status, fields, statusText = '') {
        if (state === 'over') return
        if (status < 200) {
          if (++interim > limits.interimAnswers) fail(error('protocol', `${hostAndPort(site)} sends interim answers without end.`, interim))
          return
        }
        enter('body')
        headersMs = clocks.elapsed()
        reason = statusText
        peer = connections.peer(site)
        head = { status, headers: flatHeaders(given.rawHeaders ?? fields) }
        if (head.headers.length / 2 > limits.headerFields) {
          const says = `${hostAndPort(site)} sent more than ${limits.headerFields} header fields; they are not read.`
          return fail(error('headers-too-large', says, limits.headerFields))
        }
        if (order.method === 'HEAD' || status === 204 || status === 304) return
        try {
          beginBody()
        } catch (cause) {
          const says = 'The `wants` or `into` of the order threw; see the cause.'
          fail(cause instanceof CrawlError ? cause : new CrawlError('handler', says, { url: withoutCredentials(order.url), cause }))
        }
      },
      onResponseData(given, chunk) {
        // undici resumes with an empty chunk: holding back for that one would never end.
        if (state === 'over' || ending || intake === undefined || chunk.length === 0) return
        const room = intake.limit - intake.raw
        if (chunk.length > room && !mayCut) return fail(tooLarge(intake.limit))
        try {
          const wait = intake.write(chunk.length > room ? chunk.subarray(0, room) : chunk)
          if (chunk.length > room) stopReading('limit')
          else if (wait === undefined) enter('body')
          else hold(given, wait)
        } catch (failure) {
          sinkFailed(failure)
        }
      },
      onResponseEnd() {
        if (state === 'over' || ending) return
        if (connections.resetting(site)) finish('truncated', ['connection-reset-in-body'])
        else finish()
      },
      onResponseError(_, failure) {
        if (state === 'over' || ending) return
        // The server closed a kept connection just as we used it (RFC 9112 section 9.3.1): ask once more, when asking twice is safe.
        const safe = order.method === 'GET' || order.method === 'HEAD'
        if (safe && !second && !answerBegan && connections.endedReused(failure)) {
          second = true
          enter('queued')
          controller = undefined
          ask(true)
        } else {
          fail(transportError(failure, { url: order.url, site, headersCame: head.status > 0 }))
        }
      },
    }

    function ask(fresh: boolean): void {
      const headers = sentHeaders(order)
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

/** The codings that decode-body.ts reads, unless the caller has said what he takes; a sink gets the bytes as they are. */
function sentHeaders({ headers, into }: Order): string[] {
  if (headerValue(headers, 'accept-encoding') !== undefined) return headers as string[]
  return [...headers, 'accept-encoding', into === undefined ? 'gzip, deflate, br, zstd' : 'identity']
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
