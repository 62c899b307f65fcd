import { basename } from 'node:path'
import { escapeTerminal } from '../../base/escape.ts'
import { grouped, size, span } from '../figures.ts'
import type { Transfer } from './transfer.ts'

/** `568,248 bytes in 0.4 s (1.4 MB/s) -> cover.jpg` */
export function summaryLine({ received, written, totalMs, file, exchange }: Transfer): string {
  const rate = `${size(Math.round(received / Math.max(0.001, totalMs / 1000)))}/s`
  const where = file === undefined ? '' : ` -> ${escapeTerminal(file)}`
  if (exchange?.status === 304) return `Not modified: nothing was sent${where}`
  const before = file !== undefined && written > received ? `, ${grouped(written)} in all` : ''
  const from = exchange?.stored === undefined ? '' : `, from the cache (${exchange.stored})`
  return `${grouped(received)} bytes in ${span(totalMs)} (${rate})${before}${from}${where}`
}

export type ProgressState = {
  readonly name: string
  readonly received: number
  readonly total: number | undefined
  /** ms since the start. */
  readonly elapsedMs: number
  readonly bytesPerSecond: number
}

const barWidth = 24

/** `cover.jpg  [=======>        ]  45 %  12.3 MB of 27.4 MB  1.4 MB/s  11 s left`, never longer than `columns`. */
export function progressLine({ name, received, total, elapsedMs, bytesPerSecond }: ProgressState, columns: number): string {
  const rate = `${size(Math.round(bytesPerSecond))}/s`
  const shown = escapeTerminal(basename(name), 40)
  const known = total !== undefined && total > 0
  const share = known ? Math.min(1, received / total) : 0
  const left = known && bytesPerSecond > 0 ? `${span(((total - received) / bytesPerSecond) * 1000)} left` : `${span(elapsedMs)}`
  const filled = Math.round(share * barWidth)
  const bar = known ? [`[${'='.repeat(filled).padEnd(barWidth)}]`] : []
  const parts = known
    ? [`${Math.floor(share * 100)} %`.padStart(5), `${size(received)} of ${size(total)}`, rate, left]
    : [size(received), rate, left]
  // What matters least goes first.
  for (const line of [[shown, ...bar, ...parts], [...bar, ...parts], parts]) {
    const text = line.filter(part => part !== '').join('  ')
    if (text.length <= columns) return text
  }
  return parts[0]!.trim().slice(0, columns)
}
