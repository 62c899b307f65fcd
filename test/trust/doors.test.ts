/** Every way to ask, over redirects that leave a site and come back: who received which secret, in bytes, and what was written of them. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createSecureServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { cacheWrap, diskCacheStore } from '../../src/cache/index.ts'
import type { DownloadOptions } from '../../src/download/index.ts'
import { download } from '../../src/download/index.ts'
import type { ClientOptions } from '../../src/fetch/index.ts'
import { createClient, head, openCookieJar } from '../../src/fetch/index.ts'
import { createHttpFetcher } from '../../src/http/index.ts'
import { rawServer } from '../../src/http/raw-server.test-helper.ts'
import { crawl } from '../../src/index.ts'
import type { Lookup } from '../../src/net/index.ts'
import { fetchPage } from '../../src/page/index.ts'
import { manualClock } from '../../src/testing/index.ts'
import { watch } from '../../src/watch/index.ts'
import { ca, names } from '../support/certificates.ts'
import { openFakeInternet } from '../support/fake-internet.ts'
import { key } from '../support/loopback-certificate.ts'
import type { Origins, Reply } from '../support/origins.ts'
import { bodyReply, movedReply, openOrigins } from '../support/origins.ts'

const home = 'http://a.test'
const sites = [home, 'https://a.test', 'http://a.test:8080', 'http://sub.a.test', 'http://b.test', 'https://b.test']
const auth = { user: 'ann', password: 'pa55-s3cret' }
const basic = Buffer.from('ann:pa55-s3cret').toString('base64')
const headers = ['X-Api-Key', 'k3y-s3cret', 'Cookie', 'own=c00kie-s3cret', 'Proxy-Authorization', 'Basic pr0xy-s3cret']
const traces = /s3cret|ann:|YW5uO/
const identity = { contact: 'me@uni.example' }

/** robots.txt and the page both go to all other origins and come back. Only home sets a cookie, which is its own. */
const wander: Reply = ({ origin, target }) => {
  const at = sites.indexOf(origin)
  const fields = origin === home ? 'Set-Cookie: jar=j4r; Path=/\r\n' : ''
  const isRobots = target.startsWith('/robots')
  if (target === '/robots-back.txt') return bodyReply('', '', '404 No')
  if (target === '/back') return bodyReply('<a href="/leaf">x</a><a href="http://b.test/leaf">x</a>')
  if (target === '/leaf') return bodyReply('leaf')
  const next = sites[at + 1]
  const where = isRobots ? '/robots.txt' : '/start'
  return movedReply(next === undefined ? `${home}${isRobots ? '/robots-back.txt' : '/back'}` : `${next}${where}`, { fields })
}

type Place = { readonly origins: Origins; readonly folder: string; readonly options: ClientOptions }
const start = `${home}/start`

const doors: Record<string, (place: Place) => Promise<unknown>> = {
  async 'client by undici'({ options }) {
    await using client = createClient({ ...options, headers, auth, cookies: openCookieJar() })
    return (await client.follow({ method: 'GET', url: start, headers: [] })).hops
  },
  async 'client by wire'({ options }) {
    await using client = createClient({ ...options, headers, auth, transport: 'wire', cookies: openCookieJar() })
    return (await client.follow({ method: 'GET', url: start, headers: [] })).hops
  },
  async 'fetchPage with a cache on disk'({ options, folder }) {
    const cache = cacheWrap({ store: diskCacheStore(join(folder, 'cache.db')) })
    return (await fetchPage(start.replace('//', '//ann:pa55-s3cret@'), { ...options, headers, cache })).url
  },
  head: ({ options }) => head(start, { ...options, headers, auth }),
  async download({ options, folder }) {
    return await download(start, join(folder, 'file'), { ...options, headers, auth })
  },
  async watch({ options, folder }) {
    const events: unknown[] = []
    for (let run = 0; run < 2; run++) {
      const state = join(folder, 'watch.json')
      const asked = { ...options, headers, auth, identity, state, count: 1, minMs: 1, everyMs: 1, dir: folder }
      for await (const event of watch(start, asked)) events.push(event)
    }
    return events
  },
  async crawl({ origins, folder }) {
    await using fetcher = createHttpFetcher(origins.options)
    const reports: unknown[] = []
    const store = join(folder, 'store')
    for (let run = 0; run < 2; run++) {
      const manners = { fetcher, identity, scope: 'all', delayMs: 0, attempts: 1, cookies: join(folder, 'jar.txt'), store } as const
      const spider = crawl(start, { ...manners, headers, user: 'ann:pa55-s3cret' })
      spider.on('settled', event => reports.push(event))
      spider.on('robots', event => reports.push(event))
      reports.push(await spider.run())
    }
    return reports
  },
}

