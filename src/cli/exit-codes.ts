import { CommanderError } from 'commander'
import type { CrawlErrorCode } from '../base/crawl-error.ts'
import { asCrawlError } from '../base/crawl-error.ts'
import { escapeTerminal } from '../base/escape.ts'
import type { Report } from '../spider/index.ts'

/** wget's codes where they mean the same, crawl codes above 8. */
export const exitCodes = {
  done: 0,
  generic: 1,
  usage: 2,
  file: 3,
  network: 4,
  tls: 5,
  auth: 6,
  protocol: 7,
  server: 8,
  /** Work is left: the crawl was stopped; the same command goes on. */
  unfinished: 9,
  /** Work is held: robots.txt unreachable, or a site's budget spent. */
  held: 10,
  /** robots.txt, the address guard or a rule refused what was asked. */
  refused: 11,
  store: 12,
  diskFull: 13,
  identity: 14,
  interrupted: 130,
} as const

const byCode: Partial<Record<CrawlErrorCode, number>> = {
  usage: exitCodes.usage,
  'url-invalid': exitCodes.usage,
  'scheme-unsupported': exitCodes.usage,
  file: exitCodes.file,
  tls: exitCodes.tls,
  'address-guarded': exitCodes.refused,
  'robots-unreachable': exitCodes.held,
  'identity-missing': exitCodes.identity,
  'disk-full': exitCodes.diskFull,
  'http-status': exitCodes.server,
  aborted: exitCodes.interrupted,
  internal: exitCodes.generic,
  handler: exitCodes.generic,
}

/** The exit code of an error code, or of a reason such as `http-404` or `robots`. */
export function exitCodeOf(reason: string): number {
  const known = byCode[reason as CrawlErrorCode]
  if (known !== undefined) return known
  if (/^(?:dns|connection|timeout|network)/.test(reason)) return exitCodes.network
  if (/^store/.test(reason)) return exitCodes.store
  if (/^http-40[17]$/.test(reason)) return exitCodes.auth
  if (/^http-/.test(reason)) return exitCodes.server
  if (/^(?:robots|trap)/.test(reason)) return exitCodes.refused
  return exitCodes.protocol
}

/** What a command ends with when it throws: one line, a code for programs, an exit code. */
export function failureOf(error: unknown): { message: string; code: string; exitCode: number } {
  if (error instanceof CommanderError) return { message: '', code: '', exitCode: error.exitCode === 0 ? 0 : exitCodes.usage }
  const { message, code } = asCrawlError(error)
  return { message: escapeTerminal(message), code, exitCode: exitCodeOf(code) }
}

/** A crawl that brought at least one page is a success; one that brought none says why. */
export function exitCodeOfReport({ state, why, counts, reasons, held, run }: Report, interrupted: boolean): number {
  if (interrupted) return exitCodes.unfinished
  if (Object.keys(held).length > 0) return exitCodes.held
  if (counts.done === 0 && run.pages + counts.failed + counts.dropped > 0) return exitCodeOf(Object.keys(reasons)[0] ?? 'internal')
  return state === 'finished' || why?.startsWith('the limit') ? exitCodes.done : exitCodes.unfinished
}
