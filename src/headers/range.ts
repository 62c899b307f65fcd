import { limits } from '../base/limits.ts'

/** From `first` to `last`, both included and counted from 0; without `last` to the end. Or the `suffix` last bytes. */
export type ByteRange = { readonly first: number; readonly last?: number | undefined } | { readonly suffix: number }

/** A Range field: the first 250 bytes are `formatRange({ first: 0, last: 249 })`, `bytes=0-249` (RFC 9110 section 14.1.2). */
export function formatRange(...ranges: readonly ByteRange[]): string {
  return `bytes=${ranges.map(range => ('suffix' in range ? `-${range.suffix}` : `${range.first}-${range.last ?? ''}`)).join(',')}`
}

/**
 * The byte ranges of a Range field; `null` for another unit, a malformed one, or more than `limits.ranges`: the field is to be ignored
 * then.
 */
export function parseRange(value: string): ByteRange[] | null {
  const [unit = '', list, ...more] = value.split('=')
  if (list === undefined || more.length > 0 || unit.trim().toLowerCase() !== 'bytes') return null
  const ranges: ByteRange[] = []
  for (const piece of list.split(',', limits.ranges + 1)) {
    const text = piece.trim()
    if (text === '') continue
    const range = /^([0-9]*)-([0-9]*)$/.exec(text)
    if (range === null || ranges.length === limits.ranges) return null
    const [first, last] = [range[1]!, range[2]!]
    if ((first === '' && last === '') || !Number.isSafeInteger(Number(first)) || !Number.isSafeInteger(Number(last))) return null
    if (first === '') ranges.push({ suffix: Number(last) })
    else if (last === '') ranges.push({ first: Number(first) })
    else if (Number(last) < Number(first)) return null
    else ranges.push({ first: Number(first), last: Number(last) })
  }
  return ranges.length === 0 ? null : ranges
}
