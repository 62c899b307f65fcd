import { readFileSync } from 'node:fs'
import type { Endpoint } from '../socket/wire-socket.ts'

/** What the system holds for one connection, in bytes. */
export type SystemQueues = {
  /** Came, and nobody has read it. */
  readonly here: number
  /** What the other end could not send off; undefined when it is on another machine. */
  readonly there: number | undefined
}

const tables = ['/proc/net/tcp', '/proc/net/tcp6']

/** As Linux tells them (proc(5), /proc/net/tcp); undefined on other systems. */
export function systemQueues(local: Endpoint, remote: Endpoint): SystemQueues | undefined {
  const rows = tables.flatMap(linesOf)
  const here = queuesOf(rows, local, remote)
  return here && { here: here.received, there: queuesOf(rows, remote, local)?.unsent }
}

function linesOf(table: string): string[] {
  try {
    return readFileSync(table, 'latin1').split('\n')
  } catch {
    return []
  }
}

type Queues = { readonly unsent: number; readonly received: number }

/** `  1: 0100007F:8391 0100007F:0050 01 00000000:0000FE88 ...`: both ends, state, unsent:received, all in hexadecimal. */
function queuesOf(rows: readonly string[], from: Endpoint, to: Endpoint): Queues | undefined {
  const ports = [`:${hexPort(from)} `, `:${hexPort(to)} `] as const
  for (const row of rows) {
    if (!row.includes(ports[0]) || !row.includes(ports[1])) continue
    const [, own = '', other = '', , queues = ''] = row.trim().split(/ +/)
    if (!isEnd(own, from) || !isEnd(other, to)) continue
    const [unsent = '', received = ''] = queues.split(':')
    return { unsent: Number.parseInt(unsent, 16), received: Number.parseInt(received, 16) }
  }
  return undefined
}

function hexPort({ port }: Endpoint): string {
  return port.toString(16).toUpperCase().padStart(4, '0')
}

function isEnd(column: string, { address, port }: Endpoint): boolean {
  const [words = '', hex = ''] = column.split(':')
  return Number.parseInt(hex, 16) === port && addressOf(words) === address.replace(/^::ffff:(?=\d+\.)/, '')
}

/** Words of 32 bits, each with its last byte first. */
function addressOf(words: string): string {
  const bytes = (words.match(/.{8}/g) ?? []).flatMap(word => [...Buffer.from(word, 'hex')].reverse())
  const isMapped = bytes.length === 16 && Buffer.from(bytes.slice(0, 12)).toString('hex') === '00000000000000000000ffff'
  if (bytes.length === 4 || isMapped) return bytes.slice(-4).join('.')
  const groups = Buffer.from(bytes).toString('hex').match(/.{4}/g) ?? []
  return URL.parse(`http://[${groups.join(':')}]`)?.hostname.slice(1, -1) ?? ''
}
