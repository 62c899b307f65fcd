import { systemClock } from '../base/clock.ts'
import { limits } from '../base/limits.ts'
import type { WireEvent, WireSocket } from '../wire/index.ts'
import { listen } from '../wire/index.ts'
import { createDialogue } from './dialogue.ts'
import { drained } from './drained.ts'
import { failureOf } from './exit-codes.ts'
import { jsonLine } from './json-line.ts'
import { endpointText, eventLine, eventRecord } from './wire-event-text.ts'

export type ListenFlags = {
  readonly host: string
  readonly backlog: number
  readonly say?: string
  readonly echo?: boolean
  readonly once?: boolean
  readonly timeout?: number
  readonly trace?: boolean
  readonly jsonl?: boolean
}

/** `orbweaver listen PORT`: until Ctrl-C. */
export async function listenCommand(port: number, flags: ListenFlags): Promise<void> {
  const numbers = new WeakMap<WireSocket, number>()
  let count = 0
  const start = systemClock.now()
  const idleMs = flags.timeout === undefined ? Infinity : flags.timeout * 1_000
  await using listener = await listen({ port, host: flags.host, backlog: flags.backlog, idleMs, on: tell })
  process.stderr.write(`Listening on ${endpointText(listener.local)}, backlog ${flags.backlog}. Ctrl-C ends.\n`)
  const open = new Set<WireSocket>()
  let isStopped = false
  const stop = () => {
    isStopped = true
    listener.close()
    for (const socket of open) socket.close()
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)

  function tell(event: WireEvent, socket?: WireSocket): void {
    if (socket !== undefined && !numbers.has(socket)) numbers.set(socket, ++count)
    const connection = socket && numbers.get(socket)
    if (flags.jsonl) process.stdout.write(jsonLine({ ...eventRecord(event, start), ...(connection === undefined ? {} : { connection }) }))
    if (flags.trace) process.stderr.write(`${eventLine(event, start, connection === undefined ? '' : `#${connection} `)}\n`)
  }

  for await (const socket of listener) {
    if (!flags.jsonl) process.stdout.write(`Connection to ${endpointText(socket.remote)} established\n`)
    open.add(socket)
    const served = serve(socket, flags)
      .catch(error => {
        if (isStopped) return
        if (flags.once) throw error
        process.stderr.write(`${failureOf(error).line}\n`)
      })
      .finally(() => open.delete(socket))
    if (!flags.once) continue
    listener.close()
    await served
  }
}

async function serve(socket: WireSocket, { say, echo, jsonl }: ListenFlags): Promise<void> {
  await using _ = socket
  if (say !== undefined) await socket.write(say)
  if (echo) for await (const bytes of socket) await socket.write(bytes)
  else if (say === undefined) {
    const dialogue = createDialogue(text => void (jsonl || process.stdout.write(text)))
    for await (const bytes of socket) {
      dialogue.heard(bytes)
      await drained()
    }
    dialogue.end()
  } else await linger(socket)
}

/** Closing with bytes unread would reset the connection and take what was sent with it: the other end closes first, if it does so soon. */
async function linger(socket: WireSocket): Promise<void> {
  socket.end()
  const late = setTimeout(() => socket.close(), limits.lingerMs)
  try {
    while ((await socket.read()).length > 0);
  } catch {
    // Whatever ended it, it has ended.
  }
  clearTimeout(late)
}
