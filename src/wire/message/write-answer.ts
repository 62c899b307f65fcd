import { CrawlError } from '../../base/crawl-error.ts'
import type { HeaderList } from '../../exchange/header-list.ts'
import { fieldLines, withBody } from './write-request.ts'

export type AnswerText = {
  readonly status: number
  /** Default: none. */
  readonly reason?: string | undefined
  /** Default 1.1. In 0.9 there is the body and nothing else. */
  readonly version?: '0.9' | '1.0' | '1.1' | undefined
  readonly headers?: HeaderList | undefined
  /** Sent as it is; Content-Length is added unless the header has it or a Transfer-Encoding. */
  readonly body?: Uint8Array | undefined
}

/** The bytes of an answer (RFC 9112 section 4). Throws CrawlError `usage` for what could forge a line. */
export function writeAnswer({ status, reason = '', version = '1.1', headers = [], body }: AnswerText): Uint8Array {
  if (version === '0.9') return body ?? new Uint8Array(0)
  if (!/^[1-9]\d\d$/.test(String(status))) throw new CrawlError('usage', 'A status is a number from 100 to 999.')
  if (/[^\t\x20-\x7e\x80-\xff]/.test(reason)) throw new CrawlError('usage', 'The reason has a control character in it; take it out.')
  return withBody([`HTTP/${version} ${status} ${reason}`, ...fieldLines(headers)], headers, body)
}
