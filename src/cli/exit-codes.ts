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
  unfinished: 9,
  held: 10,
  refused: 11,
  store: 12,
  diskFull: 13,
  identity: 14,
  noMatch: 15,
  interrupted: 130,
} as const

const byCode: Partial<Record<CrawlErrorCode, number>> = {
  usage: exitCodes.usage,
  'url-invalid': exitCodes.usage,
  'scheme-unsupported': exitCodes.usage,
  file: exitCodes.file,
  'file-exists': exitCodes.file,
  'no-handles': exitCodes.file,
  tls: exitCodes.tls,
  'address-guarded': exitCodes.refused,
  'robots-unreachable': exitCodes.held,
  'identity-missing': exitCodes.identity,
  'disk-full': exitCodes.diskFull,
  'http-status': exitCodes.server,
  'image-missing': exitCodes.server,
  aborted: exitCodes.interrupted,
  internal: exitCodes.generic,
  handler: exitCodes.generic,
}

/** The exit code of an error code, or of a reason such as `http-404` or `robots`. */
export function exitCodeOf(reason: string): number {
  const known = byCode[reason as CrawlErrorCode]
  if (known !== undefined) return known
  if (/^(?:dns|connection|timeout|network|proxy)/.test(reason)) return exitCodes.network
  if (/^store/.test(reason)) return exitCodes.store
  if (/^http-40[17]$/.test(reason)) return exitCodes.auth
  if (/^http-/.test(reason)) return exitCodes.server
  if (/^(?:robots|trap)/.test(reason)) return exitCodes.refused
  return exitCodes.protocol
}

/** What a command ends with when it throws: one line that names the cause and the next step, and an exit code. */
export function failureOf(error: unknown): { line: string; exitCode: number } {
  const usage = commandLineFault(error)
  if (usage !== undefined) return usage
  const { message, code, value } = asCrawlError(error)
  const exitCode = exitCodeOf(code === 'http-status' && value !== undefined ? `http-${value}` : code)
  return { line: `orbweaver: ${escapeTerminal(message)} [${code}]`, exitCode }
}

/** What commander throws, told by its code so that commander need not be loaded; help and version that were asked for are no fault. */
function commandLineFault(error: unknown): { line: string; exitCode: number } | undefined {
  if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('commander.')) return undefined
  if ('exitCode' in error && error.exitCode === 0) return { line: '', exitCode: exitCodes.done }
  // No verb: the help was shown.
  if (error.code === 'commander.help') return { line: '', exitCode: exitCodes.usage }
  const [cause = '', suggestion = ''] = error.message.replace(/^error: /, '').split('\n')
  const ended = /[.?!]$/.test(cause) ? cause : `${cause}.`
  const hint = suggestion === '' ? '' : ` ${suggestion.replace(/^\(|\)$/g, '')}`
  return {
    line: `orbweaver: ${escapeTerminal(ended + hint)} See orbweaver --help, or orbweaver VERB --help. [usage]`,
    exitCode: exitCodes.usage,
  }
}

/** A crawl that brought a page is a success, also when an earlier run left this one nothing to do; one that brought none says why. */
export function exitCodeOfReport({ state, why, counts, statuses, reasons, failures, held, run }: Report, interrupted: boolean): number {
  if (interrupted && state !== 'finished') return exitCodes.unfinished
  // A budget is a limit that the user set: reaching it is what was asked for.
  const waitsFor = Object.keys(held).filter(reason => !reason.startsWith('budget'))
  if (waitsFor.length > 0) return exitCodes.held
  const broughtPage = Object.keys(statuses).some(status => /^(?:2|304)/.test(status))
  const wasOver = run.pages === 0 && failures.length === 0 && counts.done > 0
  const [worst] = Object.keys(reasons)
  if (!broughtPage && !wasOver && worst !== undefined && run.pages + counts.failed + counts.dropped > 0) return exitCodeOf(worst)
  return state === 'finished' || why?.startsWith('the limit') || Object.keys(held).length > 0 ? exitCodes.done : exitCodes.unfinished
}
