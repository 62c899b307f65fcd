import { CrawlError } from '../../base/crawl-error.ts'

export const htmlNamespace = 'http://www.w3.org/1999/xhtml'

/** An attribute as the parser's token holds it. Tags share them, also with their copies: a change makes a new one. */
export type Attribute = {
  readonly name: string
  readonly value: string
  readonly prefix?: string
  readonly namespace?: string
}

/** `xlink:href` */
export function nameOf({ prefix, name }: Attribute): string {
  return prefix === undefined || prefix === '' ? name : `${prefix}:${name}`
}

/** A name that markup can hold (DOM, "valid attribute local name"). @throws CrawlError usage */
export function checkedName(name: string): string {
  if (name !== '' && !/[\t\n\f\r \0/=>]/.test(name)) return name
  throw new CrawlError('usage', `"${name.slice(0, 40)}" is no name: give one without spaces, "/", "=" and ">".`)
}

/** Attributes whose value is a list of words (HTML; Beautiful Soup's table). */
const onAll: ReadonlySet<string> = new Set(['class', 'accesskey', 'dropzone'])
const onSome: ReadonlyMap<string, readonly string[]> = new Map([
  ['a', ['rel', 'rev']],
  ['link', ['rel', 'rev']],
  ['td', ['headers']],
  ['th', ['headers']],
  ['form', ['accept-charset']],
  ['object', ['archive']],
  ['area', ['rel']],
  ['icon', ['sizes']],
  ['iframe', ['sandbox']],
  ['output', ['for']],
])

export function isMultiValued(tag: string, attribute: string): boolean {
  return onAll.has(attribute) || onSome.get(tag)?.includes(attribute) === true
}

/** The words of a list, by white space. */
export function wordsOf(value: string): string[] {
  return value.split(/[\t\n\f\r ]+/).filter(word => word !== '')
}
