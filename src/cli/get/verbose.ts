import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { escapeTerminal, withoutCredentials } from '../../base/escape.ts'
import { isSecretField } from '../../curl/secret-fields.ts'
import type { Exchange } from '../../exchange/exchange.ts'
import { versionOn } from '../../http/socket-facts.ts'

export type Verbose = {
  /** What is known of an answer once it is whole. */
  hop(exchange: Exchange): void
  end(): void
}

/**
 * `-v`: what goes over the wire, told by undici as it is written and read: `>` request, `<` answer, `*` the rest. Answers that come from a
 * cache have `*` alone. Secrets are left out unless they are asked for.
 */
export function showWire(write: (text: string) => void, showSecrets: boolean): Verbose {
  const say = (mark: string, ...lines: readonly string[]): void => {
    for (const line of lines) write(`${mark} ${escapeTerminal(showSecrets ? line : withoutSecret(line), Infinity)}\n`)
  }
  let connectAt = 0
  const sockets = new WeakMap<object, object>()
  const listeners: readonly (readonly [channel: string, listener: (message: unknown) => void])[] = [
    [
      'undici:client:beforeConnect',
      () => {
        connectAt = performance.now()
      },
    ],
    [
      'undici:client:connected',
      message => {
        const { connectParams, socket } = message as Connected
        const secure =
          socket.getProtocol === undefined ? '' : `, ${socket.getProtocol()}${socket.alpnProtocol ? ` ${socket.alpnProtocol}` : ''}`
        const took = `${(performance.now() - connectAt).toFixed(1)} ms`
        say('*', `Connected to ${connectParams.hostname} (${socket.remoteAddress}:${socket.remotePort}${secure}) in ${took}`)
      },
    ],
    [
      'undici:client:sendHeaders',
      message => {
        const sent = message as Sent
        sockets.set(sent.request, sent.socket)
        say('>', ...requestLines(sent))
      },
    ],
    [
      'undici:request:headers',
      message => {
        const came = message as Came
        const socket = sockets.get(came.request)
        say('<', ...answerLines(came, socket && versionOn(socket)))
      },
    ],
  ]
  for (const [channel, listener] of listeners) subscribe(channel, listener)
  return {
    hop({ order, version, timings, stored, anomalies, bytes, cut }) {
      if (stored !== undefined) say('*', `${withoutCredentials(order.url)} from the cache (${stored})`)
      else {
        const { connection, headersMs, totalMs } = timings
        const { dnsMs, tcpMs, tlsMs } = connection ?? {}
        const phases = [
          ...(connection === undefined ? [] : [`name ${dnsMs!.toFixed(1)} ms`, `TCP ${tcpMs!.toFixed(1)} ms`]),
          ...(tlsMs === undefined ? [] : [`TLS ${tlsMs.toFixed(1)} ms`]),
          `header after ${headersMs.toFixed(1)} ms`,
          `all after ${totalMs.toFixed(1)} ms`,
        ]
        say('*', `${version === undefined ? '' : `HTTP/${version}, `}${bytes.raw} body bytes; ${phases.join(', ')}`)
      }
      if (cut !== undefined) say('*', `The body ends early: ${cut}`)
      if (anomalies.length > 0) say('*', `Tolerated: ${anomalies.join(', ')}`)
    },
    end() {
      for (const [channel, listener] of listeners) unsubscribe(channel, listener)
    },
  }
}

// What undici publishes: docs/docs/api/DiagnosticsChannel.md of its package.
type Connected = {
  readonly connectParams: { readonly hostname: string }
  readonly socket: { remoteAddress?: string; remotePort?: number; alpnProtocol?: string | false; getProtocol?: () => string | null }
}
type Sent = { readonly headers: string; readonly request: { readonly body: unknown }; readonly socket: object }
type Came = {
  readonly request: object
  readonly response: {
    readonly statusCode: number
    readonly statusText: string
    readonly headers: readonly Buffer[] | Record<string, string | string[]>
  }
}

function requestLines({ headers, request }: Sent): string[] {
  const lines = headers.replace(/\r\n$/, '').split('\r\n')
  const { body } = request
  if (!(body instanceof Uint8Array)) return [...lines, '']
  // undici writes it behind the fields that it tells of.
  return [...lines, `content-length: ${body.length}`, '', `(${body.length} body bytes)`]
}

function answerLines({ response: { statusCode, statusText, headers } }: Came, known: string | undefined): string[] {
  const version = Array.isArray(headers) ? known : '2'
  const lines = [`${version === undefined ? '' : `HTTP/${version} `}${statusCode} ${statusText}`.trimEnd()]
  if (Array.isArray(headers)) {
    for (let at = 0; at + 1 < headers.length; at += 2)
      lines.push(`${headers[at]!.toString('latin1')}: ${headers[at + 1]!.toString('latin1')}`)
  } else {
    for (const [name, values] of Object.entries(headers)) for (const value of [values].flat()) lines.push(`${name}: ${value}`)
  }
  return [...lines, '']
}

/** A field with a secret keeps its name, and of Authorization the scheme. */
function withoutSecret(line: string): string {
  const [, name = '', value = ''] = /^([^\s:]+): (.*)$/s.exec(line) ?? []
  if (/^(?:content-)?location$/i.test(name)) return `${name}: ${withoutCredentials(value)}`
  if (!isSecretField(name)) return line
  const scheme = /authorization$/i.test(name) ? /^\w+ /.exec(value)?.[0] : undefined
  const cookie = /^set-cookie/i.test(name) ? /^[^=;]+=/.exec(value)?.[0] : undefined
  return `${name}: ${scheme ?? cookie ?? ''}***`
}
