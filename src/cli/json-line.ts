// What JSON leaves as it is and a terminal may act on: DEL, C1, bidi controls, line separators.
const unsafeInJson = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/**
 * One line of JSON that is safe on a terminal too: control and bidi characters are escaped, which every reader turns back.
 * @param replacer as of `JSON.stringify`
 */
export function jsonLine(value: unknown, replacer?: (key: string, value: unknown) => unknown): string {
  return `${JSON.stringify(value, replacer).replace(unsafeInJson, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`
}
