import type { CrawlErrorCode } from '../base/crawl-error.ts'

export type ErrorFacts = {
  /** What has happened. */
  readonly says: string
  /** The next step. */
  readonly next: string
}

/** Every code of a CrawlError. */
export const errorFacts: Readonly<Record<CrawlErrorCode, ErrorFacts>> = {
  'url-invalid': { says: 'The URL cannot be understood.', next: 'Write it whole, for example https://example.org/.' },
  'scheme-unsupported': { says: 'The URL is not one that is fetched here.', next: 'Give an http or https URL.' },
  'address-guarded': {
    says: 'A link or redirect leads to this machine or to a private network.',
    next: 'If that is meant, ask that host itself; a crawl also takes --allow-address.',
  },
  'dns-not-found': { says: 'The host name has no address.', next: 'Check the spelling.' },
  'dns-failed': { says: 'The name server gave no answer.', next: 'Check the network, or try later.' },
  'connection-refused': { says: 'Nothing listens on that port of the host.', next: 'Check host and port, or try later.' },
  'connection-reset': { says: 'The server closed the connection before it had answered.', next: 'Try later.' },
  network: { says: 'The way to the host failed.', next: 'Check the network, or try later.' },
  tls: { says: 'The certificate is wrong or the port does not speak TLS.', next: 'Check the host name, or http instead of https.' },
  proxy: { says: 'A proxy did not do what it was asked for.', next: 'Check its URL, name and password, or go without it.' },
  'timeout-connect': { says: 'The host did not answer the connection in time.', next: 'Try later.' },
  'timeout-headers': { says: 'The server took too long to begin its answer.', next: 'Try later, or more slowly.' },
  'timeout-idle': { says: 'The server fell silent in the middle of its answer.', next: 'Try later.' },
  'timeout-rate': { says: 'The body came in drips, a byte or two a second.', next: 'Try later; a server that does it again means it.' },
  'timeout-total': { says: 'The whole request took too long.', next: 'Try later, or with more time.' },
  protocol: { says: 'The answer is not valid HTTP.', next: 'Look at it byte by byte, or tell its webmaster.' },
  'headers-too-large': { says: 'The header of the answer is above its limit.', next: 'Leave this URL out.' },
  'body-too-large': { says: 'The body is above its limit.', next: 'Leave this URL out, or stream it to a file.' },
  'body-truncated': { says: 'The body ended before its time.', next: 'Try again.' },
  decode: { says: 'The content coding (gzip, br ...) cannot be taken off.', next: 'Ask with Accept-Encoding: identity.' },
  'robots-refused': { says: 'robots.txt refuses this URL.', next: 'See by which line: orbweaver robots URL; ask its webmaster.' },
  'image-missing': {
    says: 'The page holds no image such as is watched for.',
    next: 'Look at its images: orbweaver links URL --resources.',
  },
  'digest-mismatch': {
    says: 'The body is not the one that its digest was made of.',
    next: 'Fetch it again; if it stays so, tell its webmaster.',
  },
  'http-status': { says: 'The server answered with an error.', next: 'Ask: orbweaver explain status CODE.' },
  'redirect-invalid': { says: 'A redirect leads to nothing that can be asked.', next: 'Tell its webmaster.' },
  'redirect-loop': { says: 'Redirects go in a circle.', next: 'The site may want a cookie; else tell its webmaster.' },
  'redirect-limit': { says: 'There are too many redirects in a row.', next: 'Give the address at their end.' },
  'robots-unreachable': { says: 'robots.txt cannot be had, so nothing may be asked.', next: 'Give the same command later.' },
  aborted: { says: 'It was ended from outside.', next: 'Give the same command again.' },
  handler: { says: 'A handler of your program has thrown.', next: 'Look at its cause; --debug shows the stack.' },
  usage: { says: 'The command or the call does not make sense.', next: 'Read the message, or orbweaver VERB --help.' },
  'identity-missing': { says: 'A public site is asked without a contact.', next: 'Give --contact with your mail address.' },
  'store-busy': { says: 'Another Orbweaver uses this store.', next: 'Wait until it ends, or name another folder.' },
  'store-newer': { says: 'A newer Orbweaver has written this store.', next: 'Update Orbweaver.' },
  'store-corrupt': { says: 'The store is damaged; it is left as it is.', next: 'Restore it from a copy, or begin another.' },
  'store-missing': { says: 'There is no crawl in this folder.', next: 'Begin one: orbweaver crawl URL --store DIR.' },
  'disk-full': {
    says: 'The disk is full, or has less room than is to stay free; nothing that was settled is lost.',
    next: 'Make room and give the same command again.',
  },
  file: { says: 'A file cannot be read or written.', next: 'Check its name and its rights.' },
  'file-exists': { says: 'The file is there already and is left as it is.', next: 'Name another file, or remove it.' },
  'no-handles': {
    says: 'This machine has no file handle left for a connection; the site is not to blame.',
    next: 'Lower --concurrency, or raise `ulimit -n`.',
  },
  internal: { says: 'An error of Orbweaver itself.', next: 'Please report it, with what --debug shows.' },
}
