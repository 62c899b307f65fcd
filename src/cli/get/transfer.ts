import type { Clock } from '../../base/clock.ts'
import type { CrawlError } from '../../base/crawl-error.ts'
import type { Exchange } from '../../exchange/exchange.ts'
import type { Order } from '../../exchange/order.ts'
import { retryWait } from './retry-wait.ts'

/** One URL of a `get`, from its first request to its last byte. */
export type Transfer = {
  /** 0 for the first URL. */
  readonly index: number
  readonly order: Order
  /** The last answer, when there was one. */
  readonly exchange?: Exchange | undefined
  /** Every answer of the last attempt, the last included. */
  readonly hops: readonly Exchange[]
  /** Where the body went, unless to standard output. */
  readonly file?: string | undefined
  /** Body bytes from the server, and bytes written after content codings were taken off. */
  readonly received: number
  readonly written: number
  readonly totalMs: number
  /** Of a text that was counted. */
  readonly characters?: number | undefined
  readonly retries: number
  readonly error?: CrawlError | undefined
  readonly exitCode: number
}

export type Attempt = Pick<Transfer, 'exchange' | 'hops' | 'file' | 'received' | 'written' | 'characters' | 'error'> & {
  /** Something went to where it cannot be taken back from: no further attempt. */
  readonly final: boolean
}

export type RetryOptions = {
  readonly method: string
  readonly retry?: number | undefined
  readonly retryDelay?: number | undefined
  readonly retryMaxTime?: number | undefined
  readonly retryAllErrors?: boolean | undefined
  readonly retryRefused?: boolean | undefined
}

/**
 * Tries until it works, the attempts are used up, or the failure is one that will not pass.
 * @param attempt with how many came before, and whether another may follow: the body of a 503 is of no use then
 */
export async function tryAgain(
  options: RetryOptions,
  clock: Clock,
  attempt: (before: number, mayFollow: boolean) => Promise<Attempt>,
  onWait: (ms: number, why: string) => void,
): Promise<Attempt & { readonly retries: number }> {
  const start = clock.now()
  for (let retries = 0; ; retries++) {
    const mayFollow = retries < (options.retry ?? 0)
    const tried = await attempt(retries, mayFollow)
    const wait = mayFollow && !tried.final ? retryWait(tried, options, retries, clock.wall()) : undefined
    const patience = (options.retryMaxTime || Infinity) * 1000 - (clock.now() - start)
    if (wait === undefined || wait > patience) return { ...tried, retries }
    onWait(wait, tried.error?.message ?? `answered ${tried.exchange?.status}`)
    await new Promise<void>(resolve => clock.after(wait, resolve))
  }
}
