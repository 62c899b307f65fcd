/** Names: what DNS can do to a fetch and to a crawl. The name server is real, and so are the sockets; connect(2) is watched. */
import assert from 'node:assert/strict'
import { getDefaultAutoSelectFamilyAttemptTimeout, setDefaultAutoSelectFamilyAttemptTimeout } from 'node:net'
import { test } from 'node:test'
import type { TlsOptions } from 'node:tls'
import { limits } from '../../src/base/limits.ts'
import type { Order } from '../../src/exchange/order.ts'
import { createHttpFetcher } from '../../src/http/index.ts'
import { rawServer } from '../../src/http/raw-server.test-helper.ts'
import { crawl } from '../../src/index.ts'
import { createDnsLookup } from '../../src/net/index.ts'
import type { DnsAnswer, DnsQuery } from '../../src/testing/index.ts'
import { manualClock, openDnsServer } from '../../src/testing/index.ts'
import { ca, names } from '../support/certificates.ts'
import type { Way } from '../support/fake-internet.ts'
import { openFakeInternet } from '../support/fake-internet.ts'
import { key } from '../support/loopback-certificate.ts'

const alive = '93.184.216.34'
const dead = '2606:2800:220:1::1'
const transports = ['undici', 'wire'] as const
const identity = { contact: 'me@uni.example' }
const get = (url: string, more: Partial<Order> = {}): Order => ({ method: 'GET', url, headers: [], ...more })

function htmlOf(body: string): string {
  return `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
}

/** One server for the whole web, a name server for its names, and watched sockets. Links of `/`: whatever the test gives. */
async function openWeb(
  answerTo: (query: DnsQuery) => DnsAnswer,
  { links = [] as readonly string[], ways = {} as Record<string, Way> } = {},
) {
  const page = (request: string) => (request.startsWith('GET / ') ? links.map(link => `<a href="${link}">x</a>`).join('') : 'page')
  const reply = (request: string) =>
    request.startsWith('GET /robots.txt') ? 'HTTP/1.1 404 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n' : htmlOf(page(request))
  const plain = await rawServer((socket, _, request) => socket.end(reply(request)))
  const servernames: string[] = []
  const SNICallback: TlsOptions['SNICallback'] = (name, done) => {
    servernames.push(name)
    done(null)
  }
  const tls = { key, cert: names, SNICallback }
  const secure = await rawServer((socket, _, request) => socket.end(reply(request)), tls)
  const dns = await openDnsServer(answerTo)
  const web = await openFakeInternet(
    (address, port) => ways[address] ?? (address === alive ? (port === 443 ? secure : plain).port : 'refused'),
  )
  return {
    plain,
    secure,
    servernames,
    dns,
    web,
    lookup: createDnsLookup({ servers: [dns.address], timeoutMs: 50, tries: 1 }),
    /** Request lines and Host of what was asked, robots.txt left out. */
    asked: () => [...plain.requests, ...secure.requests].flatMap(hostAndTarget),
    async [Symbol.asyncDispose]() {
      web[Symbol.dispose]()
      for (const each of [plain, secure, dns]) await each[Symbol.asyncDispose]()
    },
  }
}

function hostAndTarget(request: string): string[] {
  const target = /^GET (\S+)/.exec(request)?.[1]
  return target === '/robots.txt' ? [] : [`${/^host: (.*)\r$/im.exec(request)?.[1]}${target}`]
}

test('M01: one parser for scope and connection: every spelling of a name is one site, asked, looked up and named to TLS in one form', async () => {
  const spellings = [
    'BÜCHER.test/a',
    'b\u00fccher\u3002test/b',
    'b%C3%BCcher.test/c',
    'XN--BCHER-KVA.TEST/d',
    'ｂücher.ｔest/e',
    'bücher.test./f',
  ]
  const invalid = ['xn--iñvalid.test/', 'a%00b.test/', 'a b.test/', 'a_b%5E.test/']
  // A look-alike whose first letter is Cyrillic; Punycode that the URL parser takes although nothing stands for it.
  const others = ['аpple.test/', 'xn--a/', 'bücher.test:8080/port']
  for (const scheme of ['http', 'https']) {
    const links = [...spellings, ...invalid, ...others].map(link => `${scheme}://${link}`)
    await using web = await openWeb(() => [alive], { links })
    await using fetcher = createHttpFetcher({ lookup: web.lookup, tls: { ca } })
    const report = await crawl(`${scheme}://bücher.test/`, { fetcher, identity, delayMs: 0 }).run()
    assert.deepEqual(report.statuses, { 200: 1 + spellings.length })
    assert.deepEqual(report.refused, { 'other-site': others.length, 'url-invalid': invalid.length })
    assert.deepEqual(
      web.asked().sort(),
      ['', 'a', 'b', 'c', 'd', 'e', 'f'].map(path => `xn--bcher-kva.test/${path}`),
    )
    assert.deepEqual(new Set(web.dns.queries.map(({ name }) => name)), new Set(['xn--bcher-kva.test']))
    assert.deepEqual(new Set(web.servernames), new Set(scheme === 'https' ? ['xn--bcher-kva.test'] : []))
  }
})

