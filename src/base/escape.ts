/** What reaches a terminal, a CSV file or a header line passes through here: outside text is data, never a command. */

// C0, DEL, C1, bidi controls and line separators: they move the cursor, recolour, reorder or ring.
const unsafeOnTerminal = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** Shows control and bidi characters as `\x1b` or `\u202e`; one line in, one line out. @param longest UTF-16 units kept, default 2000 */
export function escapeTerminal(text: string, longest = 2_000): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text
  return cut.replace(unsafeOnTerminal, escaped)
}

/** The same for a text of many lines: its line ends and tabs stay, and nothing is cut. */
export function escapeLines(text: string): string {
  return text.replace(unsafeOnTerminal, character => (character === '\n' || character === '\t' ? character : escaped(character)))
}

function escaped(character: string): string {
  const code = character.charCodeAt(0)
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
}

/** What a spreadsheet may take for the begin of a formula, full-width forms included (OWASP, CSV injection). */
export const formula = /^(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/

// C0 without tab and line ends, DEL, C1: a table is read in a terminal too, and bidi marks belong to honest text there.
const unsafeInTable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g

/**
 * One CSV cell (RFC 4180). A cell that a spreadsheet would run as a formula gets a leading apostrophe (OWASP, CSV injection); control
 * characters are shown as `\x1b`.
 */
export function escapeCsv(value: unknown): string {
  if (value === null || value === undefined) return ''
  const isText = typeof value === 'string'
  let text = isText ? value : typeof value === 'object' ? JSON.stringify(value) : String(value)
  if (isText && formula.test(text)) text = `'${text}`
  text = text.replace(unsafeInTable, escaped)
  // Of 8 MiB of quotes replaceAll took 373 ms, this 104.
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.split('"').join('""')}"` : text
}

/** A URL as it may be shown or stored: without user name and password. */
export function withoutCredentials(url: string): string {
  if (!url.includes('@')) return url
  const parsed = URL.parse(url)
  if (parsed === null || (parsed.host === '' && !keepsAt.test(url))) return withoutLogin(url)
  if (parsed.username === '' && parsed.password === '') return url
  parsed.username = ''
  parsed.password = ''
  return parsed.href
}

/** Schemes without a host in which an @ is no end of a password, as long as none is before it. */
const keepsAt = /^(?:(?:mailto|sips?|xmpp|acct|cid|mid|news|im):[^:]*$|(?:data|javascript|blob|about|urn|view-source|file):)/i

/** For what no parser takes, and yet is shown in messages: all that stands before the last @ may be a name and password. */
function withoutLogin(text: string): string {
  const at = text.lastIndexOf('@')
  const [start = ''] = /^(?:[a-z][a-z0-9+.-]*:)?[\\/]+|/i.exec(text) ?? []
  return /[:\\/]/.test(text.slice(0, at)) ? start + text.slice(at + 1) : text
}

/** A message of another program as a part of ours: white space folded, no full stop at its end, at most 200 UTF-16 units. */
export function oneLine(message: string): string {
  return message.replace(/\s+/g, ' ').replace(/\.$/, '').slice(0, 200)
}