describe('what leaves home does not take secrets along, and does not get them back', () => {
  for (const [door, go] of Object.entries(doors)) {
    test(door, async t => {
      const folder = mkdtempSync(join(tmpdir(), 'orbweaver-doors-'))
      t.after(() => rmSync(folder, { recursive: true }))
      await using origins = await openOrigins(sites, wander)
      const told = await go({ origins, folder, options: origins.options })
      const first = origins.received.find(({ origin, target }) => origin === home && target === '/start')!
      const given = ['k3y-s3cret', 'c00kie-s3cret'].filter(secret => !first.text.includes(secret))
      assert.deepEqual(given, [], 'home got them')
      assert.ok(first.text.includes(`Basic ${basic}`))
      assert.deepEqual(new Set(origins.received.map(({ origin }) => origin)), new Set(sites))
      assert.doesNotMatch(
        origins.bytesAt(origin => origin !== home),
        traces,
      )
      for (const { target, text } of origins.received) if (target.includes('back')) assert.doesNotMatch(text, traces, target)
      assert.doesNotMatch(
        origins.bytesAt(() => true),
        /pr0xy/,
      )
      // The jar's cookie is for the host: every port of it (RFC 6265bis section 8.5), no name beside or below.
      for (const { origin, text } of origins.received) {
        if (/cookie:[^\r]*jar=j4r/i.test(text)) assert.equal(new URL(origin).hostname, 'a.test')
      }
      assert.doesNotMatch(plainText(told), /s3cret/)
      for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (file.isFile()) assert.doesNotMatch(readFileSync(join(file.parentPath, file.name), 'latin1'), traces, file.name)
      }
    })
  }
})

/** What a program might log: everything but what it said itself, the orders. */
function plainText(told: unknown): string {
  return JSON.stringify(told, (key, value: unknown) => {
    if (['order', 'body', 'page'].includes(key)) return undefined
    return value instanceof Error ? { ...value, message: value.message, stack: value.stack } : value
  })
}

test('where a watched page has moved for good, a later run logs in no more', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-doors-'))
  t.after(() => rmSync(folder, { recursive: true }))
  await using origins = await openOrigins(sites, ({ origin, target }) => {
    if (target === '/robots.txt') return bodyReply('', '', '404 No')
    if (origin === home) return movedReply('http://b.test/moved', { status: 301 })
    return bodyReply('moved')
  })
  for (let run = 0; run < 2; run++) {
    origins.clear()
    const asked = { ...origins.options, headers, auth, identity, state: join(folder, 'state.json'), count: 1, everyMs: 1 }
    for await (const _ of watch(start, asked));
    assert.doesNotMatch(
      origins.bytesAt(origin => origin !== home),
      traces,
    )
    assert.equal(
      origins.received.some(({ origin, target }) => origin === home && target === '/start'),
      run === 0,
    )
  }
})

