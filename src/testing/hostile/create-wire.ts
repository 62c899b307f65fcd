import type { Socket } from 'node:net'
import type { Clock } from '../../base/clock.ts'
import type { Answer } from '../street.ts'
import type { TownRequest } from '../town-log.ts'
import type { Wire } from './endpoint.ts'

export type HeldWire = Wire & {
  /** Something was sent, or will never be. */
  readonly isUsed: boolean
  readonly isKept: boolean
}

/**
 * An endpoint's hand on one connection, for one request.
 * @param below the connection that carries TLS; without TLS the same
 * @param closing aborted when the street closes
 */
export function createWire(socket: Socket, below: Socket, record: TownRequest, clock: Clock, closing: AbortSignal): HeldWire {
  let isKept = false
  let isUsed = false
  record.sent = 0

  function isGone(): boolean {
    return socket.destroyed || !socket.writable || closing.aborted
  }

  /** Resolves when the visitor goes, the street closes, or `begin` calls back. */
  function until(begin: (done: () => void) => () => void): Promise<boolean> {
    return new Promise(resolve => {
      if (isGone()) return resolve(false)
      const cancel = begin(() => finish(true))
      const leave = () => finish(false)
      function finish(went: boolean): void {
        cancel()
        socket.off('close', leave)
        closing.removeEventListener('abort', leave)
        resolve(went && !isGone())
      }
      socket.once('close', leave)
      closing.addEventListener('abort', leave)
    })
  }

  const wire: HeldWire = {
    get isGone() {
      return isGone()
    },
    get isKept() {
      return isKept && !isGone()
    },
    get isUsed() {
      return isUsed
    },
    async send(given) {
      isUsed = true
      if (isGone()) return false
      const bytes = typeof given === 'string' ? Buffer.from(given, 'latin1') : given
      record.sent! += bytes.length
      if (socket.write(bytes)) return true
      return until(done => {
        socket.once('drain', done)
        return () => socket.off('drain', done)
      })
    },
    async reply(answer) {
      record.status = answer.status
      const { head, body, closes } = encodeAnswer(answer, record, clock.wall())
      if (!closes) isKept = true
      if (!(await wire.send(head))) return false
      if (body === undefined) return true
      if (body instanceof Uint8Array) return wire.send(body)
      for await (const piece of body) if (!(await wire.send(piece))) return false
      return true
    },
    wait: ms => until(done => clock.after(ms, done)),
    async silence() {
      isUsed = true
      // Who went sends FIN; nothing is written here that would find it out.
      if (socket.readableEnded) return
      await until(done => {
        socket.once('end', done)
        return () => socket.off('end', done)
      })
    },
    keep() {
      isKept = true
    },
    reset() {
      isUsed = true
      socket.resetAndDestroy()
    },
    cut() {
      isUsed = true
      return new Promise(resolve => socket.write('', () => below.end(resolve)))
    },
  }
  return wire
}

function encodeAnswer(answer: Answer, { method, httpVersion, headers: asked }: TownRequest, wall: number) {
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body
  const has = (list: readonly string[], name: string, value?: string) =>
    list.some((text, index) => index % 2 === 0 && text.toLowerCase() === name && (value === undefined || list[index + 1] === value))
  const headers = [...answer.headers]
  if (!has(headers, 'date')) headers.unshift('Date', new Date(wall).toUTCString())
  const hasBody = answer.status >= 200 && answer.status !== 204 && answer.status !== 304
  const isStream = body !== undefined && !(body instanceof Uint8Array)
  const isFramed = has(headers, 'content-length') || has(headers, 'transfer-encoding')
  if (hasBody && !isStream && !isFramed) headers.push('Content-Length', String(body?.length ?? 0))
  const closes =
    (isStream && !isFramed) || httpVersion !== '1.1' || has(asked, 'connection', 'close') || has(headers, 'connection', 'close')
  if (closes && !has(headers, 'connection')) headers.push('Connection', 'close')
  const lines = [`HTTP/1.1 ${answer.status} ${reasonOf(answer.status)}`]
  for (let index = 0; index < headers.length; index += 2) lines.push(`${headers[index]}: ${headers[index + 1]}`)
  const isWanted = hasBody && method !== 'HEAD'
  return { head: httpVersion === '0.9' ? '' : `${lines.join('\r\n')}\r\n\r\n`, body: isWanted ? body : undefined, closes }
}

function reasonOf(status: number): string {
  return status < 300 ? 'OK' : status < 400 ? 'Elsewhere' : status < 500 ? 'Refused' : 'Broken'
}
