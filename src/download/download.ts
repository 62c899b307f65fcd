import { stat } from 'node:fs/promises'
import { systemClock } from '../base/clock.ts'
import { asCrawlError } from '../base/crawl-error.ts'
import { onDisk } from '../base/disk-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import { limits } from '../base/limits.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { headerValue, headerValues } from '../exchange/header-list.ts'
import type { Order } from '../exchange/order.ts'
import type { Ask } from '../fetch/client.ts'
import { orderOf } from '../fetch/client.ts'
import { withClient } from '../fetch/with-client.ts'
import { parseHttpDate } from '../headers/http-date.ts'
import { contentCodings } from '../http/decode-body.ts'
import { expectedDigest } from './digest-check.ts'
import type { Download, DownloadOptions, DownloadTarget } from './download-options.ts'
import type { Job } from './job.ts'
import { openPart } from './open-part.ts'
import { createPace } from './pace.ts'
import type { Part } from './part.ts'
import { createProgressMeter } from './progress-meter.ts'
import { putInPlace } from './put-in-place.ts'
import { pause, retryWait } from './retry-wait.ts'
import { openStraight } from './straight-part.ts'
import type { Target } from './target.ts'
import { resolveTarget } from './target.ts'
import type { Step } from './transfer.ts'
import { transfer } from './transfer.ts'

/**
 * Keeps what a URL gives as a file: `await download('https://example.org/image.jpg', 'image.jpg')`. Any size in constant memory, redirects
 * followed. Until it is whole it stands beside as `image.jpg.part`, from which the next call goes on; then it gets its name in one step.
 * Rejects with CrawlError.
 */
export async function download(ask: Ask | string, to: DownloadTarget, options: DownloadOptions = {}): Promise<Download> {
  const order = withSignal(orderOf(ask), options.signal)
  const expected = options.expect === undefined ? [] : [expectedDigest(options.expect)]
  const target = await resolveTarget(to, order.url, options)
  return withClient(options, async client => {
    const ownRange = headerValue(order.headers, 'range') !== undefined
    const isResumable = order.method === 'GET' && order.body === undefined && !ownRange && !target.isStraight
    const url = withoutCredentials(order.url)
    const clock = options.clock ?? systemClock
    const { limitRate, newerOnly, onProgress } = options
    const job: Job = {
      order,
      url,
      client,
      options,
      part: await openTarget(target, url, isResumable, options),
      clock,
      expected,
      pace: limitRate === undefined ? undefined : createPace(limitRate, clock),
      meter: onProgress === undefined ? undefined : createProgressMeter(onProgress, clock),
      isResumable,
      ownRange,
      newerThan: newerOnly === true && target.modifiedMs !== undefined ? Math.floor(target.modifiedMs / 1000) * 1000 : undefined,
      refuseName: target.refuseName,
      tally: { received: 0, blocks: 0, resumedFrom: undefined, retries: 0 },
    }
    try {
      return await putAway(job, target, await untilWhole(job))
    } catch (error) {
      const failure = asCrawlError(error, url)
      // The failure is what matters, whatever becomes of the part.
      await (isResumable && !worthless.has(failure.code) ? job.part.keep() : job.part.drop()).catch(() => {})
      throw failure
    }
  })
}

/** After these nobody wants to go on with the part. */
const worthless: ReadonlySet<string> = new Set(['digest-mismatch', 'body-too-large', 'file-exists'])

function withSignal(order: Order, signal: AbortSignal | undefined): Order {
  if (signal === undefined || order.signal === undefined) return signal === undefined ? order : { ...order, signal }
  return { ...order, signal: AbortSignal.any([order.signal, signal]) }
}

function openTarget(target: Target, url: string, isResumable: boolean, options: DownloadOptions): Promise<Part> {
  if (target.isStraight) return openStraight(target.path)
  const resume = isResumable && options.resume !== false
  const begunFile = isResumable && options.continueFile === true ? target.path : undefined
  return openPart({ path: target.partPath, url, resume, begunFile })
}

type Done = Extract<Step, { readonly exchange: Exchange }>

/** Asks until all is here, or until there is no sense in asking again. */
async function untilWhole(job: Job): Promise<Done> {
  const { part, tally, options, clock, url } = job
  const retries = options.retries ?? limits.attempts - 1
  let fresh = false
  let checkedAgain = false
  let failures = 0
  let longest = part.bytes
  for (;;) {
    let step: Step
    try {
      step = await transfer(job, fresh)
    } catch (error) {
      step = { next: 'refused', error: asCrawlError(error, url), retryAfterMs: undefined }
    }
    if (step.next === 'again') {
      fresh = step.fresh
      continue
    }
    if (step.next !== 'refused') return step
    const { error, retryAfterMs } = step
    // The beginning may be what is wrong: it came at another time.
    if (error.code === 'digest-mismatch' && (tally.resumedFrom ?? 0) > 0 && !checkedAgain) {
      checkedAgain = fresh = true
      continue
    }
    failures = part.bytes > longest ? 1 : failures + 1
    longest = Math.max(longest, part.bytes)
    const canRepeat = !(part.isStraight && tally.received > 0)
    const waitMs = canRepeat ? retryWait(error, { failures, retries, cameBefore: tally.received > 0, retryAfterMs }) : undefined
    if (waitMs === undefined) throw error
    tally.retries++
    options.onRetry?.({ error, waitMs, attempt: tally.retries })
    await pause(waitMs, clock, job.order.signal)
    fresh = false
  }
}

/** Gives the whole file its name. */
async function putAway(job: Job, target: Target, { next, exchange, verified }: Done): Promise<Download> {
  const { part, options, tally, meter } = job
  const { received, blocks, retries, resumedFrom = 0 } = tally
  const codings = contentCodings(headerValues(exchange.headers, 'content-encoding')).filter(coding => coding !== 'identity')
  const told = { received, blocks, retries, resumedFrom, verified, codings, exchange }
  if (next === 'unchanged') {
    await part.keep()
    const bytes = (await stat(target.path).catch(() => undefined))?.size ?? 0
    return { ...told, path: target.path, outcome: 'unchanged', bytes }
  }
  const { bytes } = part
  meter?.end(bytes, bytes)
  // The user's own file was whole already.
  if (part.path === target.path && !target.isStraight) {
    await part.drop()
    return { ...told, path: target.path, outcome: 'complete', bytes }
  }
  const name = target.pathFor(exchange)
  const path = await part.finish(async (from, file) => {
    await target.check()
    const old = target.overwrite === 'always' ? await stat(name).catch(() => undefined) : undefined
    if (old?.isFile() === true) await file.chmod(old.mode & 0o777)
    const modified = options.keepTime === true ? parseHttpDate(part.version.modified ?? '') : null
    if (modified !== null) await file.utimes(new Date(), modified)
    if (options.durable === true) await file.sync()
    return onDisk(name, () => putInPlace(from, name, target.overwrite))
  })
  return { ...told, path, outcome: 'saved', bytes }
}