test('M01: a dot at the end is another site and the same machine: TLS is told the name without it (RFC 6066 section 3)', async () => {
  await using web = await openWeb(() => [alive])
  for (const transport of transports) {
    await using fetch = createHttpFetcher({ lookup: web.lookup, tls: { ca }, transport })
    assert.equal((await fetch(get('https://a.test./x'))).status, 200)
  }
  assert.deepEqual(new Set(web.servernames), new Set(['a.test']))
  assert.deepEqual(new Set(web.asked()), new Set(['a.test./x']))
})

test('M01: a look-alike is shown as punycode, never in its own script', async () => {
  await using web = await openWeb(() => 'no-such-name')
  await using fetcher = createHttpFetcher({ lookup: web.lookup })
  await assert.rejects(fetcher(get(new URL('http://аpple.test/').href)), {
    code: 'dns-not-found',
    message: 'No address is known for xn--pple-43d.test:80; check the spelling of the host name.',
  })
  const { failures, seeds } = await crawl('http://аpple.test/', { fetcher, identity, delayMs: 0 }).run()
  assert.deepEqual([seeds, failures.map(({ url }) => url)], [['http://xn--pple-43d.test/'], ['http://xn--pple-43d.test/']])
})

test('M01: what is not in canonical form is asked of nobody: two parsers would see two hosts', async () => {
  await using web = await openWeb(() => [alive])
  for (const transport of transports) {
    await using fetch = createHttpFetcher({ lookup: web.lookup, transport })
    for (const url of [
      'http://a.test?@b.test/',
      'http://a.test#@b.test/',
      'http://a.test\\@b.test/',
      'http://a.test:80/',
      'http://A.test/',
      'http://0x7f.1/',
      'http://127.1/',
      'http://2130706433/',
      'http://b\u00fccher.test/',
      'http://a.test:/',
      'http://[::ffff:127.0.0.1]/',
      'http://[0:0::1]/',
      'http:///a.test/',
    ]) {
      await assert.rejects(fetch(get(url)), { code: 'url-invalid' }, url)
    }
  }
  assert.deepEqual([web.web.connects, web.dns.queries], [[], []])
})

test('M02: no such name, a broken or refusing or silent server, no answer by UDP: each its own code, and each is told', async () => {
  const answers: Record<string, DnsAnswer> = {
    'nx.test': 'no-such-name',
    'empty.test': [],
    'broken.test': 'server-failure',
    'closed.test': 'refused',
    'silent.test': 'silence',
    'cut.test': 'truncated',
    'loop.test': ['b.test', 'loop.test'],
  }
  await using web = await openWeb(({ name }) => answers[name] ?? [])
  for (const transport of transports) {
    await using fetch = createHttpFetcher({ lookup: web.lookup, transport })
    const codeOf = (name: string) => fetch(get(`http://${name}/`)).then(String, error => `${error.code} ${error.retryable}`)
    assert.deepEqual(await Promise.all(Object.keys(answers).map(codeOf)), [
      'dns-not-found false',
      'dns-not-found false',
      'dns-failed true',
      'dns-failed true',
      'dns-failed true',
      'dns-failed true',
      'dns-not-found false',
    ])
    assert.equal(await codeOf(`${'a'.repeat(64)}.test`), 'dns-not-found false')
  }
  assert.deepEqual(web.web.connects, [])
})

test('M02: a name server that never answers holds an order no longer than its connection may take', async () => {
  await using web = await openWeb(() => 'silence')
  const clock = manualClock()
  await using fetch = createHttpFetcher({ lookup: web.lookup, clock })
  const late = assert.rejects(fetch(get('http://silent.test/', { limits: { connectMs: 30 } })), { code: 'timeout-connect' })
  while (web.dns.queries.length < 2) await new Promise(setImmediate)
  await clock.advance(30)
  await late
})

