import type { Transform } from 'node:stream'
import { CrawlError } from '../base/crawl-error.ts'
import { limits as defaults } from '../base/limits.ts'
import type { BodyAccount } from './body-budget.ts'

export type DecodeLimits = {
  /** Most bytes any one coding may give; default `limits.bodyBytes`. */
  readonly bodyBytes?: number | undefined
  /** Most codings in one answer; default `limits.contentCodings`. */
  readonly contentCodings?: number | undefined
  /** What is unpacked is counted there, and goes on when there is room. */
  readonly account?: BodyAccount | undefined
}

export type DecodedBody = {
  readonly bytes: Uint8Array
  /** `limit`: ended at `bodyBytes`. `truncated`: ended early or is damaged; `bytes` is what could be read. */
  readonly cut?: 'limit' | 'truncated' | undefined
  readonly anomalies: string[]
}

/** The codings of Content-Encoding fields in the order they were put on, lower case (RFC 9110 section 8.4). */
export function contentCodings(values: readonly string[]): string[] {
  const codings: string[] = []
  for (const value of values) {
    for (const part of value.split(',')) {
      const coding = part.trim().toLowerCase()
      if (coding !== '') codings.push(coding)
    }
  }
  return codings
}

/**
 * Takes content codings off a body, the last one first. Output is counted while it is made, so a bomb costs at most `bodyBytes` and one
 * chunk. Damage is no failure: what could be read is given back with `cut` and an anomaly. Throws CrawlError `decode` for too many codings
 * or a zstd window above `limits.zstdWindowBytes`.
 * @param codings in the order they were put on, as `contentCodings` gives them
 */
export async function decodeBody(
  chunks: readonly Uint8Array[],
  codings: readonly string[],
  limits: DecodeLimits = {},
): Promise<DecodedBody> {
  const most = limits.contentCodings ?? defaults.contentCodings
  if (codings.length > most) {
    const says = `The body has ${codings.length} content codings, the limit is ${most}; the server is broken or hostile.`
    throw new CrawlError('decode', says, { value: most })
  }
  const limit = limits.bodyBytes ?? defaults.bodyBytes
  const anomalies: string[] = []
  let current: readonly Uint8Array[] = chunks.filter(chunk => chunk.length > 0)
  let cut: DecodedBody['cut']
  for (const coding of codings.toReversed()) {
    if (coding === 'identity') continue
    const known = decoders.get(coding)
    if (known === undefined) {
      anomalies.push('content-coding-unknown')
      break
    }
    const start = firstBytes(current)
    if (start.length === 0) break
    const run = await takeOff(known, start, current, { limit, account: limits.account })
    if (run === undefined) {
      anomalies.push('content-coding-not-applied')
      continue
    }
    limits.account?.add(-lengthOf(current))
    current = run.chunks
    if (run.anomaly !== undefined) anomalies.push(run.anomaly)
    if (run.cut === 'limit' || cut === undefined) cut = run.cut
  }
  let bytes = joinChunks(current)
  if (bytes.length > limit) {
    bytes = bytes.subarray(0, limit)
    cut = 'limit'
  }
  // A view on a decoder's whole output buffer would keep 32 KiB alive for a page of 1 KiB.
  if (bytes.length * 2 < bytes.buffer.byteLength) bytes = bytes.slice()
  return { bytes, cut, anomalies }
}

/** One array of all bytes; a single chunk is not copied. */
export function joinChunks(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 1) return chunks[0]!
  const joined = new Uint8Array(lengthOf(chunks))
  let at = 0
  for (const chunk of chunks) {
    joined.set(chunk, at)
    at += chunk.length
  }
  return joined
}

function lengthOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0)
}

type Make = () => Transform
type Decoder = {
  /** What may read a body that begins so, best guess first; empty when the coding was never put on. */
  readonly makes: (start: Uint8Array) => readonly Make[]
  /** Has the format a signature? Then a body that passed `makes` is in it, however damaged. */
  readonly signed: boolean
}

// For a 20 KB page of gzip 32 KiB costs 54 µs CPU, 16 and 64 KiB 62 µs. gunzipSync is at 32 µs, but blocks the loop, and loses all that
// came before an error.
const chunkSize = 32 * 1024
/** Loaded for the first body that has a coding on: 2 ms of start. */
const zlib = () => process.getBuiltinModule('node:zlib')
const inflate: Make = () => zlib().createInflate({ chunkSize })
const inflateRaw: Make = () => zlib().createInflateRaw({ chunkSize })
const gunzip: Make = () => zlib().createGunzip({ chunkSize })
const unbrotli: Make = () => zlib().createBrotliDecompress({ chunkSize })
const unzstd: Make = () => {
  const { constants, createZstdDecompress } = zlib()
  return createZstdDecompress({ chunkSize, params: { [constants.ZSTD_d_windowLogMax]: Math.floor(Math.log2(defaults.zstdWindowBytes)) } })
}

const gzip: Decoder = { signed: true, makes: ([first, second]) => (first === 0x1f && second === 0x8b ? [gunzip] : []) }
const decoders: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ['gzip', gzip],
  ['x-gzip', gzip],
  ['deflate', { signed: false, makes: start => (isZlib(start) ? [inflate, inflateRaw] : [inflateRaw]) }],
  ['br', { signed: false, makes: () => [unbrotli] }],
  ['zstd', { signed: true, makes: start => (isZstd(start) ? [unzstd] : []) }],
])

