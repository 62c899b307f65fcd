import type { AnswerHead, AnswerPart, WireMoment } from '../wire/index.ts'
import { tenths } from './tenths.ts'

/** One moment for a program, JSON-safe: bytes as base64. */
export function momentRecord(moment: WireMoment): object {
  switch (moment.kind) {
    case 'sent':
      return { kind: 'sent', ...bytesRecord(moment.bytes) }
    case 'received': {
      const { bytes, total, queues, parts } = moment
      return { kind: 'received', ...bytesRecord(bytes), total, queues, parts: parts.map(partRecord) }
    }
    case 'closed':
      return { kind: 'closed', parts: moment.parts.map(partRecord) }
    case 'connected': {
      const { dnsMs, tcpMs, tlsMs } = moment.phases
      return { ...moment, phases: { dnsMs: tenths(dnsMs), tcpMs: tenths(tcpMs), tlsMs: tenths(tlsMs) } }
    }
    case 'summary': {
      const { failure, firstByteMs, totalMs, ...rest } = moment
      return {
        ...rest,
        firstByteMs: firstByteMs === undefined ? undefined : tenths(firstByteMs),
        totalMs: tenths(totalMs),
        failure: failure && { code: failure.code, message: failure.message },
      }
    }
    default:
      return moment
  }
}

function bytesRecord(bytes: Uint8Array) {
  return { size: bytes.length, base64: Buffer.from(bytes).toString('base64') }
}

function partRecord(part: AnswerPart): object {
  if (part.kind === 'head' || part.kind === 'interim') return { kind: part.kind, ...headRecord(part.head) }
  // The bytes stand in the read already.
  if (part.kind === 'body' || part.kind === 'rest') return { kind: part.kind, size: part.bytes.length }
  if (part.kind === 'failed') return { kind: part.kind, anomaly: part.anomaly, code: part.error.code, message: part.error.message }
  return part
}

function headRecord({ version, status, reason, headers, text, gap }: AnswerHead) {
  return { version, status, reason, headers: pairsOf(headers), headerLength: text.length, gap }
}

/** A list, not an object: names repeat, and are anybody's. */
function pairsOf(headers: readonly string[]): [string, string][] {
  return headers.flatMap((name, at) => (at % 2 === 0 ? [[name, headers[at + 1] ?? ''] as [string, string]] : []))
}

/** The whole exchange as one object: all moments but the bytes of the body. */
export function createWireReport(): { take(moment: WireMoment): void; report(): object } {
  const made: Record<string, unknown> = {}
  const reads: object[] = []
  const interim: object[] = []
  const part = (each: AnswerPart): void => {
    if (each.kind === 'interim') interim.push(headRecord(each.head))
    else if (each.kind === 'head') made['answer'] = headRecord(each.head)
    else if (each.kind === 'trailers') made['trailers'] = pairsOf(each.fields)
    else if (each.kind === 'end') made['isCut'] = each.isCut
  }
  return {
    take(moment) {
      if (moment.kind === 'received') reads.push({ size: moment.bytes.length, total: moment.total, queues: moment.queues })
      if (moment.kind === 'received' || moment.kind === 'closed') moment.parts.forEach(part)
      else if (moment.kind === 'sent') made['request'] = Buffer.from(moment.bytes).toString('latin1')
      else {
        const { kind: _, ...facts } = momentRecord(moment) as { kind: string }
        Object.assign(made, facts)
      }
    },
    report: () => ({ ...made, interim, reads }),
  }
}
