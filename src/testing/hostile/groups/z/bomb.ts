import { once } from 'node:events'
import { constants, crc32, createBrotliCompress, deflateRawSync } from 'node:zlib'
import type { Wire } from '../../endpoint.ts'

/** A body of few pieces, each sent so many times: what it costs to make has nothing to do with what it costs to unpack. */
export type Bomb = readonly { readonly bytes: Uint8Array; readonly times: number }[]

export const mib = 1024 * 1024

/** CRC-32 of 10 GiB of zeros, which took `zlib.crc32` six seconds. */
const crcOfTenGib = 0xf41d912f
const tenGib = 10 * 1024

/** One gzip member: 10 GiB of zeros, then `end`. @param mebi fewer zeros; then `crc` is their CRC-32 */
export function gzipBomb(end: string, mebi = tenGib, crc = crcOfTenGib): Bomb {
  // After a full flush a block stands on whole bytes and looks back at nothing: it may stand there any number of times.
  const block = deflateRawSync(Buffer.alloc(mib), { level: 9, finishFlush: constants.Z_FULL_FLUSH })
  const trailer = Buffer.alloc(8)
  trailer.writeUInt32LE(crc32(end, crc), 0)
  trailer.writeUInt32LE((mebi * mib + end.length) % 2 ** 32, 4)
  return [
    { bytes: Buffer.from('1f8b08000000000002ff', 'hex'), times: 1 },
    { bytes: block, times: mebi },
    { bytes: Buffer.concat([deflateRawSync(end), trailer]), times: 1 },
  ]
}

/** The same in brotli. After the first block the coder is in the same state again and again, and so are its blocks. */
export async function brotliBomb(end: string, mebi = tenGib): Promise<Bomb> {
  const coder = createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 16 } })
  const zeros = Buffer.alloc(mib)
  const made: Buffer[] = []
  coder.on('data', (bytes: Buffer) => made.push(bytes))
  const taken = () => Buffer.concat(made.splice(0))
  const flushed = async () => {
    coder.write(zeros)
    await new Promise<void>(resolve => coder.flush(constants.BROTLI_OPERATION_FLUSH, resolve))
    return taken()
  }
  const first = await flushed()
  const block = await flushed()
  coder.end(end)
  await once(coder, 'end')
  return [
    { bytes: first, times: 1 },
    { bytes: block, times: mebi - 1 },
    { bytes: taken(), times: 1 },
  ]
}

/** The same in zstd (RFC 8878), by its blocks of one byte and a count. @param windowLog the frame asks for a window of 2 to this power */
export function zstdBomb(end: string, windowLog: number, mebi = tenGib): Bomb {
  const most = 128 * 1024
  const header = (type: number, size: number, isLast: boolean) => {
    const bits = (size << 3) | (type << 1) | Number(isLast)
    return [bits & 0xff, (bits >> 8) & 0xff, (bits >> 16) & 0xff]
  }
  return [
    { bytes: Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0, (windowLog - 10) << 3]), times: 1 },
    { bytes: Uint8Array.from([...header(1, most, false), 0]), times: (mebi * mib) / most },
    { bytes: Uint8Array.from([...header(0, end.length, true), ...Buffer.from(end)]), times: 1 },
  ]
}

export async function sendBomb(wire: Wire, bomb: Bomb): Promise<void> {
  for (const { bytes, times } of bomb) {
    const atOnce = Math.min(times, Math.ceil(65_536 / bytes.length))
    const piece = Buffer.concat(Array.from({ length: atOnce }, () => bytes))
    for (let left = times; left > 0; left -= atOnce) {
      if (!(await wire.send(left < atOnce ? piece.subarray(0, left * bytes.length) : piece))) return
    }
  }
}
