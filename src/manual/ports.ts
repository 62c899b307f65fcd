export type PortFacts = {
  readonly port: number
  readonly name: string
  readonly says: string
  /** Where the protocol is defined today. */
  readonly spec: string
}

type PortRow = readonly [port: number, name: string, spec: string, says: string]

const rows: readonly PortRow[] = [
  [20, 'FTP data', 'RFC 959', 'Data connections of FTP in active mode; the passive mode of today uses any port.'],
  [21, 'FTP', 'RFC 959', 'Transfer of files: commands here, files on a second connection.'],
  [22, 'SSH', 'RFC 4253', 'Login and file transfer, encrypted.'],
  [23, 'Telnet', 'RFC 854', 'Login without encryption; the oldest way to talk to any port by hand.'],
  [25, 'SMTP', 'RFC 5321', 'Mail from server to server.'],
  [43, 'WHOIS', 'RFC 3912', 'Whom a domain or an address belongs to.'],
  [53, 'DNS', 'RFC 1035', 'From a name to its IP addresses.'],
  [70, 'Gopher', 'RFC 1436', 'Menus and texts, before the web.'],
  [80, 'HTTP', 'RFC 9110', 'The web without encryption.'],
  [110, 'POP3', 'RFC 1939', 'Fetches mail from a mailbox.'],
  [119, 'NNTP', 'RFC 3977', 'News groups.'],
  [143, 'IMAP', 'RFC 9051', 'Reads mail where it lies.'],
  [194, 'IRC', 'RFC 1459', 'Chat; in practice on 6667.'],
  [389, 'LDAP', 'RFC 4511', 'Directories of people and machines.'],
  [443, 'HTTPS', 'RFC 9110', 'The web over TLS; HTTP/3 over UDP has the same number.'],
  [465, 'SMTP over TLS', 'RFC 8314', 'A mail program hands in mail, encrypted from the start.'],
  [587, 'SMTP submission', 'RFC 6409', 'A mail program hands in mail, encrypted by STARTTLS.'],
  [990, 'FTP over TLS', 'RFC 4217', 'FTP encrypted from the start; AUTH TLS on 21 is the standard way.'],
  [993, 'IMAP over TLS', 'RFC 8314', 'IMAP, encrypted from the start.'],
  [995, 'POP3 over TLS', 'RFC 8314', 'POP3, encrypted from the start.'],
  [1024, 'first free port', 'RFC 6335', 'From here on a program needs no special right to listen.'],
  [1080, 'SOCKS', 'RFC 1928', 'A proxy for any TCP connection.'],
  [3128, 'HTTP proxy', 'no RFC', 'By custom: proxies such as Squid.'],
  [6379, 'Redis', 'no RFC', 'A store in memory; never to be open to the world.'],
  [6667, 'IRC', 'RFC 1459', 'Chat.'],
  [8080, 'HTTP, second', 'no RFC', 'By custom: a web server or proxy beside the one on 80.'],
  [8443, 'HTTPS, second', 'no RFC', 'By custom: a web server beside the one on 443.'],
]

export const ports: readonly PortFacts[] = rows.map(([port, name, spec, says]) => ({ port, name, spec, says }))

/** A port is 16 bits: there are so many, 0 is never used on the wire. */
export const portCount = 65_536

/** Who may have a port (RFC 6335 section 6). */
export function portRange(port: number): string {
  if (port < 1024) return 'a system port (0 to 1023): on most systems only the administrator may listen there'
  if (port < 49_152) return 'a user port (1024 to 49151): any program may listen there; many are registered for one'
  return 'a dynamic port (49152 to 65535): the near end of a connection has one of these or of the user ports'
}
