import type { Item } from './visit.ts'

/**
 * Where items go. A file sink turns items into text that the store appends in the transaction that settles their page: each item stands
 * there exactly once, whatever happens. Called in commit order.
 */
export type Sink = {
  /** Path, absolute or within the store's folder. */
  readonly file: string
  /** The text of one item, its line end included. */
  write(item: Item): string
}

/** An item as one line of JSON. U+2028 and U+2029 are escaped: some line readers break there. */
export function jsonLine(item: Item): string {
  return `${JSON.stringify(item).replace(/[\u2028\u2029]/g, character => (character === '\u2028' ? '\\u2028' : '\\u2029'))}\n`
}
