import type { exitCodes } from './exit-codes.ts'

/** What each exit code says. */
export const exitMeanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  done: 'The work is done, or its limit of pages is reached.',
  generic: 'An error of Orbweaver itself or of a handler.',
  usage: 'The command line or a URL cannot be understood.',
  file: 'A file cannot be read or written.',
  network: 'The host was not found or did not answer in time.',
  tls: 'The certificate or the handshake failed.',
  auth: 'The server wants a name and password (401, 407).',
  protocol: 'The answer broke the protocol, or its redirects lead nowhere.',
  server: 'The server answered with an error.',
  unfinished: 'Work is left: the crawl was stopped; the same command goes on.',
  held: "Work is held: robots.txt unreachable, or a site's budget spent.",
  refused: 'robots.txt, the address guard or a rule refused what was asked.',
  store: 'The store is in use, newer than this version, damaged or absent.',
  diskFull: 'The disk is full; nothing settled is lost.',
  identity: 'A public site is asked without a contact.',
  noMatch: 'Nothing on the page is what `orbweaver soup` was asked for.',
  interrupted: 'The second Ctrl-C.',
}
