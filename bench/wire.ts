import { once } from 'node:events'
import { request } from 'node:http'
import { Duplex } from 'node:stream'
import { createAnswerReader } from '../src/wire/index.ts'
import { median, startWatch, tableText } from './measure.ts'

const readBytes = 64 * 1024
const bodyBytes = 64 * 1024 * 1024

export type WireFigures = { readonly shape: string; readonly counting: number; readonly ours: number; readonly nodeHttp: number }

/** Answers of 64 MiB in reads of 64 KiB, from memory: MB/s of CPU time of this process, medians. */
export async function benchWire({ runs, say }: { runs: number; say: (line: string) => void }): Promise<WireFigures[]> {
  const figures: WireFigures[] = []
  for (const [shape, bytes] of shapes()) {
    const reads = cut(bytes)
    const counting: number[] = []
    const ours: number[] = []
    const nodeHttp: number[] = []
    // In turns, so that a disturbance hits all alike; the first turn warms up.
    for (let run = 0; run <= runs; run++) {
      const rates = [await rate(reads, count), await rate(reads, readOurs), await rate(reads, readNodeHttp)]
      if (run === 0) continue
      for (const [index, list] of [counting, ours, nodeHttp].entries()) list.push(rates[index]!)
    }
    figures.push({ shape, counting: median(counting), ours: median(ours), nodeHttp: median(nodeHttp) })
  }
  const shown = (megabytes: number) => Math.round(megabytes).toLocaleString('en-US')
  const rows = figures.map(({ shape, counting, ours, nodeHttp }) => [
    shape,
    shown(ours),
    shown(nodeHttp),
    shown(counting),
    (ours / nodeHttp).toFixed(2),
    (ours / counting).toFixed(2),
  ])
  say(tableText([['MB/s, reads of 64 KiB', 'reader', 'node:http', 'counting', 'to node:http', 'to counting'], ...rows]))
  return figures
}

function shapes(): Map<string, Buffer> {
  const body = Buffer.alloc(bodyBytes, 'The quick brown fox jumps over the lazy dog. ')
  const start = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n'
  const chunked = (size: number) => {
    const pieces = [Buffer.from(`${start}Transfer-Encoding: chunked\r\n\r\n`)]
    for (let at = 0; at < bodyBytes; at += size) {
      pieces.push(Buffer.from(`${size.toString(16)}\r\n`), body.subarray(at, at + size), Buffer.from('\r\n'))
    }
    return Buffer.concat([...pieces, Buffer.from('0\r\n\r\n')])
  }
  return new Map([
    ['content-length', Buffer.concat([Buffer.from(`${start}Content-Length: ${bodyBytes}\r\n\r\n`), body])],
    ['until close', Buffer.concat([Buffer.from(`${start}Connection: close\r\n\r\n`), body])],
    ['chunks of 64 KiB', chunked(64 * 1024)],
    ['chunks of 8 KiB', chunked(8 * 1024)],
    ['chunks of 256 bytes', chunked(256)],
  ])
}

function cut(bytes: Uint8Array): Uint8Array[] {
  const reads: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += readBytes) reads.push(bytes.subarray(at, at + readBytes))
  return reads
}

type Count = (reads: readonly Uint8Array[]) => number | Promise<number>

async function rate(reads: readonly Uint8Array[], read: Count): Promise<number> {
  const watch = startWatch()
  const seen = await read(reads)
  const { cpuMs } = watch()
  if (seen !== bodyBytes) throw new Error(`${seen} body bytes instead of ${bodyBytes}`)
  return bodyBytes / 1e6 / (cpuMs / 1000)
}

/** The floor: looks at every byte once, as a parser of lines must (a search for a byte that is not there). */
function count(reads: readonly Uint8Array[]): number {
  let absent = 0
  for (const read of reads) if (read.indexOf(1) < 0) absent += read.length
  return Math.min(absent, bodyBytes)
}

function readOurs(reads: readonly Uint8Array[]): number {
  const reader = createAnswerReader({ strict: true })
  let seen = 0
  const add = (parts: ReturnType<typeof reader.push>) => {
    for (const part of parts) if (part.kind === 'body') seen += part.bytes.length
  }
  for (const read of reads) add(reader.push(read))
  add(reader.finish())
  return seen
}

/** Node's client (llhttp) over a connection in memory. */
async function readNodeHttp(reads: readonly Uint8Array[]): Promise<number> {
  let next = 0
  const connection = new Duplex({
    readableHighWaterMark: 4 * readBytes,
    read() {
      this.push(reads[next++] ?? null)
    },
    write: (_chunk, _encoding, done) => done(),
  })
  const asked = request({ host: '127.0.0.1', createConnection: () => connection })
  asked.end()
  const [answer] = await once(asked, 'response')
  let seen = 0
  for await (const chunk of answer) seen += chunk.length
  return seen
}