test('a download that breaks off beyond a redirect goes on without secrets, and at home with them', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-doors-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const whole = 'x'.repeat(1000)
  await using origins = await openOrigins(sites, ({ origin, target, text }, nth) => {
    if (target === '/away' && origin === home) return movedReply('http://b.test/away')
    const from = Number(/\r\nrange: bytes=(\d+)-/i.exec(text)?.[1] ?? 0)
    const range = `HTTP/1.1 206 Part\r\nContent-Range: bytes ${from}-999/1000\r\nContent-Length: ${1000 - from}\r\nETag: "v"\r\n\r\n`
    const begun = 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nAccept-Ranges: bytes\r\nETag: "v"\r\n\r\n'
    return from > 0 || nth > 4 ? range + whole.slice(from) : `${begun}${whole.slice(0, 400)}\0`
  })
  const clock = manualClock()
  const onRetry: DownloadOptions['onRetry'] = ({ waitMs }) => void setImmediate(() => clock.advance(waitMs))
  for (const [path, last] of [
    ['/away', 'http://b.test'],
    ['/file', home],
  ] as const) {
    origins.clear()
    const options = { ...origins.options, headers, auth, retries: 1, clock, onRetry }
    const { retries } = await download(home + path, join(folder, `file${path.length}`), options)
    assert.equal(retries, 1)
    const parts = origins.received.filter(({ origin }) => origin === last)
    assert.equal(parts.length, 2)
    for (const { text } of parts) assert.equal(traces.test(text), last === home)
    assert.match(parts[1]!.text, /\r\nrange: bytes=400-\r/i)
  }
  for (const file of readdirSync(folder)) assert.doesNotMatch(readFileSync(join(folder, file), 'latin1'), traces)
})

for (const transport of ['undici', 'wire'] as const) {
  test(`a challenge of another origin is not answered, whatever realm and nonce it names (${transport})`, async () => {
    const challenge = 'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth"\r\nWWW-Authenticate: Basic realm="r"\r\n'
    await using origins = await openOrigins(sites, ({ origin, target, text }) => {
      const isIn = /\r\nauthorization: /i.test(text)
      if (origin !== home || !isIn) return bodyReply('', challenge, '401 Who')
      return target === '/start' ? movedReply('http://a.test:8080/x') : bodyReply('in', 'Authentication-Info: nextnonce="next"\r\n')
    })
    for (const scheme of ['basic', 'digest', 'any'] as const) {
      origins.clear()
      await using client = createClient({ ...origins.options, transport, auth: { ...auth, scheme, sites: [home] } })
      const get = (url: string) => client.fetch({ method: 'GET', url, headers: [] })
      const statuses = [await get(start), await get(`${home}/in`), await get('https://a.test/'), await get('http://sub.a.test/')]
      assert.deepEqual(
        statuses.map(({ status }) => status),
        [401, 200, 401, 401],
      )
      assert.doesNotMatch(
        origins.bytesAt(origin => origin !== home),
        /authorization|s3cret|YW5uO/i,
      )
    }
  })

  test(`an answer that is read a second time, and a kept connection that was closed, bring secrets home alone (${transport})`, async () => {
    await using origins = await openOrigins(sites, ({ origin, target, text }, nth) => {
      if (target === '/odd') return `HTTP/1.1 302 Odd\nLocation: http://b.test/odd\nContent-Length: 0\n\n${origin === home ? '' : '\0'}`
      if (target === '/closes' && nth === 2) return '\0'
      return bodyReply(text)
    })
    await using client = createClient({ ...origins.options, transport, headers, auth, follow: { limit: 2 } })
    await client.fetch({ method: 'GET', url: `${home}/x`, headers: [] })
    await client.fetch({ method: 'GET', url: `${home}/closes`, headers: [] }).catch(error => assert.equal(error.code, 'connection-reset'))
    await client.fetch({ method: 'GET', url: `${home}/odd`, headers: [] }).catch(error => assert.match(error.code, /^redirect/))
    assert.ok(origins.received.some(({ origin }) => origin === 'http://b.test'))
    assert.doesNotMatch(
      origins.bytesAt(origin => origin !== home),
      traces,
    )
  })
}

test('cookies on the wire: Secure and __Host- stay with TLS and their host, and nobody sets them for another', async () => {
  const set = (text: string) => `Set-Cookie: ${text}\r\n`
  const given = new Map([
    ['https://a.test', set('sec=1; Secure') + set('__Host-h=1; Secure; Path=/') + set('wide=1; Domain=a.test') + set('top=1; Domain=test')],
    ['http://a.test', set('plain=1') + set('sec=forged') + set('__Host-h=forged; Path=/') + set('b=1; Domain=b.test')],
    ['http://b.test', set('wide=forged; Domain=a.test') + set('x=1; Domain=sub.a.test')],
    ['http://sub.a.test', set('up=1; Domain=a.test')],
  ])
  await using origins = await openOrigins(sites, ({ origin }) => bodyReply('', given.get(origin) ?? ''))
  await using client = createClient({ ...origins.options, cookies: openCookieJar() })
  for (const origin of [...given.keys(), ...sites]) await client.fetch({ method: 'GET', url: `${origin}/`, headers: [] })
  const sent = origins.received.slice(given.size).map(({ origin, text }) => [origin, /\r\ncookie: (.*)\r/i.exec(text)?.[1]])
  assert.deepEqual(Object.fromEntries(sent), {
    'http://a.test': 'wide=1; plain=1; up=1',
    'https://a.test': 'sec=1; __Host-h=1; wide=1; plain=1; up=1',
    'http://a.test:8080': 'wide=1; plain=1; up=1',
    'http://sub.a.test': 'wide=1; up=1',
    'http://b.test': undefined,
    'https://b.test': undefined,
  })
})

