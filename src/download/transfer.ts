import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { headerValue, withHeader } from '../exchange/header-list.ts'
import { mayPass } from '../exchange/may-pass.ts'
import type { BodySink, Head } from '../exchange/order.ts'
import { statusError } from '../fetch/status-error.ts'
import { formatHttpDate, parseHttpDate } from '../headers/http-date.ts'
import { formatRange } from '../headers/range.ts'
import { parseRetryAfter } from '../headers/retry-after.ts'
import { createDigestCheck } from './digest-check.ts'
import type { Intake } from './intake.ts'
import { createIntake, tooLarge } from './intake.ts'
import type { Job } from './job.ts'
import type { Have, ResumeAction } from './resume-action.ts'
import { resumeAction } from './resume-action.ts'

export type Step =
  /** `whole`: all bytes are in the part. */
  | { readonly next: 'whole' | 'complete' | 'unchanged'; readonly exchange: Exchange; readonly verified: readonly string[] }
  /** Ask again: for the rest, or `fresh` for the whole. */
  | { readonly next: 'again'; readonly fresh: boolean }
  | { readonly next: 'refused'; readonly error: CrawlError; readonly retryAfterMs: number | undefined }

type Judged = ResumeAction | { readonly do: 'unchanged' } | { readonly do: 'refused' }

/** One request, and what it brings into the part. @param fresh ask for the whole, whatever is here. Rejects with CrawlError. */
export async function transfer(job: Job, fresh: boolean): Promise<Step> {
  const { client, order, url } = job
  const { have, tail } = await whatIsHere(job, fresh)
  let judged: Judged | undefined
  let intake: Intake | undefined
  const into = (head: Head): BodySink | undefined => {
    judged = judge(job, have, head)
    if (judged.do !== 'append' && judged.do !== 'overwrite') return undefined
    const most = job.options.maxBytes ?? Infinity
    if (Math.max(judged.total ?? 0, judged.end ?? 0) > most) throw tooLarge(url, most)
    intake = createIntake(job, judged, head, tail)
    if (judged.do === 'overwrite') job.tally.resumedFrom = 0
    else job.tally.resumedFrom ??= have.bytes
    return intake
  }
  try {
    const exchange = await client.fetch({
      ...order,
      headers: headersFor(job, have),
      limits: { bodyBytes: limits.errorBodyBytes, totalMs: Infinity, overLimit: 'cut', ...order.limits, bodyRawBytes: Infinity },
      into,
    })
    // An answer without a body, or one that a wrap had in store.
    const taken = intake ?? into(exchange)
    if (intake === undefined && exchange.body.length > 0) await taken?.write(exchange.body)
    if (exchange.cut === 'truncated')
      throw new CrawlError('body-truncated', `${url} broke off in the middle of the body. Try again.`, { url })
    if (exchange.anomalies.includes('content-length-conflict')) {
      throw new CrawlError('protocol', `${url} tells of two lengths, and so nobody knows which bytes are the file. Tell its webmaster.`, {
        url,
      })
    }
    return await settle(job, have, judged!, exchange, intake)
  } catch (error) {
    job.pace?.stop()
    // What a broken answer brought is not to be trusted; what one that was cut brought is.
    await intake?.leave(!(error instanceof CrawlError && error.code === 'protocol'))
    if (intake?.isOther === true && !fresh) return { next: 'again', fresh: true }
    throw error
  }
}

async function settle(job: Job, have: Have, judged: Judged, exchange: Exchange, intake: Intake | undefined): Promise<Step> {
  const { part, url } = job
  switch (judged.do) {
    case 'append':
    case 'overwrite': {
      const { verified, isWhole } = await intake!.end()
      if (isWhole) return { next: 'whole', exchange, verified }
      if (judged.do === 'append' && part.bytes === have.bytes) {
        throw new CrawlError('protocol', `${url} gives nothing behind byte ${have.bytes}. Try again without the part.`, { url })
      }
      return { next: 'again', fresh: false }
    }
    case 'complete': {
      job.tally.resumedFrom ??= have.bytes
      const digests = createDigestCheck(job.expected, url)
      if (digests.ofFile) for await (const bytes of part.read(0, part.bytes)) digests.file(bytes)
      return { next: 'complete', exchange, verified: digests.verify('representation') }
    }
    case 'restart':
      return { next: 'again', fresh: true }
    case 'unchanged':
      return { next: 'unchanged', exchange, verified: [] }
    case 'refused':
      return refused(job, exchange)
    case 'fail':
      throw new CrawlError('protocol', `${url} answered with ${judged.why}. What is here was left as it is; try again.`, { url })
  }
}

async function whatIsHere({ part, isResumable }: Job, fresh: boolean): Promise<{ have: Have; tail: Uint8Array }> {
  const { bytes, version } = part
  if (fresh || !isResumable || bytes === 0 || version.whole === true) return { have: { bytes: 0, from: 0, version: {} }, tail: noBytes }
  if (version.ifRange !== undefined) return { have: { bytes, from: bytes, version }, tail: noBytes }
  // Too short to be compared: it comes anew.
  const from = bytes - limits.overlapBytes
  if (from <= 0) return { have: { bytes: 0, from: 0, version: {} }, tail: noBytes }
  const tail: Uint8Array[] = []
  for await (const piece of part.read(from, bytes)) tail.push(Uint8Array.from(piece))
  return { have: { bytes, from, version }, tail: Buffer.concat(tail) }
}

const noBytes = new Uint8Array(0)

function headersFor({ order, newerThan }: Job, have: Have): readonly string[] {
  let headers = withHeader(order.headers, 'accept-encoding', 'identity')
  if (have.bytes > 0) headers = withHeader(headers, 'range', formatRange({ first: have.from }))
  if (have.version.ifRange !== undefined) headers = withHeader(headers, 'if-range', have.version.ifRange)
  if (have.bytes === 0 && newerThan !== undefined) headers = withHeader(headers, 'if-modified-since', formatHttpDate(new Date(newerThan)))
  return headers
}

function judge(job: Job, have: Have, head: Head): Judged {
  const { status, headers } = head
  const asks = (name: string) => headerValue(job.order.headers, name) !== undefined
  if (status === 304 && (job.newerThan !== undefined || asks('if-none-match') || asks('if-modified-since'))) return { do: 'unchanged' }
  const isAboutRange = have.bytes > 0 && (status === 416 || status === 412)
  if (status >= 400 && !isAboutRange) {
    return job.options.errorPages === true && have.bytes === 0 ? { do: 'overwrite', end: undefined, total: undefined } : { do: 'refused' }
  }
  if (status >= 200 && status < 300) {
    const modified = parseHttpDate(headerValue(headers, 'last-modified') ?? '')
    if (have.bytes === 0 && job.newerThan !== undefined && modified !== null && modified.getTime() <= job.newerThan)
      return { do: 'unchanged' }
    job.refuseName(headerValue(headers, 'content-disposition'))
  }
  return resumeAction(have, job.ownRange && status === 206 ? { status: 200, headers } : head)
}

function refused({ clock }: Job, exchange: Exchange): Step {
  const seconds = parseRetryAfter(headerValue(exchange.headers, 'retry-after') ?? '', new Date(clock.wall()))
  const retryAfterMs = seconds === null ? undefined : seconds * 1000
  return { next: 'refused', error: statusError(exchange, { retryable: mayPass(exchange.status) }), retryAfterMs }
}
