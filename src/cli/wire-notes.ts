import type { HeaderList } from '../exchange/header-list.ts'
import { describeHeader } from '../headers/index.ts'
import type { AnswerHead, MessageAnomaly, SystemQueues, TlsSession, WireMoment, WireSum, WireSummary } from '../wire/index.ts'
import { messageAnomalies } from '../wire/index.ts'
import { bytesText } from './figures.ts'
import { endpointText } from './wire-event-text.ts'

/** What we say of an exchange, in lines without a mark. */

export function connectedNotes({ local, remote, phases, tls }: Extract<WireMoment, { kind: 'connected' }>): string[] {
  const { dnsMs, tcpMs, tlsMs } = phases
  const times = [`dns ${msText(dnsMs)}`, `connect ${msText(tcpMs)}`, ...(tls === undefined ? [] : [`tls ${msText(tlsMs)}`])]
  return [
    `Connected to ${endpointText(remote)} from ${endpointText(local)}: ${times.join(', ')}`,
    ...(tls === undefined ? [] : tlsNotes(tls)),
  ]
}

function tlsNotes({ protocol, cipher, certificate, distrust }: TlsSession): string[] {
  const lines = [`TLS: ${protocol}, ${cipher}`]
  if (certificate !== undefined) {
    const { subject, issuer, validFrom, validTo, names } = certificate
    lines.push(`Certificate: ${subject}, issued by ${issuer}, valid from ${validFrom} to ${validTo}, for ${names.join(', ')}`)
  }
  return distrust === undefined ? lines : [...lines, `The certificate is not trusted: ${distrust}`]
}

/** `5120 6580`, and what waited before. */
export function readNote({ bytes, total, queues }: Extract<WireMoment, { kind: 'received' }>): string {
  const sizes = `${bytes.length} ${total}`
  if (queues === undefined) return sizes
  return `${sizes}  ${queues.here} waited here${queues.there === undefined ? '' : `, ${queues.there} at the sender`}`
}

/** What was seen of flow control, over the queues before each read; nothing without a pause. */
export function flowNotes(queues: readonly SystemQueues[]): string[] {
  if (queues.length === 0) return []
  const most = (sizes: readonly number[]) => Math.max(...sizes)
  const waited = `Flow control: up to ${bytesText(most(queues.map(({ here }) => here)))} waited here`
  const held = queues.flatMap(({ there }) => (there === undefined ? [] : [there]))
  if (held.length === 0) return [`${waited}; a sender is held back when no more fit`]
  const count = held.filter(bytes => bytes > 0).length
  if (count === 0) return [`${waited}, and the sender was never held back`]
  return [`${waited}; the sender was held back before ${count} of ${queues.length} reads, with up to ${bytesText(most(held))}`]
}

export function headNotes({ version, text }: AnswerHead): string[] {
  return [version === '0.9' ? 'No header: HTTP/0.9' : `Header length ${text.length}`]
}

/** Where the parts of an answer are specified today. */
export function specNotes({ version, status, headers }: AnswerHead): string[] {
  if (version === '0.9') return ['  HTTP/0.9: RFC 1945, section 4.1']
  const names = new Set(headers.filter((_, at) => at % 2 === 0))
  return [
    '  request line: RFC 9112, section 3; status line: section 4; fields: section 5; body: section 6',
    `  ${status}: RFC 9110, section 15.${Math.min(Math.floor(status / 100), 5) + 1}`,
    ...[...names].map(name => `  ${name}: ${describeHeader(name)?.spec ?? 'no field that is known here'}`),
  ]
}

/** Fields after the body, which are not the header's (RFC 9112, section 7.1.2). */
export function trailerNotes(fields: HeaderList): string[] {
  return fields.flatMap((name, at) => (at % 2 === 0 ? [`Trailer ${name}: ${fields[at + 1]}`] : []))
}

export function summaryNotes({ sum, reads, firstByteMs, totalMs, anomalies }: WireSummary): string[] {
  const first = firstByteMs === undefined ? 'no byte came' : `first byte ${msText(firstByteMs)}`
  return [sumNote(sum), `${reads} ${reads === 1 ? 'read' : 'reads'}, ${first}, total ${msText(totalMs)}`, ...anomalies.map(anomalyNote)]
}

/** `240 + 4 + 70057 = 70301  header + empty line + body (RFC 9112, section 2.1)` */
function sumNote({ header, gap, body, framing, rest, total }: WireSum): string {
  const terms: readonly (readonly [number, string])[] = [
    [header, 'header'],
    [gap, 'empty line'],
    [body, 'body'],
    [framing, header + body > 0 ? 'framing' : 'not understood'],
    [rest, 'after the end'],
  ]
  const there = terms.filter(([bytes, what]) => bytes > 0 || (what === 'body' && (header > 0 || framing === 0)))
  const names = there.map(([, what]) => what).join(' + ')
  return `${there.map(([bytes]) => bytes).join(' + ')} = ${total}  ${names} (RFC 9112, section 2.1)`
}

function anomalyNote(anomaly: MessageAnomaly): string {
  const { says, source } = messageAnomalies[anomaly]
  return `Anomaly ${anomaly}: the answer ${says} (${source})`
}

function msText(ms: number): string {
  return `${ms.toFixed(1)} ms`
}
