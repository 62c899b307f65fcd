import { CrawlError } from '../../base/crawl-error.ts'
import { isCookieText } from '../../curl/request-of.ts'
import type { ClientOptions } from '../../fetch/client.ts'
import { readGivenFile } from '../read-input.ts'
import { wireFor } from '../single-fetch.ts'
import type { GetOrder } from './get-order.ts'
import { resolvedLookup } from './resolved-lookup.ts'

/** How the connections of one command are made, and who asks. @throws CrawlError file, usage */
export async function clientOptionsOf(get: GetOrder, urls: readonly URL[]): Promise<ClientOptions> {
  const { agent, contact, userAgent, user, auth, location, maxRedirects, keepPost, autoReferer } = get
  const proxy = await proxyOf(get)
  // `-v` is told by undici.
  const isPlain = get.http !== '2' && proxy === undefined && !get.verbose
  return {
    identity: { name: agent, contact, agent: userAgent },
    // The order has it, unless `-H Accept:` took it away.
    accept: '',
    follow: { limit: location === false ? 0 : maxRedirects, keepPost, referer: autoReferer },
    tls: {
      rejectUnauthorized: !get.insecure,
      ...(get.caFile === undefined ? {} : { ca: pem(get.caFile) }),
      ...(get.certFile === undefined ? {} : { cert: pem(get.certFile) }),
      ...(get.keyFile === undefined && get.certFile === undefined ? {} : { key: pem(get.keyFile ?? get.certFile!) }),
    },
    http2: get.http === '2',
    lookup: resolvedLookup(get),
    proxy,
    ...(isPlain ? wireFor(urls.map(({ href }) => href)) : {}),
    ...(user === undefined ? {} : { auth: { ...account('-u', user), scheme: auth ?? 'basic', sites: urls.map(({ origin }) => origin) } }),
    cookies: await cookieJarOf(get),
    cache: await cacheOf(get),
  }
}

function account(option: string, given: string): { user: string; password: string } {
  const colon = given.indexOf(':')
  if (colon < 0) throw new CrawlError('usage', `${option} has no password. Give name:password, with an empty password as name:.`)
  return { user: given.slice(0, colon), password: given.slice(colon + 1) }
}

/** Node takes what holds no certificate for an empty list of them. */
function pem(file: string): string {
  const text = readGivenFile(file).toString()
  if (text.includes('-----BEGIN ')) return text
  throw new CrawlError('file', `${file} holds no certificate or key in PEM form. Give a file with a line -----BEGIN ...-----.`)
}

/** `-x`, with `-U` as its name and password; else what the environment says. `-x ''` is none. */
async function proxyOf({ proxy, proxyUser, noProxy, insecure }: GetOrder): Promise<ClientOptions['proxy']> {
  if (proxy === undefined && !Object.keys(process.env).some(name => /_proxy$/i.test(name))) return undefined
  const { proxyFromEnvironment } = await import('../../http/proxy-options.ts')
  const found = proxyFromEnvironment(process.env, {
    proxy: proxy && proxyUser !== undefined ? withLogin(proxy, account('-U', proxyUser)) : proxy,
    noProxy: noProxy?.split(/[\s,]+/).filter(name => name !== ''),
  })
  return found === undefined ? undefined : { ...found, tls: { rejectUnauthorized: !insecure } }
}

function withLogin(proxy: string, { user, password }: { user: string; password: string }): string {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)?(?:[^/?#]*@)?(.*)$/is.exec(proxy) ?? []
  return `${scheme}${encodeURIComponent(user)}:${encodeURIComponent(password)}@${rest}`
}

/** A jar when `-b FILE` or `-c` asks for one. */
async function cookieJarOf({ cookies, cookieJar }: GetOrder): Promise<ClientOptions['cookies']> {
  const [file, ...more] = cookies.filter(cookie => !isCookieText(cookie))
  if (more.length > 0) throw new CrawlError('usage', '-b names several files. Give one.')
  if (file === undefined && cookieJar === undefined) return undefined
  const { openCookieJar } = await import('../../fetch/cookie-jar.ts')
  return openCookieJar({ file: file === '' ? undefined : file })
}

async function cacheOf({ cache }: GetOrder): Promise<ClientOptions['cache']> {
  if (cache === undefined) return undefined
  const { cacheWrap, diskCacheStore } = await import('../../cache/index.ts')
  return cacheWrap({ store: diskCacheStore(cache) })
}
