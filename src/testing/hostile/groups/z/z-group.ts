import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import type { Asked, Endpoint, Expected, Wire } from '../../endpoint.ts'
import { fewOfEach, fewRequests, neverAsks } from '../../rules.ts'
import type { Part } from '../../with-parts.ts'
import { withParts } from '../../with-parts.ts'
import type { Bomb } from './bomb.ts'
import { brotliBomb, gzipBomb, sendBomb, zstdBomb } from './bomb.ts'

const readable = 'If you can read this, your robot can.'
const page = `<!DOCTYPE html>\n<title>Unpacked</title>\n<p>${readable}</p>\n${'<p>And more.</p>\n'.repeat(500)}`
const isRead: Expected = { outcome: 'page', holds: readable }
const isKept: Expected = { outcome: 'partial', holds: readable }
const isRefused: Expected = { outcome: 'error', codes: ['decode'] }

/** Behind 10 GiB: whoever asks for it has unpacked them. */
const endOf = (id: string) => `<a href="/${id}/blown-up">The end</a>`
const bombRules = [fewOfEach, neverAsks(/^\/Z0\d\/blown-up/, 'a link behind 10 GiB')]
const blownUp: Expected = { outcome: 'error', codes: ['body-too-large', 'decode'] }

/** The length is not stated: the end of the connection is the end of the body. */
const head = (coding: string, type = 'text/html; charset=utf-8') =>
  `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nContent-Encoding: ${coding}\r\nConnection: close\r\n\r\n`
const sends = (coding: string, pack: (page: string) => string | Uint8Array, type?: string) => async (_asked: Asked, wire: Wire) => {
  await wire.send(head(coding, type))
  await wire.send(pack(page))
}
const explodes = (coding: string, bomb: () => Bomb | Promise<Bomb>) => async (asked: Asked, wire: Wire) => {
  if (asked.path.endsWith('/blown-up')) return false
  await wire.send(head(coding))
  return sendBomb(wire, await bomb())
}
const zstd = (windowLog: number) => explodes('zstd', () => zstdBomb(endOf('Z03'), windowLog))
const layers = (count: number): string => Array.from({ length: count }, () => 'gzip').join(', ')
const gzipTimes = (count: number) => (text: string) =>
  Array.from({ length: count }).reduce<Uint8Array>(body => gzipSync(body), Buffer.from(text))
const part = (name: string, says: string, expects: Expected, behave: Part['behave']): Part => ({ name, says, expects, behave })

/** Compressed bombs, and codings that lie. All is packed when it is asked for. */
export const zGroup: readonly Endpoint[] = [
  {
    id: 'Z01',
    says: '10 GiB in 10 MB of gzip',
    expects: blownUp,
    rules: bombRules,
    behave: explodes('gzip', () => gzipBomb(endOf('Z01'))),
  },
  {
    id: 'Z02',
    says: '10 GiB in 1 MB of brotli',
    expects: blownUp,
    rules: bombRules,
    behave: explodes('br', () => brotliBomb(endOf('Z02'))),
  },
  withParts({ id: 'Z03', says: '10 GiB in 320 kB of zstd', rules: bombRules }, [
    part('2-gib', 'a window of 2 GiB', blownUp, zstd(31)),
    part('8-mib', 'a window of 8 MiB, which a reader must have', blownUp, zstd(23)),
  ]),
  withParts({ id: 'Z04', says: 'deflate, which is two formats', rules: [fewOfEach] }, [
    part('zlib', 'with the header of zlib, as the standard has it', isRead, sends('deflate', deflateSync)),
    part('raw', 'without, as many servers have it', isRead, sends('deflate', deflateRawSync)),
  ]),
  withParts({ id: 'Z05', says: 'gzip in gzip', rules: [fewOfEach] }, [
    part('5', 'five times', isRead, sends(layers(5), gzipTimes(5))),
    part('6', 'six times, more than anybody needs', isRefused, sends(layers(6), gzipTimes(6))),
  ]),
  {
    id: 'Z06',
    says: 'a Content-Encoding that names gzip 1,000 times',
    expects: isRefused,
    rules: [fewRequests],
    behave: sends(layers(1000), gzipSync),
  },
  {
    id: 'Z07',
    says: '10,000 members of gzip in a row, which are one body',
    expects: isRead,
    rules: [fewRequests],
    async behave(_asked, wire) {
      await wire.send(head('gzip'))
      await sendBomb(wire, [
        { bytes: gzipSync('<p>One more.</p>\n'), times: 9_999 },
        { bytes: gzipSync(page), times: 1 },
      ])
    },
  },
  withParts({ id: 'Z08', says: 'gzip that is damaged', rules: [fewOfEach] }, [
    part('cut', 'it ends in the middle', isKept, sends('gzip', cut)),
    part('crc', 'its checksum is wrong', isKept, sends('gzip', wronglySummed)),
  ]),
  { id: 'Z09', says: 'says gzip, and is not', expects: isRead, rules: [fewRequests], behave: sends('gzip', String) },
  {
    id: 'Z10',
    says: 'a file that ends in .gz, as gzip and with Content-Encoding: gzip',
    start: '/Z10/page.html.gz',
    expects: isRead,
    rules: [fewRequests],
    behave: sends('gzip', gzipSync, 'application/gzip'),
  },
  { id: 'Z11', says: 'gzip, whatever was asked for', expects: isRead, rules: [fewRequests], behave: sends('gzip', gzipSync) },
]

function cut(text: string): Uint8Array {
  return gzipSync(text).subarray(0, -20)
}

function wronglySummed(text: string): Uint8Array {
  const bytes = gzipSync(text)
  bytes[bytes.length - 8]! ^= 0xff
  return bytes
}