/**
 * A transform that takes one coding off a body that begins so; undefined when the coding is unknown, or was never put on. Its output is not
 * limited.
 */
export function contentDecoder(coding: string, start: Uint8Array): Transform | undefined {
  return decoders.get(coding)?.makes(start)[0]?.()
}

/** RFC 1950 section 2.2: method 8, and the first two bytes are a multiple of 31. Servers send both this and raw deflate. */
function isZlib([first = 0, second = 0]: Uint8Array): boolean {
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0
}

/** RFC 8878: a frame, or a skippable frame in front of one. */
function isZstd([a = 0, b, c, d]: Uint8Array): boolean {
  return (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) || ((a & 0xf0) === 0x50 && b === 0x2a && c === 0x4d && d === 0x18)
}

function firstBytes(chunks: readonly Uint8Array[]): Uint8Array {
  const first = chunks[0] ?? new Uint8Array(0)
  return first.length >= 4 ? first : joinChunks(chunks.slice(0, 4)).subarray(0, 4)
}

/** How much may be unpacked, and where it is counted. */
type Room = { readonly limit: number; readonly account: BodyAccount | undefined }
type Run = { chunks: Uint8Array[]; cut?: 'limit' | 'truncated'; anomaly?: string }

/** undefined: the coding was not there. */
async function takeOff(decoder: Decoder, start: Uint8Array, chunks: readonly Uint8Array[], room: Room): Promise<Run | undefined> {
  for (const make of decoder.makes(start)) {
    const run = await runDecoder(make(), chunks, room)
    if (run.fault === undefined) return run
    if (/windowTooLarge/.test(run.fault.code)) {
      const value = defaults.zstdWindowBytes
      throw new CrawlError('decode', `The zstd body asks for a window above ${value} bytes (RFC 9659); ask without zstd.`, { value })
    }
    room.account?.add(-lengthOf(run.chunks))
    const second = await readDamaged(make, joinChunks(chunks), room)
    if (second.fault === undefined) return second
    if (decoder.signed || second.chunks.length > 0) return { chunks: second.chunks, ...faultOf(second.fault) }
  }
  return undefined
}

function faultOf(fault: { code: string; message: string }): Pick<Run, 'cut' | 'anomaly'> {
  // After a whole gzip member: browsers read on as if nothing followed.
  if (fault.message === 'incorrect header check') return { anomaly: 'content-coding-trailing-bytes' }
  return { cut: 'truncated', anomaly: fault.code === 'Z_BUF_ERROR' ? 'content-coding-truncated' : 'content-coding-damaged' }
}

/**
 * zlib keeps back the output of the very call that fails, so the calls are made small: about the square root of the length first, then
 * single bytes where that one failed. Never more than 16,000 calls for 64 MiB.
 */
async function readDamaged(make: Make, whole: Uint8Array, room: Room): Promise<RawRun> {
  const size = Math.ceil(Math.sqrt(whole.length))
  const coarse = await runDecoder(make(), split(whole, size), room, true)
  const from = coarse.failedAt * size
  if (coarse.fault === undefined || from >= whole.length) return coarse
  room.account?.add(-lengthOf(coarse.chunks))
  return runDecoder(make(), [whole.subarray(0, from), ...split(whole.subarray(from, from + size), 1)], room, true)
}

function split(bytes: Uint8Array, size: number): Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size))
  return pieces
}

type RawRun = {
  chunks: Uint8Array[]
  cut?: 'limit'
  fault?: { code: string; message: string }
  /** The piece whose call failed; the number of pieces when it was the end. */
  failedAt: number
}

/** @param careful waits for each piece, and ends only when the output of all is here */
function runDecoder(decoder: Transform, pieces: readonly Uint8Array[], { limit, account }: Room, careful = false): Promise<RawRun> {
  return new Promise(resolve => {
    const made: Uint8Array[] = []
    let room = limit
    let at = -1
    const finish = (outcome: Pick<RawRun, 'cut' | 'fault'> = {}) => {
      decoder.destroy()
      resolve({ chunks: made, failedAt: at, ...outcome })
    }
    decoder.on('data', (chunk: Buffer) => {
      const taken = Math.min(chunk.length, room)
      if (taken > 0) made.push(new Uint8Array(chunk.buffer, chunk.byteOffset, taken))
      room -= chunk.length
      if (room < 0) return finish({ cut: 'limit' })
      const wait = account?.add(taken)
      if (wait === undefined) return
      decoder.pause()
      wait.then(() => decoder.resume())
    })
    decoder.on('end', () => finish())
    decoder.on('error', (error: NodeJS.ErrnoException) => finish({ fault: { code: error.code ?? '', message: error.message } }))
    if (!careful) {
      for (const piece of pieces) decoder.write(piece)
      decoder.end()
      return
    }
    const next = () => {
      if (decoder.destroyed) return
      const piece = pieces[++at]
      if (piece === undefined) decoder.end()
      else decoder.write(piece, next)
    }
    next()
  })
}
