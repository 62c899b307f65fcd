import { parseHttpDate } from './http-date.ts'

/**
 * The time of an Expires field; null for anything but a date, which means that it is past (`0` is common). Letters may be of any case (RFC
 * 9111 section 4.2).
 */
export function parseExpires(value: string, now: Date = new Date()): Date | null {
  const cased = value
    .trim()
    .replace(/[A-Za-z]+/g, word => (/^gmt$/i.test(word) ? 'GMT' : word[0]!.toUpperCase() + word.slice(1).toLowerCase()))
  return parseHttpDate(cased, now)
}
