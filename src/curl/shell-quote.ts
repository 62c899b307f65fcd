/**
 * One word of a POSIX command line; `$'...'` (bash, zsh, ksh) where it holds control characters, which a terminal or a mail would spoil.
 */
export function shellQuote(word: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word)) return word
  if (!controls.test(word)) return `'${word.replaceAll("'", "'\\''")}'`
  return `$'${word.replace(/[\\']/g, '\\$&').replace(everyControl, escaped)}'`
}

// C0, DEL, C1, bidi controls, line separators: what a terminal acts on.
const controls = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/
const everyControl = new RegExp(controls, 'g')

function escaped(character: string): string {
  if (character === '\n') return '\\n'
  if (character === '\r') return '\\r'
  if (character === '\t') return '\\t'
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
