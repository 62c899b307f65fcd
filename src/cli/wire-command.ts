import { closeSync, openSync, writeSync } from 'node:fs'
import { systemClock } from '../base/clock.ts'
import { CrawlError } from '../base/crawl-error.ts'
import { diskError } from '../base/disk-error.ts'
import { guardedClasses } from '../net/index.ts'
import type { AnswerPart, WireEvent, WireMoment } from '../wire/index.ts'
import { viewExchange } from '../wire/index.ts'
import { askUrl } from './ask-url.ts'
import { checkOutput } from './check-output.ts'
import { drained } from './drained.ts'
import { webUrl } from './given-url.ts'
import { jsonLine } from './json-line.ts'
import { eventLine } from './wire-event-text.ts'
import { createWireReport, momentRecord } from './wire-json.ts'
import type { RequestFlags } from './wire-request.ts'
import { wireRequest } from './wire-request.ts'
import { createBodyText, createWireText } from './wire-text.ts'

export type WireFlags = RequestFlags & {
  readonly read?: number
  readonly pause?: number
  readonly timeout?: number
  readonly maxTime?: number
  readonly verifyTls: boolean
  readonly maxChars?: number
  readonly bodyOnly?: boolean
  readonly output?: string
  readonly hex?: boolean
  readonly raw?: boolean
  readonly spec?: boolean
  readonly trace?: boolean
  readonly json?: boolean
  readonly jsonl?: boolean
}

/** `orbweaver wire URL`. @throws CrawlError when no whole answer came, after all that came was shown */
export async function wireCommand(given: string | undefined, flags: WireFlags): Promise<void> {
  const url = webUrl(given ?? (await askUrl('wire')))
  const { bytes: request, shown, answer } = await wireRequest(url, flags)
  const outputs = outputsOf(flags)
  const ms = flags.timeout === undefined ? undefined : flags.timeout * 1_000
  const limit = flags.maxTime === undefined ? undefined : AbortSignal.timeout(flags.maxTime * 1_000)
  const start = systemClock.now()
  let sent = 0
  const trace = (event: WireEvent) => {
    const from = sent
    if (event.call === 'send') sent += event.bytes.length
    const told = event.call === 'send' ? { ...event, bytes: shown.subarray(from, sent) } : event
    process.stderr.write(`${eventLine(told, start)}\n`)
  }
  const moments = viewExchange({
    request,
    answer,
    host: url.hostname,
    port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
    // Named by the user: it may be anywhere.
    allow: guardedClasses,
    tls: url.protocol === 'https:' && { rejectUnauthorized: flags.verifyTls },
    serverName: flags.host?.replace(/:\d+$/, ''),
    readBytes: flags.read,
    pauseMs: (flags.pause ?? 0) * 1_000,
    connectMs: ms,
    idleMs: ms,
    signal: limit,
    on: flags.trace ? trace : undefined,
  })
  try {
    for await (const moment of moments) {
      for (const show of outputs) show(moment.kind === 'sent' ? { ...moment, bytes: shown } : moment)
      await drained()
      if (moment.kind === 'summary' && moment.failure !== undefined) throw moment.failure
    }
  } catch (error) {
    if (!limit?.aborted) throw error
    const says = `${url.host} was not done within ${flags.maxTime} s. Try later, or raise --max-time.`
    throw new CrawlError('timeout-total', says, { cause: error })
  }
}

type Output = (moment: WireMoment) => void

function outputsOf(flags: WireFlags): Output[] {
  const { output } = flags
  // The bytes are lent: what the stream may keep must be its own.
  const out = (bytes: Uint8Array) => void process.stdout.write(Buffer.from(bytes))
  if (output === '-' || (flags.raw && flags.bodyOnly)) return [bodyTo(out)]
  if (output === undefined) return [shownBy(flags, out)]
  checkOutput(output, 'The body', '-o')
  return [shownBy(flags, out), fileOutput(output)]
}

function shownBy(flags: WireFlags, out: (bytes: Uint8Array) => void): Output {
  if (flags.jsonl) return moment => void process.stdout.write(jsonLine(momentRecord(moment)))
  if (flags.json) {
    const { take, report } = createWireReport()
    return moment => {
      take(moment)
      if (moment.kind === 'summary') process.stdout.write(jsonLine(report()))
    }
  }
  if (flags.raw) return moment => void (moment.kind === 'received' && out(moment.bytes))
  const write = (text: string) => void process.stdout.write(text)
  if (flags.bodyOnly) return createBodyText(write, flags, line => void process.stderr.write(`${line}\n`))
  return createWireText(write, { ...flags, sizes: flags.read !== undefined || flags.pause !== undefined, savedTo: flags.output })
}

function bodyTo(write: (bytes: Uint8Array) => void): Output {
  const part = (made: AnswerPart) => {
    if (made.kind === 'body') write(made.bytes)
  }
  return moment => {
    if (moment.kind === 'received' || moment.kind === 'closed') moment.parts.forEach(part)
  }
}

/** Made once the connection stands, and written at once: a slow disk holds the sender back. */
function fileOutput(path: string): Output {
  let file = -1
  const body = bodyTo(bytes => {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
  })
  return moment => {
    try {
      if (moment.kind === 'connected') file = openSync(path, 'w')
      body(moment)
      if (moment.kind === 'summary') closeSync(file)
    } catch (error) {
      throw diskError(error, path)
    }
  }
}
