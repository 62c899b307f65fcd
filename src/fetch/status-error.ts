import type { CrawlErrorDetails } from '../base/crawl-error.ts'
import { CrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { mayPass } from '../exchange/may-pass.ts'
import { robotRefusal } from './robot-refusal.ts'

/** An answer of 400 and above, for whoever wanted what is there: its status, and the next step. */
export function statusError(answer: Answer, details?: CrawlErrorDetails): CrawlError {
  const { status, reason = '' } = answer
  const url = withoutCredentials(answer.order.url)
  const says = `${url} answered ${status}${reason === '' ? '' : ` ${reason}`}. ${nextStep(answer)}.`
  return new CrawlError('http-status', says, { url, value: status, ...details })
}

type Answer = Pick<Exchange, 'order' | 'status' | 'body'> & { readonly reason?: string | undefined }

function nextStep(answer: Answer): string {
  const { status, order } = answer
  if (status === 401) return 'Give a name and password, in the URL or with get -u name:password'
  if (status === 407) return 'Give a name and password for the proxy, in its URL or with get -U name:password'
  if (status === 405) return `It does not take ${order.method}`
  if (status === 410) return 'It is gone for good: leave it out'
  if (mayPass(status)) return 'Try later'
  return robotRefusal(answer) ?? 'Check the URL, or try later'
}