test('M02: of 4,000 addresses a few are tried, and none of them twice', async () => {
  const many = Array.from({ length: 4_000 }, (_, index) => `93.185.${index >> 8}.${index & 255}`)
  await using web = await openWeb(() => many)
  for (const transport of transports) {
    web.web.clear()
    await using fetch = createHttpFetcher({ lookup: web.lookup, transport })
    await assert.rejects(fetch(get('http://many.test/')), { code: 'connection-refused' })
    assert.deepEqual(
      web.web.connects,
      many.slice(0, limits.addressesPerFamily).map(address => `${address}:80`),
    )
  }
})

test('M03: the address of IPv6 is dead, that of IPv4 alive: every page comes, after one attempt timeout each at the most', async t => {
  const before = getDefaultAutoSelectFamilyAttemptTimeout()
  t.after(() => setDefaultAutoSelectFamilyAttemptTimeout(before))
  setDefaultAutoSelectFamilyAttemptTimeout(10)
  for (const way of ['silent', 'refused'] as const) {
    await using web = await openWeb(() => [dead, alive], { links: ['/a', '/b'], ways: { [dead]: way } })
    await using fetcher = createHttpFetcher({ lookup: web.lookup })
    const report = await crawl('http://a.test/', { fetcher, identity, delayMs: 0 }).run()
    assert.deepEqual(report.statuses, { 200: 3 })
    assert.deepEqual(web.web.connects, Array.from({ length: 4 }, () => [`[${dead}]:80`, `${alive}:80`]).flat())
    await using wire = createHttpFetcher({ lookup: web.lookup, transport: 'wire' })
    const { peer } = await wire(get('http://a.test/'))
    assert.equal(peer, alive)
  }
  assert.ok(before <= 250, 'Node waits no longer for an address by itself (RFC 8305 section 5: 250 ms)')
})

test('M03: the answer for one family is broken or slow: the other one is enough', async () => {
  for (const lost of ['server-failure', 'silence', 'no-such-name'] as const) {
    await using web = await openWeb(({ type }) => (type === 'AAAA' ? lost : [alive]))
    await using fetch = createHttpFetcher({ lookup: web.lookup })
    assert.equal((await fetch(get('http://a.test/'))).peer, alive)
  }
})

for (const transport of transports) {
  test(`M04: a name that is public first and this machine at the second question is followed once (${transport})`, async () => {
    await using web = await openWeb(({ nth }) => [nth === 1 ? alive : '127.0.0.1'])
    await using fetch = createHttpFetcher({ lookup: web.lookup, transport })
    const url = `http://rebind.test:${web.plain.port}/`
    assert.equal((await fetch(get(url))).peer, alive)
    await assert.rejects(fetch(get(url)), { code: 'address-guarded', message: /^rebind\.test leads to 127\.0\.0\.1, a loopback address/ })
    assert.deepEqual(web.web.connects, [`${alive}:${web.plain.port}`])
    assert.deepEqual([web.plain.connections(), web.dns.queries.filter(({ type }) => type === 'A').length], [1, 2])
  })

  test(`M05: of a public and private addresses in one answer the public one alone is connected to (${transport})`, async () => {
    await using web = await openWeb(() => ['10.0.0.1', '::1', alive, '127.0.0.1', '169.254.169.254', 'fd00::1'], {
      ways: { [alive]: 'refused' },
    })
    await using fetch = createHttpFetcher({ lookup: web.lookup, transport })
    await assert.rejects(fetch(get(`http://mixed.test:${web.plain.port}/`)), { code: 'connection-refused' })
    assert.deepEqual(web.web.connects, [`${alive}:${web.plain.port}`])
    assert.equal(web.plain.connections(), 0)
  })

  test(`M06: a CNAME to localhost, or to what has a guarded address, is refused (${transport})`, async () => {
    const answers: Record<string, DnsAnswer> = {
      'cname.test': ['localhost', '127.0.0.1', '::1'],
      'far.test': ['b.test', 'metadata.google.internal', '169.254.169.254', 'fe80::1'],
    }
    await using web = await openWeb(({ name }) => answers[name] ?? [])
    await using fetch = createHttpFetcher({ lookup: web.lookup, transport })
    for (const name of Object.keys(answers)) {
      await assert.rejects(fetch(get(`http://${name}:${web.plain.port}/`)), { code: 'address-guarded' }, name)
    }
    // A name of this machine is not even asked for (RFC 6761 section 6.3).
    const before = web.dns.queries.length
    for (const name of ['localhost', 'localhost.', 'a.localhost']) {
      await assert.rejects(fetch(get(`http://${name}:${web.plain.port}/`)), { code: 'address-guarded' }, name)
    }
    assert.deepEqual([web.web.connects, web.dns.queries.length], [[], before])
  })
}
