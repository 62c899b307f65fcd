import { CrawlError } from '../base/crawl-error.ts'

/** One option of a command line: how it is written, what it says, and what it does to the draft. */
export type OptionRow<Draft> = {
  /** Long name, without dashes. */
  readonly name: string
  readonly letter?: string | undefined
  /** Placeholder of its value, `<file>`; a switch has none. */
  readonly value?: string | undefined
  /** For the help: what it does. */
  readonly says: string
  /** @param on false for `--no-name` of a switch */
  readonly set: (draft: Draft, value: string, on: boolean) => void
}

/** @throws CrawlError usage */
export function wholeNumber(option: string, text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw badValue(option, text, 'a whole number, for example 10')
  return value
}

/** @throws CrawlError usage */
export function secondsNumber(option: string, text: string): number {
  const value = Number(text)
  if (!/^\d+(?:\.\d+)?$/.test(text) || value > 2_000_000) throw badValue(option, text, 'seconds, for example 2.5')
  return value
}

/** `200K`, `3M`: factors of 1024, as curl counts. @throws CrawlError usage */
export function sizeNumber(option: string, text: string): number {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([kmg]?)b?$/i.exec(text) ?? []
  const value = Math.floor(Number(digits) * 1024 ** ' kmg'.indexOf(unit.toLowerCase() || ' '))
  if (digits === undefined || !Number.isSafeInteger(value)) throw badValue(option, text, 'a number of bytes, for example 200K or 3M')
  return value
}

export function badValue(option: string, text: string, instead: string): CrawlError {
  return new CrawlError('usage', `--${option} cannot be "${text}". Give ${instead}.`)
}
