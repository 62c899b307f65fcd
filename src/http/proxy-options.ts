import { BlockList, isIP } from 'node:net'
import { CrawlError } from '../base/crawl-error.ts'
import type { TlsOptions } from '../net/socket-connector.ts'
import { userInfo } from '../url/user-info.ts'
import type { AuthScheme } from './authenticator.ts'
import type { User } from './digest-answer.ts'

export type ProxyOptions = {
  /**
   * For http: URLs: `http://user:password@host:3128`, `https://`, `socks4a://`, `socks5://` (names are looked up here), `socks5h://`.
   * Default none.
   */
  readonly http?: string | undefined
  /** For https: URLs, in the same forms; they go through a tunnel. Default none. */
  readonly https?: string | undefined
  /** Asked directly: `example.org` with all below it, an address, `10.0.0.0/8`, `*` for all. Default none. */
  readonly noProxy?: readonly string[] | undefined
  /** How name and password in the URL are given; default `basic`. */
  readonly scheme?: AuthScheme | undefined
  /** Of the connection to an https: proxy; default: its certificate is checked. */
  readonly tls?: TlsOptions | undefined
}

export type ProxyKind = 'http' | 'https' | 'socks4a' | 'socks5' | 'socks5h'

export type ProxyServer = {
  readonly kind: ProxyKind
  readonly hostname: string
  readonly port: number
  readonly user: User | undefined
  /** For messages: without name and password. */
  readonly shown: string
}

/** curl's: 443 for https:, 1080 for the others. */
const defaultPorts: Readonly<Record<ProxyKind, number>> = { http: 1080, https: 443, socks4a: 1080, socks5: 1080, socks5h: 1080 }

/** Reads `host:port` or a URL. @throws CrawlError usage */
export function parseProxy(text: string): ProxyServer {
  const [, scheme = 'http', rest = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(text.trim()) ?? []
  const kind = scheme.toLowerCase()
  // The host as in a web address; the port from a scheme that has no usual one, which would be taken off.
  const url = URL.parse(`http://${rest}`)
  const port = URL.parse(`proxy://${rest}`)?.port
  if (!isKind(kind) || url === null || port === undefined) {
    const known = Object.keys(defaultPorts)
      .map(name => `${name}://`)
      .join(', ')
    throw new CrawlError('usage', `That is no proxy. Give host:port, or a URL with one of ${known}.`)
  }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const at = Number(port) || defaultPorts[kind]
  return {
    kind,
    hostname: host,
    port: at,
    user: userInfo(url),
    shown: `${kind}://${url.hostname}:${at}`,
  }
}

function isKind(text: string): text is ProxyKind {
  return Object.hasOwn(defaultPorts, text)
}

/** Chooses the proxy of a site. @throws CrawlError usage for what is no proxy */
export function createProxyChoice(given: string | ProxyOptions | undefined): (site: string) => ProxyServer | undefined {
  const { http, https, noProxy = [] } = typeof given === 'string' ? { http: given, https: given } : (given ?? {})
  const plain = http === undefined ? undefined : parseProxy(http)
  const secure = https === undefined ? undefined : https === http ? plain : parseProxy(https)
  const isDirect = createExceptions(noProxy)
  return site => {
    const proxy = site.startsWith('https:') ? secure : plain
    return proxy === undefined || isDirect(site) ? undefined : proxy
  }
}

/** By curl's rules: a name stands for itself and all below it, with or without a dot or `*.` before it. */
function createExceptions(patterns: readonly string[]): (site: string) => boolean {
  const names = new Set<string>()
  const addresses = new BlockList()
  for (const pattern of patterns) {
    const name = pattern
      .trim()
      .toLowerCase()
      .replace(/^\[|\]$/g, '')
      .replace(/^\*?\./, '')
      .replace(/\.$/, '')
    const [address = '', bits] = name.split('/')
    const family = isIP(address)
    if (family === 0) names.add(name)
    else if (bits === undefined) addresses.addAddress(address, `ipv${family}` as 'ipv4')
    else if (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
      addresses.addSubnet(address, Number(bits), `ipv${family}` as 'ipv4')
    else throw new CrawlError('usage', `"${pattern}" is no range of addresses. Give for example 10.0.0.0/8.`)
  }
  return site => {
    const host = new URL(site).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
    if (names.has('*')) return true
    if (isIP(host) !== 0) return addresses.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6')
    return host.split('.').some((_, at, labels) => names.has(labels.slice(at).join('.')))
  }
}

/** What a user says instead of the environment. */
export type SaidProxy = {
  /** For all URLs; empty: none. */
  readonly proxy?: string | undefined
  readonly noProxy?: readonly string[] | undefined
}

/** The environment is about the network: who asks this machine does not mean a proxy's (as in Go's net/http). */
const thisMachine: readonly string[] = ['localhost', '127.0.0.0/8', '::1']

/**
 * The proxies that the environment names: `http_proxy`, `https_proxy`, `all_proxy`, `no_proxy`; never for this machine itself. The capital
 * forms count too, but for HTTP_PROXY: a web server sets that one from a visitor's field (https://httpoxy.org).
 * @throws CrawlError usage, naming the variable
 */
export function proxyFromEnvironment(env: Readonly<Record<string, string | undefined>>, said: SaidProxy = {}): ProxyOptions | undefined {
  const read = (...names: readonly string[]): string | undefined => {
    const name = names.find(each => (env[each] ?? '') !== '')
    if (name === undefined) return undefined
    try {
      parseProxy(env[name]!)
    } catch (cause) {
      throw new CrawlError('usage', `The variable ${name} names no proxy: give host:port or a URL, or unset it.`, { cause })
    }
    return env[name]
  }
  const all = ['all_proxy', 'ALL_PROXY']
  const isSaid = said.proxy !== undefined
  const http = isSaid ? said.proxy : read('http_proxy', ...all)
  const https = isSaid ? said.proxy : read('https_proxy', 'HTTPS_PROXY', ...all)
  if (!http && !https) return undefined
  const exceptions = said.noProxy ?? (env['no_proxy'] || env['NO_PROXY'] || '').split(/[\s,]+/).filter(name => name !== '')
  return { http, https, noProxy: isSaid ? exceptions : [...exceptions, ...thisMachine] }
}
