import type { CurlDraft } from './curl-order.ts'
import type { OptionRow } from './option-row.ts'

type Set = OptionRow<CurlDraft>['set']
type KeyOf<Value> = {
  [Key in keyof CurlDraft]-?: [Value] extends [CurlDraft[Key]] ? ([NonNullable<CurlDraft[Key]>] extends [Value] ? Key : never) : never
}[keyof CurlDraft]

/** A switch that is on, or with `--no-` off. */
export function flag(key: KeyOf<boolean>): Set {
  return (draft, _, on) => {
    draft[key] = on
  }
}

/** The value as it was given. */
export function text(key: KeyOf<string>): Set {
  return (draft, value) => {
    draft[key] = value
  }
}

/** @param read with the name of the option, for its message */
export function number(option: string, key: KeyOf<number>, read: (option: string, value: string) => number): Set {
  return (draft, value) => {
    draft[key] = read(option, value)
  }
}
