import type { Tag } from '../tree/tag.ts'

/** An exact text, a pattern that is searched for, any of a list, `true`: anything that is there, null: nothing there, or a function. */
export type ValueFilter =
  | string
  | RegExp
  | boolean
  | null
  | ((value: string | null) => boolean)
  | readonly (string | RegExp | boolean | null | ((value: string | null) => boolean))[]

export type NameFilter =
  | string
  | RegExp
  | true
  | null
  | ((tag: Tag) => boolean)
  | readonly (string | RegExp | true | ((tag: Tag) => boolean))[]

export type Criteria = {
  /** Attributes by name, also those whose name has another meaning here; a filter alone is one on `class`. */
  readonly attrs?: ValueFilter | Readonly<Record<string, ValueFilter>> | undefined
  readonly class?: ValueFilter | undefined
  /** On the text of a tag that has but one; without name and attributes: on text nodes, comments and their like themselves. */
  readonly string?: ValueFilter | undefined
  /** Look at children only when false. Default true. */
  readonly recursive?: boolean | undefined
  /** Most results; default and 0: all. */
  readonly limit?: number | undefined
  /** Any other key is an attribute. */
  readonly [attribute: string]: ValueFilter | Readonly<Record<string, ValueFilter>> | number | undefined
}

/** Criteria that ask for strings instead of tags. */
export type StringsOnly = {
  readonly string: ValueFilter
  readonly recursive?: boolean | undefined
  readonly limit?: number | undefined
}
