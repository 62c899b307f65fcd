import type { Head } from '../../exchange/order.ts'

/** A header as it stands in HTTP/1.1, with the blank line; its characters are bytes (latin1). */
export function headerText({ status, reason = '', version = '1.1', headers }: Head): string {
  const lines = [`HTTP/${version} ${status}${reason === '' ? '' : ` ${reason}`}`]
  for (let at = 0; at + 1 < headers.length; at += 2) lines.push(`${headers[at]}: ${headers[at + 1]}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}
