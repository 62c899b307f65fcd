import type { IncomingMessage, ServerResponse } from 'node:http'
import { sendAnswer } from './send-answer.ts'
import type { Answer } from './street.ts'
import type { TownLog } from './town-log.ts'
import { logAsJson, logAsText } from './town-log.ts'

/** Is this request a question about the log? */
export function isAboutLog(incoming: IncomingMessage): boolean {
  return /^\/__log(?:\?|$)/.test(incoming.url ?? '')
}

/** Is this piece one question about the log and nothing else? Pipelined bytes of other requests belong to the log. */
export function isLogQuestion(bytes: Buffer): boolean {
  return /^[A-Z]+ \/__log[? ]/.test(bytes.toString('latin1', 0, 64)) && bytes.indexOf('\r\n\r\n') === bytes.length - 4
}

/** `GET`: the log as JSON or, with `?format=text`, as lines; `?site=name` filters. `DELETE`: empties it. */
export async function answerLog(incoming: IncomingMessage, response: ServerResponse, log: TownLog, wall: number): Promise<void> {
  const query = new URLSearchParams(incoming.url?.split('?')[1] ?? '')
  const isText = query.get('format') === 'text'
  if (incoming.method === 'DELETE') log.clear()
  const lines = isText ? logAsText(log, query.get('site')) : logAsJson(log, query.get('site'))
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json'
  const answer: Answer =
    incoming.method === 'DELETE' ? { status: 204, headers: [] } : { status: 200, headers: ['Content-Type', type], body: encode(lines) }
  await sendAnswer(incoming, response, answer, wall).catch(() => incoming.socket.destroy())
}

async function* encode(lines: Iterable<string>): AsyncGenerator<Uint8Array> {
  for (const line of lines) yield Buffer.from(line)
}
