import type { Tag } from '../tree/tag.ts'

type OneValue = string | RegExp | boolean | null | ((value: string | null) => boolean)
type OneName = string | RegExp | true | ((tag: Tag) => boolean)

/**
 * What an attribute or a string must be: an exact text, a pattern that is searched for, `true` (there), null or false (absent), a function, or
 * any of a list. Of an attribute that holds several values, such as `class`, each is tried, then all of them joined by a space.
 */
export type ValueFilter = OneValue | readonly OneValue[]

/** What the name of a tag must be; null or nothing: any. A function gets the tag. */
export type NameFilter = OneName | null | readonly OneName[]

export type Criteria = {
  /** Attributes by name, also those whose name has another meaning here; a filter alone is one on `class`. */
  readonly attrs?: ValueFilter | Readonly<Record<string, ValueFilter>> | undefined
  readonly class?: ValueFilter | undefined
  /** On the `string` of a tag; without name and attributes: on text nodes, comments and their like themselves. */
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

/** `find({ id: 'link3' })` is short for `find(null, { id: 'link3' })`. */
export function isCriteria(value: NameFilter | Criteria | undefined): value is Criteria {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof RegExp)
}
