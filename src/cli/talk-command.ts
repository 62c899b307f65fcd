import { createInterface } from 'node:readline'
import { systemClock } from '../base/clock.ts'
import { guardedClasses } from '../net/address-class.ts'
import type { WireEvent } from '../wire/index.ts'
import { connect } from '../wire/index.ts'
import type { Dialogue } from './dialogue.ts'
import { createDialogue } from './dialogue.ts'
import { drained } from './drained.ts'
import { jsonLine } from './json-line.ts'
import { talk } from './talk.ts'
import { eventLine, eventRecord } from './wire-event-text.ts'

export type TalkFlags = {
  readonly send: readonly string[]
  readonly inTurn?: boolean
  readonly lf?: boolean
  readonly end?: boolean
  readonly read?: number
  readonly timeout?: number
  readonly tls?: boolean
  readonly verifyTls: boolean
  readonly dialogue?: boolean
  readonly raw?: boolean
  readonly trace?: boolean
  readonly jsonl?: boolean
}

/** `orbweaver talk HOST PORT`: until the other end closes. */
export async function talkCommand(host: string, port: number, flags: TalkFlags): Promise<void> {
  const start = systemClock.now()
  const tell = (event: WireEvent) => {
    if (flags.jsonl) process.stdout.write(jsonLine(eventRecord(event, start)))
    if (!flags.trace) return
    if (process.stdout.isTTY && process.stderr.isTTY) shown.freshLine()
    process.stderr.write(`${eventLine(event, start)}\n`)
  }
  const shown = outputOf(flags)
  // Named by the user: it may be anywhere.
  await using socket = await connect({
    host,
    port,
    allow: guardedClasses,
    tls: flags.tls && { rejectUnauthorized: flags.verifyTls },
    readBytes: flags.read,
    idleMs: flags.timeout === undefined ? Infinity : flags.timeout * 1_000,
    on: tell,
  })
  const typed = flags.send.length > 0 ? undefined : createInterface({ input: process.stdin, crlfDelay: Infinity })
  try {
    await talk(socket, {
      lines: typed ?? flags.send,
      lineEnd: flags.lf ? '\n' : '\r\n',
      inTurn: flags.inTurn ?? false,
      end: flags.end ?? false,
      heard(bytes) {
        shown.heard(bytes)
        return drained()
      },
      said: shown.said,
    })
  } finally {
    shown.end()
    typed?.close()
  }
}

function outputOf({ jsonl, raw, dialogue }: TalkFlags): Omit<Dialogue, 'note'> {
  const nothing = () => {}
  if (jsonl) return { heard: nothing, said: nothing, freshLine: nothing, end: nothing }
  if (raw) return { heard: data => void process.stdout.write(data), said: nothing, freshLine: nothing, end: nothing }
  return createDialogue(text => void process.stdout.write(text), dialogue ? { heard: '< ', said: '> ' } : undefined)
}
