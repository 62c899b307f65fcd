import { existsSync, writeFileSync } from 'node:fs'
import type { Clock } from '../../base/clock.ts'
import { asCrawlError, CrawlError } from '../../base/crawl-error.ts'
import { onDiskNow } from '../../base/disk-error.ts'
import { withoutCredentials } from '../../base/escape.ts'
import { requestOf } from '../../curl/request-of.ts'
import type { Exchange } from '../../exchange/exchange.ts'
import { headerValue, withHeader } from '../../exchange/header-list.ts'
import { mayPass } from '../../exchange/may-pass.ts'
import { isIdempotent } from '../../exchange/methods.ts'
import type { Head, Order } from '../../exchange/order.ts'
import type { Client } from '../../fetch/client.ts'
import { statusError } from '../../fetch/status-error.ts'
import { exitCodeOf } from '../exit-codes.ts'
import { readGivenFile } from '../read-input.ts'
import { warnOfLength } from '../single-fetch.ts'
import { deliver } from './deliver.ts'
import type { GetOrder } from './get-order.ts'
import { givenFiles } from './given-files.ts'
import { outputOf } from './outputs.ts'
import type { Attempt, Transfer } from './transfer.ts'
import { tryAgain } from './transfer.ts'

export type TransferInput = {
  readonly get: GetOrder
  readonly url: URL
  readonly index: number
  readonly client: Client
  readonly clock: Clock
  /** Every answer of every attempt when it is whole, and every header as soon as it is here. */
  readonly onHop: (hop: Exchange) => void
  readonly onHeader: (head: Head) => void
  readonly onProgress: ((written: number, total: number | undefined) => void) | undefined
  /** What the person should know, one line each. */
  readonly warn: (text: string) => void
}

/** One URL, with its further attempts. Rejects only for what is wrong with the command line itself. */
export async function runTransfer(input: TransferInput): Promise<Transfer> {
  const { get, index, clock, warn } = input
  const start = clock.now()
  const order = await orderOf(get, input.url)
  const { method } = order
  if (!get.silent) warnOfLength(order.url)
  if (get.retry && !get.retryAllErrors && !isIdempotent(method)) {
    warn(`${method} is asked once, for twice may do it twice. --retry-all-errors asks again all the same.`)
  }
  const output = await outputOf(get, index, input.url)
  const attempt = async (before: number, mayFollow: boolean): Promise<Attempt> => {
    const limit = get.maxTime ? AbortSignal.timeout(get.maxTime * 1000) : undefined
    const again = mayFollow && (get.retryAllErrors || isIdempotent(method))
    const wants = ({ status }: Head): boolean =>
      !beginsAgain(get, status) && (status < 400 || !(get.fail === 'without-body' || (again && mayPass(status))))
    const asked = { ...order, ...(limit === undefined ? {} : { signal: limit }) }
    const tried = await deliver(asked, input, { output, before, wants })
    return limit?.aborted && tried.error?.code === 'aborted' ? { ...tried, error: outOfTime(order, get.maxTime!) } : tried
  }
  const tried = await tryAgain({ ...get, method }, clock, attempt, (ms, why) => warn(`${why} Asking again in ${ms / 1000} s.`))
  const error = tried.error ?? refusalOf(tried.exchange) ?? rangeError(get, tried.exchange)
  if (get.etagSave !== undefined) saveEtag(get.etagSave, tried.exchange)
  const { final, ...told } = tried
  return { ...told, index, order, totalMs: clock.now() - start, error, exitCode: exitOf(error) }
}

/** `-C N` to standard output was answered with the whole: what is there already would come twice. */
function beginsAgain({ continueAt }: GetOrder, status: number): boolean {
  return typeof continueAt === 'number' && continueAt > 0 && status === 200
}

function rangeError(get: GetOrder, exchange: Exchange | undefined): CrawlError | undefined {
  if (exchange === undefined || !beginsAgain(get, exchange.status)) return undefined
  const url = withoutCredentials(exchange.order.url)
  return new CrawlError('protocol', `${url} does not go on at byte ${get.continueAt}: it sends the whole. Leave -C out.`, { url })
}

async function orderOf(get: GetOrder, url: URL): Promise<Order> {
  const order = await requestOf(get, url, givenFiles)
  const { continueAt, maxFilesize = Infinity, connectTimeout } = get
  let { headers } = order
  if (typeof continueAt === 'number') headers = withHeader(headers, 'range', `bytes=${continueAt}-`)
  if (get.compressed) headers = withHeader(headers, 'accept-encoding', 'gzip, deflate, br, zstd')
  if (get.etagCompare !== undefined) headers = withHeader(headers, 'if-none-match', etagIn(get.etagCompare))
  return {
    ...order,
    headers,
    limits: {
      totalMs: Infinity,
      bodyRawBytes: maxFilesize,
      bodyBytes: maxFilesize,
      ...(connectTimeout ? { connectMs: connectTimeout * 1000 } : {}),
    },
  }
}

/** A file that is not there yet has no tag: `""` is that of nothing, as curl sends it. */
function etagIn(file: string): string {
  return (existsSync(file) ? readGivenFile(file).toString('latin1').trim() : '') || '""'
}

function saveEtag(file: string, exchange: Exchange | undefined): void {
  const etag = headerValue(exchange?.headers ?? [], 'etag')
  if (etag === undefined || exchange!.status >= 400) return
  onDiskNow(file, () => writeFileSync(file, `${etag}\n`, 'latin1'))
}

function refusalOf(exchange: Exchange | undefined): CrawlError | undefined {
  return exchange !== undefined && exchange.status >= 400 ? statusError(exchange) : undefined
}

function outOfTime(order: Order, seconds: number): CrawlError {
  const url = withoutCredentials(order.url)
  return new CrawlError('timeout-total', `${url} was not done within ${seconds} s. Try later, or raise --max-time.`, {
    url,
    value: seconds * 1000,
  })
}

function exitOf(error: unknown): number {
  if (error === undefined) return 0
  const { code, value } = asCrawlError(error)
  return exitCodeOf(code === 'http-status' && value !== undefined ? `http-${value}` : code)
}
