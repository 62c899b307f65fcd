/** What a web page travels through, the application first. */
export type Layer = { readonly name: string; readonly does: string; readonly examples: string; readonly spec: string }

type LayerRow = readonly [name: string, does: string, examples: string, spec: string]

const rows: readonly LayerRow[] = [
  [
    'application',
    'What is said: requests and answers, each protocol for one purpose.',
    'HTTP, FTP, SMTP, POP3, IMAP, IRC, DNS',
    'RFC 9110, 959, 5321, 1939, 9051, 1459, 1035',
  ],
  ['security', 'Encrypts, and proves who the server is. Left out in plain http.', 'TLS', 'RFC 8446'],
  [
    'transport',
    'From program to program, by ports: a stream of bytes without loss and in order, or single messages.',
    'TCP, UDP',
    'RFC 9293, 768',
  ],
  ['internet', 'From machine to machine, by IP addresses, over any number of networks.', 'IPv4, IPv6', 'RFC 791, 8200'],
  ['link', 'From one device to the next, over a cable or by radio.', 'Ethernet, Wi-Fi', 'IEEE 802.3, 802.11'],
]

export const layers: readonly Layer[] = rows.map(([name, does, examples, spec]) => ({ name, does, examples, spec }))
