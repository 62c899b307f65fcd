import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createSecureServer } from 'node:http2'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { after, beforeEach, test } from 'node:test'
import { cert, key } from '../../test/support/loopback-certificate.ts'
import { openHttpProxy, openSocksProxy } from '../../test/support/proxies.ts'
import { manualClock } from '../base/clock.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Order } from '../exchange/order.ts'
import { openTown } from '../testing/index.ts'
import type { HttpOptions } from './fetch-http.ts'
import { createHttpFetcher } from './fetch-http.ts'
import { rawServer } from './raw-server.test-helper.ts'

const town = await openTown({ pages: 1 })
const secure = createHttpsServer({ key, cert }, (request, answer) => answer.end(JSON.stringify(request.headers)))
secure.listen(0, '127.0.0.1')
await once(secure, 'listening')
after(async () => {
  await town.close()
  secure.closeAllConnections()
  secure.close()
})
beforeEach(() => town.clearLog())

const { port } = new URL(town.url('library', '/'))
const securePort = (secure.address() as AddressInfo).port
const plainUrl = `http://a.test:${port}/romeo.txt?q`
const secureUrl = `https://localhost:${securePort}/x`
const get = (url: string, more: Partial<Order> = {}): Order => ({ method: 'GET', url, headers: [], ...more })
const textOf = ({ body }: Exchange) => Buffer.from(body).toString()
/** No name has an address here: only a proxy can know it. */
const lookup: HttpOptions['lookup'] = (name, _, done) => done(Object.assign(new Error(name), { code: 'ENOTFOUND' }), '', 0)

async function ask(order: Order, options: HttpOptions): Promise<Exchange> {
  await using fetch = createHttpFetcher({ lookup, allowFor: () => ['loopback'], tls: { ca: cert }, ...options })
  return await fetch(order)
}
const fieldsAt = (name: string) => town.log.map(({ headers }) => headers.find((_, at) => headers[at - 1]?.toLowerCase() === name))
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

test('http: URLs are asked whole, https: URLs through a tunnel; the name goes to the proxy, its login to nobody else', async () => {
  await using proxy = await openHttpProxy({ user: { user: 'us', password: 'p w' } })
  const options = { proxy: `http://us:p%20w@${proxy.at}` }
  const order = get(plainUrl, { headers: ['Accept', 'a', 'Accept', 'b', 'Proxy-Authorization', 'stolen'] })
  const exchange = await ask(order, options)
  assert.match(textOf(exchange), /soft/)
  assert.deepEqual([proxy.asked, proxy.logins], [[`GET ${plainUrl}`], [basic('us:p w')]])
  assert.deepEqual([fieldsAt('host'), fieldsAt('accept')], [[`a.test:${port}`], ['a, b']])
  assert.equal(exchange.peer, undefined)
  assert.ok(!JSON.stringify([exchange.order.headers, fieldsAt('proxy-authorization')]).includes('Basic'))
  const sent = textOf(await ask(get(secureUrl, { headers: ['Proxy-Authorization', 'stolen'] }), options))
  assert.equal(proxy.asked[1], `CONNECT localhost:${securePort}`)
  assert.equal(proxy.logins[1], basic('us:p w'))
  assert.ok(!sent.includes('proxy-authorization') && sent.includes(`"host":"localhost:${securePort}"`), sent)
})

test('Proxy-Authorization never reaches a site that is asked directly', async () => {
  await ask(get(town.url('library', '/'), { headers: ['Proxy-Authorization', 'Basic x'] }), {})
  assert.deepEqual(fieldsAt('proxy-authorization'), [undefined])
})

test('Digest at a proxy, for URLs and tunnels; an https: proxy', async () => {
  await using proxy = await openHttpProxy({ user: { user: 'us', password: 'pw', digest: true } })
  const options = { proxy: { http: `us:pw@${proxy.at}`, https: `us:pw@${proxy.at}`, scheme: 'digest' } as const }
  await using fetch = createHttpFetcher({ lookup, allowFor: () => ['loopback'], tls: { ca: cert }, ...options })
  for (const url of [plainUrl, plainUrl, secureUrl]) assert.equal((await fetch(get(url))).status, 200)
  assert.deepEqual(
    proxy.logins.map(login => login?.split(' ')[0]),
    [undefined, 'Digest', 'Digest', 'Digest'],
  )
  assert.deepEqual(proxy.asked.slice(-1), [`CONNECT localhost:${securePort}`])

  await using hidden = await openHttpProxy({ tls: true })
  const at = `https://${hidden.at.replace('127.0.0.1', 'localhost')}`
  for (const url of [plainUrl, secureUrl]) {
    assert.equal((await ask(get(url), { proxy: { http: at, https: at, tls: { ca: cert } } })).status, 200)
    await assert.rejects(ask(get(url), { proxy: at }), {
      code: 'tls',
      message: /proxy https:\/\/localhost:\d+ failed: its certificate is signed by itself/,
    })
  }
})

