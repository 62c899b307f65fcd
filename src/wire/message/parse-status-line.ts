import { MessageFault } from './message-fault.ts'
import type { Note } from './read-fields.ts'

export type StatusLine = { readonly version: string; readonly status: number; readonly reason: string }

const statusLine = /^(HTTP(?:\/(\d+\.\d+))?|ICY)([ \t]+)(\d+)(?:([ \t]+)(.*))?$/i

/** The first line of an answer, without its end (RFC 9112 section 4). Throws MessageFault for what cannot be read. */
export function parseStatusLine(line: string, note: Note): StatusLine {
  const match = statusLine.exec(line)
  if (match === null) throw new MessageFault('status-line-invalid')
  const [, protocol = '', version, before, digits = '', after, reason = ''] = match
  if (digits.length !== 3 || digits[0] === '0') throw new MessageFault('status-invalid')
  if (before !== ' ' || after !== ' ') note('status-line-spacing')
  if (protocol.toUpperCase() === 'ICY') note('status-line-icy')
  else {
    if (!protocol.startsWith('HTTP')) note('http-name-case')
    if (version !== '1.0' && version !== '1.1') note('http-version-unknown')
  }
  if (Number(digits) > 599) note('status-above-599')
  return { version: version ?? '1.0', status: Number(digits), reason }
}
