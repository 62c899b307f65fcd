import { readFileSync } from 'node:fs'
import { CrawlError } from '../../base/crawl-error.ts'
import { isCookieText } from '../../curl/request-of.ts'
import type { ClientOptions } from '../../fetch/client.ts'
import type { GetOrder } from './get-order.ts'
import { resolvedLookup } from './resolved-lookup.ts'

/** How the connections of one command are made, and who asks. @throws CrawlError file, usage */
export async function clientOptionsOf(get: GetOrder, urls: readonly URL[]): Promise<ClientOptions> {
  const { agent, contact, userAgent, user, auth, maxRedirects } = get
  return {
    identity: { name: agent, contact, agent: userAgent },
    follow: {
      limit: get.location === false ? 0 : maxRedirects,
      keepPost: get.keepPost,
      referer: get.autoReferer,
    },
    tls: {
      rejectUnauthorized: !get.insecure,
      ...(get.caFile === undefined ? {} : { ca: pem(get.caFile) }),
    },
    http2: get.http === '2',
    lookup: resolvedLookup(get.resolve, get.family),
    ...(user === undefined ? {} : { auth: { ...account(user), scheme: auth ?? 'basic', sites: urls.map(({ origin }) => origin) } }),
    cookies: await cookieJarOf(get),
  }
}

function account(user: string): { user: string; password: string } {
  const colon = user.indexOf(':')
  if (colon < 0) throw new CrawlError('usage', '-u has no password. Give name:password, with an empty password as name:.')
  return { user: user.slice(0, colon), password: user.slice(colon + 1) }
}

function pem(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new CrawlError('file', `${file} cannot be read: ${(cause as Error).message}. Give a file of PEM certificates.`, { cause })
  }
}

/** A jar when `-b FILE` or `-c` asks for one. */
async function cookieJarOf({ cookies, cookieJar }: GetOrder): Promise<ClientOptions['cookies']> {
  const files = cookies.filter(cookie => !isCookieText(cookie))
  if (files.length === 0 && cookieJar === undefined) return undefined
  const { openCookieJar } = await import('../../fetch/index.ts')
  return openCookieJar({ file: files[0] })
}
