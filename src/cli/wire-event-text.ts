import { escapeTerminal } from '../base/escape.ts'
import type { Endpoint, WireCall, WireEvent } from '../wire/index.ts'
import { bytesText } from './figures.ts'
import { tenths } from './tenths.ts'

/** `127.0.0.1:80`, `[::1]:80` */
export function endpointText({ address, port }: Endpoint): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

/** One call as one line of a trace. @param start what counts as 0, ms @param whose put before the call */
export function eventLine(event: WireEvent, start: number, whose = ''): string {
  return `${((event.at - start) / 1000).toFixed(3)} s  ${whose}${event.call.padEnd(8)} ${detailsOf(event)}`.trimEnd()
}

function detailsOf(event: WireCall): string {
  switch (event.call) {
    case 'socket':
      return event.family
    case 'bind':
      return endpointText(event.local)
    case 'listen':
      return `backlog ${event.backlog}`
    case 'accept':
    case 'connect':
      return endpointText(event.remote)
    case 'lookup':
      return `${escapeTerminal(event.host)} -> ${event.addresses.join(', ')}`
    case 'tls':
      return [event.protocol, event.cipher, escapeTerminal(event.peerName ?? '')].join(' ').trimEnd()
    case 'send':
    case 'recv':
      return `${bytesText(event.bytes.length)}  ${preview(event.bytes)}`
    case 'blocked':
      return `${bytesText(event.waiting)} waiting: the other end does not read`
    case 'released':
      return `after ${event.afterMs.toFixed(0)} ms`
    case 'end':
      return `the other end has closed; ${bytesText(event.total)} in all`
    case 'close':
      return ''
  }
}

/** The same for a program: ms since `start`, bytes as base64. */
export function eventRecord(event: WireEvent, start: number): object {
  const told = { ...event, at: tenths(event.at - start) }
  if (told.call === 'released') return { ...told, afterMs: tenths(told.afterMs) }
  if (told.call !== 'send' && told.call !== 'recv') return told
  const { bytes, ...rest } = told
  return { ...rest, size: bytes.length, base64: Buffer.from(bytes).toString('base64') }
}

function preview(bytes: Uint8Array): string {
  const longest = 60
  const text = Buffer.from(bytes.subarray(0, longest)).toString('latin1')
  const readable = text.replaceAll('\r', '\\r').replaceAll('\n', '\\n')
  return `"${escapeTerminal(readable, Infinity)}${bytes.length > longest ? '…' : ''}"`
}