test('SOCKS: names go to the proxy with 4a and 5h, and are looked up here with 5', async () => {
  const known: HttpOptions['lookup'] = (_, __, done) => done(null, [{ address: '127.0.0.1', family: 4 }])
  await using proxy = await openSocksProxy()
  for (const [scheme, asked, more] of [
    ['socks4a', 'a.test', {}],
    ['socks5h', 'a.test', {}],
    ['socks5', '127.0.0.1', { lookup: known }],
  ] as const) {
    const options = { proxy: `${scheme}://${proxy.at}`, ...more }
    assert.match(textOf(await ask(get(plainUrl), options)), /soft/, scheme)
    assert.equal(proxy.asked.pop(), `CONNECT ${asked}:${port}`)
    assert.equal((await ask(get(secureUrl), options)).status, 200)
  }
  await assert.rejects(ask(get(plainUrl), { proxy: `socks5://${proxy.at}` }), { code: 'dns-not-found' })
  const v6 = `http://[::1]:${port}/romeo.txt`
  assert.equal((await ask(get(v6), { proxy: `socks5h://${proxy.at}` })).status, 200)
  assert.equal(proxy.asked.pop(), `CONNECT [0000:0000:0000:0000:0000:0000:0000:0001]:${port}`)

  await using locked = await openSocksProxy({ user: { user: 'us', password: 'pw' } })
  assert.equal((await ask(get(plainUrl), { proxy: `socks5h://us:pw@${locked.at}` })).status, 200)
  assert.deepEqual(locked.logins, ['us:pw'])
  for (const login of ['', 'us:wrong@']) {
    await assert.rejects(ask(get(plainUrl), { proxy: `socks5h://${login}${locked.at}` }), {
      code: 'proxy',
      message: /^The proxy socks5h:\/\/127/,
    })
  }
})

test('the guard holds behind a proxy as far as it can: addresses always, names where they are looked up here', async () => {
  await using proxy = await openHttpProxy()
  await using socks = await openSocksProxy()
  const inward: HttpOptions['lookup'] = (_, __, done) => done(null, [{ address: '127.0.0.1', family: 4 }])
  const none = { allowFor: () => [], lookup: inward }
  for (const url of [`http://127.0.0.1:${port}/`, `http://[::ffff:7f00:1]:${port}/`, `http://localhost:${port}/`, `https://10.0.0.1/`]) {
    for (const by of [`http://${proxy.at}`, `socks5h://${socks.at}`])
      await assert.rejects(ask(get(url), { ...none, proxy: by }), { code: 'address-guarded' }, url)
  }
  await assert.rejects(ask(get(plainUrl), { ...none, proxy: `socks5://${socks.at}` }), { code: 'address-guarded' })
  assert.deepEqual([proxy.asked, socks.asked], [[], []])
  assert.equal((await ask(get(plainUrl), { ...none, proxy: proxy.at })).status, 200, 'a name that only the proxy knows')
})

