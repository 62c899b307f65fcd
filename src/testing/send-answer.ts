import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Answer } from './street.ts'

/**
 * Writes an answer in the order of its header list, Date and Server first, as Apache does. Bodies are sent with the reader's pace.
 * HTTP/0.9 (a request line without a version) gets the body alone.
 */
export async function sendAnswer(request: IncomingMessage, response: ServerResponse, answer: Answer, wall: number): Promise<void> {
  if (answer.raw !== undefined) return void request.socket.end(answer.raw)
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : (answer.body ?? new Uint8Array(0))
  if (request.httpVersionMajor === 0) {
    if (body instanceof Uint8Array) request.socket.end(body)
    else await pipeline(Readable.from(body, { objectMode: false }), request.socket)
    return
  }
  const hasBody = answer.status >= 200 && answer.status !== 204 && answer.status !== 304
  const headers = [...serverHeaders(answer.headers, wall), ...answer.headers]
  if (hasBody && body instanceof Uint8Array && !hasField(headers, 'content-length')) headers.push('Content-Length', String(body.length))
  response.sendDate = false
  response.writeHead(answer.status, headers)
  if (!hasBody || request.method === 'HEAD') response.end()
  else if (body instanceof Uint8Array) response.end(body)
  else await pipeline(Readable.from(body, { objectMode: false }), response)
}

function serverHeaders(headers: readonly string[], wall: number): string[] {
  const own = hasField(headers, 'date') ? [] : ['Date', new Date(wall).toUTCString()]
  return hasField(headers, 'server') ? own : [...own, 'Server', 'Orbweaver-Town']
}

function hasField(headers: readonly string[], name: string): boolean {
  return headers.some((text, index) => index % 2 === 0 && text.toLowerCase() === name)
}
