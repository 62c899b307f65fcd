import type { Tag } from '../tree/tag.ts'

type OneValue = string | number | RegExp | boolean | null | ((value: string | null) => boolean)
type OneName = string | RegExp | true | ((tag: Tag) => boolean)

/**
 * What an attribute or a string must be: an exact text or number, a pattern that is searched for, `true` (there), null or false (absent), a
 * function, or any of a list. Of an attribute that holds several values, such as `class`, each is tried, then all of them joined by a
 * space.
 */
export type ValueFilter = OneValue | readonly OneValue[]

/** What the name of a tag must be; null, true or nothing: any. A function gets the tag. */
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
  readonly [attribute: string]: ValueFilter | Readonly<Record<string, ValueFilter>> | undefined
  /** No list: else a function in a list of names would not know what it is given. */
  readonly [position: number]: undefined
}

/** Criteria that ask for strings instead of tags. */
export type StringsOnly = {
  readonly string: ValueFilter
  readonly recursive?: boolean | undefined
  readonly limit?: number | undefined
  readonly attrs?: undefined
  readonly class?: undefined
  readonly id?: undefined
}

/**
 * What a search asks for: a name, and more about the tag. Criteria may come first, `find({ id: 'link3' })`; a text, a pattern, a list or a
 * function in their place is one on `class`, `findAll('a', 'sister')`.
 */
export type Search = [name?: NameFilter | Criteria, criteria?: Criteria | ClassFilter]

export type StringSearch = [only: StringsOnly] | [name: null | undefined, only: StringsOnly]

type ClassFilter = Exclude<ValueFilter, number | boolean | null>

/** A search in its full form. */
export type ReadSearch = { readonly name: NameFilter; readonly criteria: Criteria }

export function readSearch([first = null, second = {}]: Search | StringSearch): ReadSearch {
  const criteria = isNamed(second) ? second : { class: second }
  return isNamed(first) ? { name: null, criteria: { ...first, ...criteria } } : { name: first, criteria }
}

/** Not a filter, but an object that holds some by name. */
export function isNamed<Value>(
  value: Value,
): value is Exclude<Value, Primitive | RegExp | readonly unknown[] | ((value: never) => unknown)> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof RegExp)
}

type Primitive = string | number | boolean | null | undefined
