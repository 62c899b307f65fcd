import { once } from 'node:events'
import type { DnsReply } from './dns-message.ts'
import { readQuestion, writeReply } from './dns-message.ts'

/** One question, as it came. */
export type DnsQuery = {
  /** Lower case, without the dot at its end. */
  readonly name: string
  /** `other` is answered without records. */
  readonly type: 'A' | 'AAAA' | 'other'
  /** How often this name was asked for by this type, from 1. */
  readonly nth: number
}

/**
 * Addresses of both families, of which each question gets its own; a name among them is a CNAME, and what follows belongs to it:
 * `['localhost', '127.0.0.1']`. `silence`: no answer. `truncated`: nothing but the word that there is more, which is had by TCP alone.
 */
export type DnsAnswer = readonly string[] | 'no-such-name' | 'server-failure' | 'refused' | 'silence' | 'truncated'

export type DnsServer = AsyncDisposable & {
  /** For `Resolver.setServers`: `127.0.0.1:40053`. */
  readonly address: string
  /** Every question in order of arrival. */
  readonly queries: readonly DnsQuery[]
  close(): Promise<void>
}

export type DnsServerOptions = {
  /** Default 0: any free port. */
  readonly port?: number | undefined
  /** Default `127.0.0.1`. */
  readonly host?: string | undefined
}

const codes: ReadonlyMap<DnsAnswer, number> = new Map<DnsAnswer, number>([
  ['server-failure', 2],
  ['no-such-name', 3],
  ['refused', 5],
])

/**
 * Opens a name server by UDP whose answers are a script: another one to each question, if need be, as in DNS rebinding. They live for no
 * time (TTL 0), so that every connection asks anew.
 */
export async function openDnsServer(answerTo: (query: DnsQuery) => DnsAnswer, options: DnsServerOptions = {}): Promise<DnsServer> {
  const { port = 0, host = '127.0.0.1' } = options
  const queries: DnsQuery[] = []
  const counts = new Map<string, number>()
  const socket = process.getBuiltinModule('node:dgram').createSocket(host.includes(':') ? 'udp6' : 'udp4')
  socket.on('message', (message, from) => {
    const question = readQuestion(message)
    if (question === undefined) return
    const name = question.name.toLowerCase()
    const key = `${question.type} ${name}`
    const query = { name, type: question.type, nth: (counts.get(key) ?? 0) + 1 }
    counts.set(key, query.nth)
    queries.push(query)
    const answer = answerTo(query)
    if (answer !== 'silence') socket.send(writeReply(question, replyOf(answer)), from.port, from.address)
  })
  socket.bind(port, host)
  await once(socket, 'listening')
  const close = async () => {
    const closed = once(socket, 'close')
    socket.close()
    await closed
  }
  const at = socket.address().port
  return { address: host.includes(':') ? `[${host}]:${at}` : `${host}:${at}`, queries, close, [Symbol.asyncDispose]: close }
}

function replyOf(answer: Exclude<DnsAnswer, 'silence'>): DnsReply {
  if (typeof answer !== 'string') return { code: 0, records: answer }
  return { code: codes.get(answer) ?? 0, records: [], isTruncated: answer === 'truncated' }
}