test('what goes wrong on the way is told of the proxy, without its password', async () => {
  await using proxy = await openHttpProxy({ user: { user: 'us', password: 'pw' } })
  await using refusing = await openHttpProxy({ refuse: 503 })
  await using socks = await openSocksProxy()
  for (const [url, by, code, says] of [
    [
      plainUrl,
      `http://us:s3cret@${proxy.at}`,
      'proxy',
      /^The proxy http:\/\/127\.0\.0\.1:\d+ refused to ask for http:\/\/a\.test:\d+ \(407 .*\)\. Check the name and password in its URL\.$/,
    ],
    [plainUrl, proxy.at, 'proxy', /Give a name and password in its URL\.$/],
    [secureUrl, `http://us:s3cret@${proxy.at}`, 'proxy', /refused a way to localhost:\d+ \(407 Who\?\)\. Check/],
    [secureUrl, refusing.at, 'proxy', /\(503 No\\x1b\[31m\)\. Ask whoever runs it/],
    [plainUrl, 'http://us:s3cret@127.0.0.1:1', 'connection-refused', /^The proxy http:\/\/127\.0\.0\.1:1 refused the connection/],
    ['http://a.test:1/', `socks5h://${socks.at}`, 'proxy', /made no connection to the site: connection refused\.$/],
    [plainUrl, `socks5h://${town.url('library', '').slice(7, -1)}`, 'proxy', /does not speak SOCKS5/],
    [plainUrl, `http://us:s3cret@proxy.nowhere:3128`, 'dns-not-found', /No address is known for/],
  ] as const) {
    const failure = await ask(get(url), { proxy: by }).then(
      () => assert.fail(String(by)),
      (error: Error) => error,
    )
    assert.equal('code' in failure && failure.code, code, failure.message)
    assert.match(failure.message, says)
    assert.ok(!failure.message.includes('s3cret'))
  }
  await assert.rejects(ask(get(secureUrl), { proxy: refusing.at }), { retryable: true, value: 503 })
})

test('HTTP/2 and bad certificates are told behind a tunnel as anywhere', async () => {
  await using proxy = await openHttpProxy()
  const { version } = await ask(get(secureUrl), { proxy: proxy.at, http2: true })
  assert.notEqual(version, '2', 'the server speaks 1.1 alone')
  const served = createSecureServer({ key, cert }, (_, answer) => answer.end('two')).listen(0, '127.0.0.1')
  using _closed = { [Symbol.dispose]: () => served.close() }
  await once(served, 'listening')
  const url = `https://localhost:${(served.address() as AddressInfo).port}/`
  const exchange = await ask(get(url), { proxy: proxy.at, http2: true })
  assert.deepEqual([exchange.version, textOf(exchange), exchange.peer], ['2', 'two', undefined])
  await assert.rejects(ask(get(url), { proxy: proxy.at, http2: true, tls: {} }), {
    code: 'tls',
    message: /^TLS with localhost:\d+ failed: its certificate is signed by itself/,
  })
})

test('a proxy that is silent is given up: by the clock, and when the fetcher is closed', async () => {
  await using silent = await rawServer(() => {})
  const at = `127.0.0.1:${silent.port}`
  const connected = async () => {
    const before = silent.connections()
    while (silent.connections() === before) await new Promise(setImmediate)
  }
  for (const proxy of [at, `socks5h://${at}`]) {
    const clock = manualClock()
    await using fetch = createHttpFetcher({ lookup, allowFor: () => ['loopback'], clock, proxy })
    const late = assert.rejects(fetch(get(secureUrl, { limits: { connectMs: 50 } })), { code: 'timeout-connect' })
    await connected()
    await clock.advance(50)
    await late
    const closed = assert.rejects(fetch(get(secureUrl)), { code: 'aborted' })
    await connected()
    await fetch.close()
    await closed
    while (silent.sockets.size > 0) await new Promise(setImmediate)
  }
})

test('an odd answer is read a second time by the same way', async () => {
  await using odd = await rawServer(socket => socket.end('HTTP/1.1 200 OK\nContent-Length: 3\n\nodd'))
  const { port: oddPort } = odd
  const asked = () => odd.requests.map(request => request.split('\r\n', 1)[0]!)
  const url = `http://a.test:${oddPort}/x?y`
  const forwarded = await ask(get(url), { proxy: `127.0.0.1:${oddPort}` })
  assert.deepEqual([textOf(forwarded), asked()], ['odd', [`GET ${url} HTTP/1.1`, `GET ${url} HTTP/1.1`]])
  await using socks = await openSocksProxy()
  const tunnelled = await ask(get(url), { proxy: `socks5h://${socks.at}` })
  assert.deepEqual([textOf(tunnelled), tunnelled.peer], ['odd', undefined])
  assert.deepEqual(asked().slice(2), ['GET /x?y HTTP/1.1', 'GET /x?y HTTP/1.1'])
  assert.deepEqual(socks.asked, [`CONNECT a.test:${oddPort}`, `CONNECT a.test:${oddPort}`])
})
