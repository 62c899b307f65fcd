import { hash } from 'node:crypto'
import { join } from 'node:path'
import { CrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import { limits } from '../base/limits.ts'
import { fileNameFor } from '../download/file-names.ts'
import { markName } from '../download/safe-name.ts'
import { openCookieJar } from '../fetch/index.ts'
import { proxyFromEnvironment } from '../http/index.ts'
import type { FailedEvent, WatchEnd, WatchOptions } from '../watch/index.ts'
import { watch } from '../watch/index.ts'
import { askContact } from './ask-contact.ts'
import { askUrl } from './ask-url.ts'
import { checkOutput } from './check-output.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { webUrl } from './given-url.ts'
import { jsonLine } from './json-line.ts'
import { onSignals } from './on-signals.ts'
import type { ProgressKind } from './progress.ts'
import { runOnChange } from './run-on-change.ts'
import type { IdentityFlags } from './single-fetch.ts'
import { identityOf } from './single-fetch.ts'
import { showWatch } from './watch-status.ts'
import { eventJson, eventText, watchReportText } from './watch-text.ts'

export type WatchFlags = IdentityFlags & {
  readonly image?: boolean
  readonly select?: RegExp
  readonly hashText?: boolean
  readonly how: NonNullable<WatchOptions['how']>
  readonly maxFilesize?: number
  readonly every?: number | 'adaptive'
  readonly min?: number
  readonly max?: number
  readonly count?: number
  readonly untilChange?: boolean
  readonly for?: number
  readonly robots: NonNullable<WatchOptions['robots']>
  readonly header: readonly string[]
  readonly user?: string
  readonly cookies?: string
  readonly verifyTls: boolean
  readonly dir: string
  readonly keep?: number
  readonly save: boolean
  readonly state?: string
  readonly exec?: string
  readonly jsonl?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
  readonly progress?: ProgressKind
}

/** `orbweaver watch URL`: the same command goes on where it was left, and asks for nothing before it is due. */
export async function watchCommand(given: string | undefined, before: WatchFlags): Promise<void> {
  const { href } = webUrl(given ?? (await askUrl('watch')))
  const url = withoutCredentials(href)
  if (before.json && before.jsonl) throw new CrawlError('usage', '--json and --jsonl both want standard output. Give one of them.')
  const flags = await askContact([url], before)
  const state = flags.state ?? join(flags.dir, markName(fileNameFor(url), `.${hash('sha256', url).slice(0, 8)}.watch.json`, ''))
  if (flags.save) checkOutput(join(flags.dir, 'version'), 'Versions', '--dir')
  checkOutput(state, 'The state', '--state')
  if (flags.cookies !== undefined) checkOutput(flags.cookies, 'Cookies', '--cookies')
  const cookies = flags.cookies === undefined ? undefined : openCookieJar({ file: flags.cookies, saveAfterMs: limits.cookieSaveMs })
  const stop = new AbortController()
  const run = watch(href, { ...optionsOf(flags), state, cookies, signal: stop.signal })
  const status = showWatch(run, flags.quiet ? 'none' : (flags.progress ?? 'auto'))
  const signals = onSignals({ stop: () => stop.abort() }, text => flags.quiet || status.say(text))
  const toStdout = !flags.json && !flags.jsonl
  /** The last round, when it failed. */
  let failed: FailedEvent | undefined
  try {
    for await (const event of run) {
      if (event.kind === 'failed') failed = event
      else if (event.kind === 'changed' || event.kind === 'unchanged') failed = undefined
      if (flags.jsonl) process.stdout.write(jsonLine(eventJson(event)))
      else if (event.kind === 'changed' && toStdout && !flags.quiet) status.print(eventText(event))
      else if (event.kind === 'failed' && !flags.quiet) status.say(eventText(event))
      status.show(event)
      if (event.kind !== 'changed' || event.first || flags.exec === undefined) continue
      const why = await runOnChange(flags.exec, event, toStdout ? 'stdout' : 'stderr')
      if (why !== undefined) status.say(`orbweaver: The command of --exec failed: ${why}. The watch goes on.`)
    }
  } finally {
    status.end()
    signals.off()
    cookies?.save()
  }
  const report = run.report()
  if (flags.json) process.stdout.write(jsonLine(report))
  else if (!flags.quiet) (flags.jsonl ? process.stderr : process.stdout).write(watchReportText(report, state))
  process.exitCode = exitCodeOfWatch(report.ended, failed, flags)
}

function optionsOf(flags: WatchFlags): WatchOptions {
  const [user, ...rest] = (flags.user ?? '').split(':')
  return {
    identity: identityOf(flags),
    proxy: proxyFromEnvironment(process.env),
    headers: flags.header,
    auth: flags.user === undefined ? undefined : { user: user!, password: rest.join(':') },
    tls: { rejectUnauthorized: flags.verifyTls },
    robots: flags.robots,
    image: flags.select ?? (flags.image ? 'first' : undefined),
    byText: flags.hashText,
    how: flags.how,
    maxBytes: flags.maxFilesize,
    everyMs: flags.every === 'adaptive' ? undefined : flags.every,
    minMs: flags.min,
    maxMs: flags.max,
    count: flags.count,
    untilChange: flags.untilChange,
    forMs: flags.for,
    dir: flags.save ? flags.dir : undefined,
    keep: flags.keep,
  }
}

/** As the last check failed; else whether it ended as told. */
function exitCodeOfWatch(ended: WatchEnd, failed: FailedEvent | undefined, flags: WatchFlags): number {
  if (failed !== undefined) {
    const { code, value } = failed.error
    return exitCodeOf(code === 'http-status' ? `http-${value}` : code)
  }
  const wasTold = flags.untilChange ? ended === 'changed' : ended !== 'stopped' || (flags.count ?? flags.for) === undefined
  return wasTold ? exitCodes.done : exitCodes.unfinished
}