test('each proxy gets its own password, a site that is asked past them none, and none that asks for one (D08)', async () => {
  const answer = (location: string) => bodyReply('', `Location: ${location}\r\n`, '302 Moved')
  await using plain = await rawServer(socket => void socket.write(answer('http://b.test/direct')))
  await using secure = await rawServer(socket => void socket.end(bodyReply('', 'Proxy-Authenticate: Basic realm="p"\r\n', '407 Who')))
  await using origins = await openOrigins(sites, ({ target }) =>
    target === '/direct' ? movedReply('/asks') : bodyReply('', 'Proxy-Authenticate: Basic realm="p"\r\n', '407 Who'),
  )
  const proxy = {
    http: plain.site.replace('//', '//one:first-s3cret@'),
    https: secure.site.replace('//', '//two:second-s3cret@'),
    noProxy: ['b.test'],
  }
  await using client = createClient({ ...origins.options, proxy, headers })
  const { status } = await client.fetch({ method: 'GET', url: start, headers: [] })
  assert.equal(status, 407)
  await assert.rejects(client.fetch({ method: 'GET', url: 'https://a.test/', headers: [] }), error => {
    assert.doesNotMatch(`${(error as Error).stack} ${JSON.stringify(error)}`, /s3cret|one:|two:/)
    return (error as { code?: string }).code === 'proxy'
  })
  const login = (text: string) => Buffer.from(text).toString('base64')
  const at = (server: { readonly requests: readonly string[] }) =>
    server.requests.map(text => /\r\nproxy-authorization: (.*)\r/i.exec(text)?.[1])
  assert.deepEqual([...new Set(at(plain))], [`Basic ${login('one:first-s3cret')}`])
  assert.deepEqual([...new Set(at(secure))], [`Basic ${login('two:second-s3cret')}`])
  assert.doesNotMatch(secure.requests.join(), /k3y|c00kie/, 'nor what is for the site behind it')
  assert.deepEqual([origins.received.length, traces.test(origins.bytesAt(() => true))], [2, false])
})

test('HTTP/2: two names at one address, with one certificate for both, share no connection and no secret', async () => {
  const sessions: string[][] = []
  const server = createSecureServer({ key, cert: names })
  server.on('session', session => {
    const seen: string[] = []
    sessions.push(seen)
    session.on('stream', (stream, fields) => {
      seen.push(`${fields[':authority']} ${fields.authorization ?? ''} ${fields['x-api-key'] ?? ''} ${fields.cookie ?? ''}`.trim())
      const isMoved = fields[':path'] === '/start'
      stream.respond(isMoved ? { ':status': 302, location: 'https://b.test/x' } : { ':status': 200 })
      stream.end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  using _ = await openFakeInternet(() => port)
  const lookup: Lookup = (_name, _options, done) => done(null, [{ address: '93.184.216.34', family: 4 }])
  {
    await using client = createClient({ lookup, tls: { ca }, http2: true, headers, auth, cookies: openCookieJar() })
    for (const path of ['/start', '/again']) {
      const { version, status } = await client.fetch({ method: 'GET', url: `https://a.test${path}`, headers: [] })
      assert.deepEqual([version, status], ['2', 200])
    }
  }
  const mine = `a.test Basic ${basic} k3y-s3cret own=c00kie-s3cret`
  assert.deepEqual(sessions, [[mine, mine], ['b.test']])
  server.close()
})
