import { CrawlError } from '../base/crawl-error.ts'
import { parseNameServers } from '../net/name-servers.ts'
import type { CurlDraft } from './curl-order.ts'
import type { OptionRow } from './option-row.ts'
import { flag, text } from './setters.ts'

/** Who asks, with which secrets, and by which way. */
export const connectionOptions: readonly OptionRow<CurlDraft>[] = [
  {
    name: 'url',
    value: '<url>',
    says: 'one more URL',
    set: (draft, value) => {
      draft.urls.push(value)
    },
  },
  { name: 'user', letter: 'u', value: '<name:password>', says: 'authentication', set: text('user') },
  {
    name: 'basic',
    says: 'by Basic (default)',
    set: draft => {
      draft.auth = 'basic'
    },
  },
  {
    name: 'digest',
    says: 'by Digest',
    set: draft => {
      draft.auth = 'digest'
    },
  },
  {
    name: 'anyauth',
    says: 'by the best that the server offers',
    set: draft => {
      draft.auth = 'any'
    },
  },
  { name: 'oauth2-bearer', value: '<token>', says: 'Authorization: Bearer', set: text('bearer') },
  {
    name: 'cookie',
    letter: 'b',
    value: '<data|file>',
    says: "'name=value; name=value', or a cookie file",
    set: (draft, value) => {
      draft.cookies.push(value)
    },
  },
  {
    name: 'cookie-jar',
    letter: 'c',
    value: '<file>',
    says: 'keep cookies over all URLs and write them to a file; - standard output',
    set: text('cookieJar'),
  },
  {
    name: 'proxy',
    letter: 'x',
    value: '<url>',
    says: 'by this proxy: http, https or socks5',
    set: text('proxy'),
  },
  {
    name: 'proxy-user',
    letter: 'U',
    value: '<name:password>',
    says: 'authentication at the proxy',
    set: text('proxyUser'),
  },
  {
    name: 'noproxy',
    value: '<hosts>',
    says: 'hosts that are asked without it, separated by commas',
    set: text('noProxy'),
  },
  { name: 'insecure', letter: 'k', says: 'do not check certificates', set: flag('insecure') },
  { name: 'cacert', value: '<file>', says: 'PEM certificates to trust', set: text('caFile') },
  {
    name: 'cert',
    letter: 'E',
    value: '<file>',
    says: 'PEM certificate to show to the server',
    set: text('certFile'),
  },
  { name: 'key', value: '<file>', says: 'its private key', set: text('keyFile') },
  {
    name: 'resolve',
    value: '<host:port:address>',
    says: 'where a name is to be found',
    set: (draft, value) => {
      if (!/^[^:\s]+:\d{1,5}:(?:\[[0-9a-fA-F:.]+\]|[0-9a-fA-F:.]+)$/.test(value)) {
        throw new CrawlError('usage', `--resolve cannot be "${value}". Give host:port:address, for example example.org:443:127.0.0.1.`)
      }
      draft.resolve.push(value)
    },
  },
  {
    name: 'dns-servers',
    value: '<addresses>',
    says: "name servers in place of the system's, separated by commas",
    set: (draft, value) => {
      const servers = parseNameServers(value)
      if (servers === undefined) {
        throw new CrawlError('usage', `--dns-servers cannot be "${value}". Give addresses, for example 192.0.2.53 or [2001:db8::53]:5353.`)
      }
      draft.dnsServers = servers
    },
  },
  {
    name: 'ipv4',
    letter: '4',
    says: 'IPv4 addresses only',
    set: draft => {
      draft.family = 4
    },
  },
  {
    name: 'ipv6',
    letter: '6',
    says: 'IPv6 addresses only',
    set: draft => {
      draft.family = 6
    },
  },
  {
    name: 'http1.1',
    says: 'HTTP/1.1 (default)',
    set: draft => {
      draft.http = '1.1'
    },
  },
  {
    name: 'http2',
    says: 'HTTP/2 where the server speaks it, over TLS',
    set: draft => {
      draft.http = '2'
    },
  },
  // URLs are never globbed, and no .curlrc is read.
  { name: 'globoff', letter: 'g', says: 'accepted: [ ] { } in a URL never have a meaning', set: () => {} },
  { name: 'disable', letter: 'q', says: 'accepted: no .curlrc is read anyway', set: () => {} },
]
