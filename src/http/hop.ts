import type { Dispatcher } from 'undici'
import type { Clock } from '../base/clock.ts'
import type { CrawlErrorCode } from '../base/crawl-error.ts'
import { asCrawlError, CrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import { limits } from '../base/limits.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { headerValue, headerValues } from '../exchange/header-list.ts'
import { isIdempotent, isSafe } from '../exchange/methods.ts'
import type { Order } from '../exchange/order.ts'
import type { BodyIntake } from './body-intake.ts'
import { bodyIntake } from './body-intake.ts'
import type { Connections } from './connections.ts'
import { contentCodings, decodeBody, joinChunks } from './decode-body.ts'
import type { HopPhase } from './hop-clocks.ts'
import { createHopClocks } from './hop-clocks.ts'
import { orderTarget } from './order-target.ts'
import type { AnswerHead, AnswerListener, Transport } from './transport.ts'
import { hostAndPort, transportError } from './transport-error.ts'
import { undiciHandler } from './undici-transport.ts'
import { openWireTransport } from './wire-transport.ts'

const nothing: AnswerHead = { status: 0, reason: '', headers: [] }

/**
 * One request and its answer. States: `queued` (the site's connection is busy or being made) -> `asked` (the request is written) ->
 * `body` (the final header came), `held` while the order's sink holds the sender back -> `over`. Everything a transport says after `over`
 * is ignored.
 */
export async function runHop(order: Order, connections: Connections, clock: Clock): Promise<Exchange> {
  using account = connections.bodies.open()
  return await new Promise((resolve, reject) => {
    const { site, path } = orderTarget(order)
    const mayCut = order.limits?.overLimit === 'cut'
    const mayBeReadTolerantly = connections.isTolerant && isSafe(order.method) && order.body === undefined
    const tolerated: string[] = []
    const signal = order.signal
    const clocks = createHopClocks(clock, order.limits, ({ code, ms, says, option }) => {
      const late = new CrawlError(code, `${hostAndPort(site)} ${says} within ${ms} ms; try later, or give it more time (${option}).`, {
        url: withoutCredentials(order.url),
        value: ms,
        answered: answerBegan,
      })
      if (code !== 'timeout-idle' || order.limits?.onSilence !== 'cut') return fail(late)
      breakOff(late, [silenceInBody])
      transport?.abort(late)
    })

    let state: HopPhase | 'over' = 'queued'
    let transport: Transport | undefined
    let answerBegan = false
    /** All bytes came; the sink may still be writing. */
    let ending = false
    /** On a connection of its own. */
    let isFresh = false
    let isOverWire = false
    let head = nothing
    let headersMs = 0
    let codings: string[] = []
    let leftBytes = 0
    /** What Content-Length says. */
    let statedBytes = Number.NaN
    let intake: BodyIntake | undefined
    /** Chunks, or reads of the socket. */
    let pieces = 0

    function enter(next: HopPhase, bytes?: number): void {
      state = next
      clocks.enter(next, bytes)
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
      transport?.abort(failure)
    }

    function stopReading(cut: 'limit' | 'unwanted'): void {
      finish(cut)
      transport?.abort(new Error(cut))
    }

    function tooLarge(limit: number): CrawlError {
      const says = `The body from ${hostAndPort(site)} is above the limit of ${limit} bytes`
      return error('body-too-large', `${says}; get -o FILE keeps any size (library: download, or the order's limits).`, limit)
    }

    function finish(cut?: Exchange['cut']): void {
      const pending = intake?.pending()
      ending = true
      if (pending !== undefined) return void pending.then(() => finish(cut), sinkFailed)
      if (state === 'over') return
      leave()
      const { version, status, reason, headers, peer, connection } = head
      const timings = {
        startedAt: clocks.startedAt,
        headersMs,
        totalMs: clocks.elapsed(),
        ...(connection === undefined ? {} : { connection }),
      }
      tolerated.push(...(head.anomalies ?? []))
      const raw = intake?.raw ?? leftBytes
      const chunks = intake?.chunks() ?? []
      const deliver = (body: Uint8Array, cutBy: Exchange['cut'], anomalies: readonly string[]) =>
        resolve({
          order,
          version,
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
      decodeBody(chunks, codings, { bodyBytes: bodyLimit, account }).then(
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

    /** The sink is slower than the sender, or there is no room: nothing is read until it has caught up: flow control. */
    function hold(given: Transport, caughtUp: Promise<void>, bytes: number): void {
      enter('held', bytes)
      given.pause()
      caughtUp.then(() => {
        if (state !== 'held') return
        enter('body')
        given.resume()
      }, sinkFailed)
    }

    /** The final header is here: is its body wanted, and where does it go? */
    function beginBody(): void {
      codings = [...contentCodings(headerValues(head.headers, 'content-encoding')), ...(head.transferCodings ?? [])]
      statedBytes = Number(headerValue(head.headers, 'content-length') ?? Number.NaN)
      if (order.wants !== undefined && !order.wants(head)) {
        leftBytes = Number.isSafeInteger(statedBytes) ? statedBytes : 0
        stopReading('unwanted')
        return
      }
      intake = bodyIntake(order, head, codings.length > 0, account)
      if (Number.isSafeInteger(statedBytes) && statedBytes > intake.limit && !mayCut) fail(tooLarge(intake.limit))
    }

    const listener: AnswerListener = {
      started(given) {
        if (state === 'over') throw new Error('over')
        transport = given
        enter('asked')
      },
      began() {
        answerBegan = true
      },
      head(came) {
        if (state === 'over') return
        enter('body')
        headersMs = clocks.elapsed()
        head = came
        if (head.headers.length / 2 > limits.headerFields) {
          const says = `${hostAndPort(site)} sent more than ${limits.headerFields} header fields; they are not read.`
          return fail(error('headers-too-large', says, limits.headerFields))
        }
        if (order.method === 'HEAD' || head.status === 204 || head.status === 304) return
        try {
          beginBody()
        } catch (cause) {
          const says = 'The `wants` or `into` of the order threw; see the cause.'
          fail(cause instanceof CrawlError ? cause : new CrawlError('handler', says, { url: withoutCredentials(order.url), cause }))
        }
      },
      data(given, chunk) {
        if (state === 'over' || ending || intake === undefined) return
        const room = intake.limit - intake.raw
        if (chunk.length > room && !mayCut) return fail(tooLarge(intake.limit))
        if (++pieces > limits.bodyPieces + intake.raw / fewestPieceBytes) {
          const says = `${hostAndPort(site)} sends its body in ${pieces} pieces of a few bytes each; tell its webmaster.`
          return fail(error('protocol', says, limits.bodyPieces))
        }
        try {
          const wait = intake.write(chunk.length > room ? chunk.subarray(0, room) : chunk)
          if (chunk.length > room) stopReading('limit')
          else if (wait === undefined) enter('body', chunk.length)
          else hold(given, wait, chunk.length)
        } catch (failure) {
          sinkFailed(failure)
        }
      },
      ended({ cut, anomalies = [] } = {}) {
        if (state === 'over' || ending) return
        if (cut === 'truncated')
          return breakOff(
            error('body-truncated', `${hostAndPort(site)} closed the connection in the middle of the body; try again.`),
            anomalies,
          )
        tolerated.push(...anomalies)
        finish(cut)
      },
      failed(failure) {
        if (state === 'over' || ending) return
        // While the sink holds the sender back, undici takes a close behind the last byte for one in the middle.
        if (intake !== undefined && intake.raw === statedBytes) return finish()
        // The server closed a kept connection just as we used it (RFC 9112 section 9.3.1): ask once more, when asking twice is safe.
        if (isIdempotent(order.method) && !isFresh && !answerBegan && connections.endedReused(failure)) {
          again()
          return ask(true)
        }
        const verdict = transportError(failure, { url: order.url, site, headersCame: head.status > 0 })
        const isRefusal = verdict.code === 'protocol' && !(failure instanceof CrawlError)
        if (isRefusal && mayBeReadTolerantly && !isOverWire && intake?.isSink !== true) {
          again()
          tolerated.push('second-reader')
          return askOverWire()
        }
        if (brokenOff.has(verdict.code)) breakOff(verdict, verdict.code === 'connection-reset' ? ['connection-reset-in-body'] : [])
        else fail(verdict)
      },
    }

    /** What came of the body is given, marked as cut; unless nothing did, or a sink has it: the failure is the mark then. */
    function breakOff(verdict: CrawlError, anomalies: readonly string[]): void {
      if (intake === undefined || intake.isSink || intake.raw === 0) {
        fail(verdict)
      } else {
        tolerated.push(...anomalies)
        finish('truncated')
      }
    }

    function again(): void {
      enter('queued')
      transport = undefined
      answerBegan = false
      head = nothing
      codings = []
      statedBytes = Number.NaN
      if (intake !== undefined) account.add(-intake.raw)
      intake = undefined
      pieces = 0
    }

    function ask(fresh: boolean): void {
      isFresh = fresh
      const handler = undiciHandler(site, connections, listener)
      const method = order.method as Dispatcher.HttpMethod
      const body = order.body ?? null
      connections
        .dispatcher(order, isFresh)
        .then(
          dispatcher => state === 'over' || dispatcher.dispatch({ origin: site, path, method, headers: sentHeaders(order), body }, handler),
        )
        .catch(failure => fail(transportError(failure, { url: order.url, site, headersCame: false })))
    }

    function askOverWire(): void {
      isFresh = true
      isOverWire = true
      transport = openWireTransport({ order, site, headers: sentHeaders(order), connections }, listener)
    }

    if (signal?.aborted) return onAbort()
    signal?.addEventListener('abort', onAbort)
    if (connections.transport === 'wire' || (mayBeReadTolerantly && connections.oddSites.has(site))) askOverWire()
    else ask(false)
  })
}

/** The anomaly of a body that ended in silence. */
export const silenceInBody = 'silence-in-body'

/** A body in pieces of so many bytes is never too many pieces. */
const fewestPieceBytes = 16

/** Failures in the midst of a body after which what came is worth keeping. */
const brokenOff: ReadonlySet<CrawlErrorCode> = new Set<CrawlErrorCode>(['body-truncated', 'connection-reset', 'protocol'])

/** The codings that decode-body.ts reads, unless the caller has said what he takes; a sink gets the bytes as they are. */
function sentHeaders({ headers, into }: Order): string[] {
  if (headerValue(headers, 'accept-encoding') !== undefined) return headers as string[]
  return [...headers, 'accept-encoding', into === undefined ? 'gzip, deflate, br, zstd' : 'identity']
}
