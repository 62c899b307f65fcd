import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { test } from 'node:test'
import type { Report } from '../spider/index.ts'
import { openTown, statusAnswer } from '../testing/index.ts'
import { linesOf, runCli, temporaryFolder } from './run-cli.test-helper.ts'

const once1 = ['--delay', '0', '--tries', '1', '--no-sitemaps', '--depth', '0']

async function crawl(seed: string, ...flags: string[]) {
  const { code, stdout, stderr } = await runCli(['crawl', seed, '--json', ...once1, ...flags])
  assert.equal(stderr, '')
  return { code, report: JSON.parse(stdout) as Report }
}

test('a crawl whose only seed failed ends with wget’s code, and the report says which URL and why', async () => {
  await using town = await openTown()
  await using garbage = await answering('NOT HTTP AT ALL\r\n\r\n')
  town.override('quiet', ({ path }) => (path === '/private' ? statusAnswer(401, 'Who?', 'Who?') : undefined))
  const cases: [seed: string, code: number, reason: string, status?: number][] = [
    ['http://nowhere.invalid/', 4, 'dns-not-found'],
    ['http://127.0.0.1:9/', 4, 'connection-refused'],
    [town.url('quiet', '/').replace('http:', 'https:'), 5, 'tls'],
    [town.url('quiet', '/private'), 6, 'http-401', 401],
    [garbage.url, 7, 'protocol'],
    [town.url('moved', '/loop/a'), 7, 'redirect-loop', 302],
    [town.url('moved', '/self'), 7, 'redirect-loop', 301],
    [town.url('moved', '/chain/25'), 7, 'redirect-limit', 302],
    [town.url('moved', '/to/scheme'), 2, 'scheme-unsupported', 302],
    [town.url('files', '/big?mb=200'), 7, 'body-too-large'],
    [town.url('quiet', '/nothing'), 8, 'http-404', 404],
    [town.url('busy', '/status?code=500'), 8, 'http-500', 500],
  ]
  for (const [seed, code, reason, status] of cases) {
    const ran = await crawl(seed, '--contact', 'me@uni.example')
    const [failure, ...more] = ran.report.failures
    assert.deepEqual(
      [ran.code, failure?.reason, failure?.status, more.length],
      [code, reason, status, 0],
      `${seed} ${JSON.stringify(ran.report)}`,
    )
    if (!reason.startsWith('redirect')) assert.equal(failure?.url, seed)
  }
})

test('the text report names failed URLs, ten at most', async () => {
  await using town = await openTown()
  const seeds = Array.from({ length: 12 }, (_, at) => town.url('quiet', `/missing/${at}`))
  const { code, stdout } = await runCli(['crawl', ...seeds, ...once1])
  assert.equal(code, 8)
  assert.match(stdout, /^Failed \(10 of 12\)$/m)
  assert.equal(stdout.match(/^ {2}http-404 +http:\/\/127\.0\.0\.1:\d+\/missing\/\d+$/gm)?.length, 10)
})

test('robots.txt: 5xx holds the site, a refusal drops the seed', async () => {
  await using town = await openTown()
  town.override('quiet', ({ path }) =>
    path === '/robots.txt' ? { status: 200, headers: [], body: 'User-agent: *\nDisallow: /' } : undefined,
  )
  const [held, refused] = await Promise.all([crawl(town.url('stubborn', '/')), crawl(town.url('quiet', '/'))])
  assert.equal(held.code, 10)
  assert.deepEqual(held.report.held, { 'robots-unreachable': 1 })
  assert.equal(refused.code, 11)
  assert.deepEqual(refused.report.failures, [{ url: town.url('quiet', '/'), reason: 'robots' }])
})

test('what is no HTML, and what is empty, is a record all the same', async () => {
  await using town = await openTown()
  town.override('quiet', ({ path }) => bodies.get(path))
  const bodies = new Map([
    ['/a.pdf', { status: 200, headers: ['Content-Type', 'application/pdf'], body: '%PDF-1.7 <a href="/x">' }],
    ['/a.png', { status: 200, headers: ['Content-Type', 'image/png'], body: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1, 2) }],
  ])
  const seeds = [...[...bodies.keys()].map(path => town.url('quiet', path)), town.url('files', '/thing.bin'), town.url('files', '/empty')]
  const { code, stdout } = await runCli(['crawl', ...seeds, '--jsonl', ...once1])
  assert.equal(code, 0)
  const items = linesOf(stdout).map(line => JSON.parse(line) as { url: string; type: string; title: null; links: number })
  assert.deepEqual(items.map(({ url }) => url).sort(), seeds.sort())
  assert.ok(items.every(({ title, links }) => title === null && links === 0))
})

test('200 MB without a length: given up at the limit, in flat memory, and the store is whole', async () => {
  await using town = await openTown()
  using folder = temporaryFolder()
  town.override('quiet', ({ path }) =>
    path === '/endless' ? { status: 200, headers: ['Content-Type', 'text/html'], body: blocks(200) } : undefined,
  )
  // Node's own figure for the most memory that the process had, kB.
  const tell = `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(folder.at('memory'))}, String(process.resourceUsage().maxRSS)))`
  const args = ['crawl', town.url('quiet', '/endless'), '--json', '--store', folder.at('s'), ...once1]
  const { code, stdout } = await runCli(args, {
    node: [
      '--import',
      `data:text/javascript,import {createRequire} from 'node:module';const require=createRequire('/');${encodeURIComponent(tell)}`,
    ],
  })
  assert.equal(code, 7)
  assert.deepEqual((JSON.parse(stdout) as Report).reasons, { 'body-too-large': 1 })
  assert.ok(Number(readFileSync(folder.at('memory'), 'utf8')) < 450_000)
  assert.equal((await runCli(['resume', folder.at('s'), '--quiet'])).code, 7)
})

async function* blocks(megabytes: number): AsyncGenerator<Uint8Array> {
  const block = Buffer.alloc(1024 * 1024, 'a')
  for (let sent = 0; sent < megabytes; sent++) yield block
}

/** A server that answers robots.txt well and everything else with these bytes. */
async function answering(bytes: string): Promise<AsyncDisposable & { url: string }> {
  const server = createServer(socket => {
    socket.on('error', () => {})
    socket.once('data', request =>
      socket.end(request.includes('/robots.txt') ? 'HTTP/1.1 404 None\r\nContent-Length: 0\r\nConnection: close\r\n\r\n' : bytes),
    )
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    [Symbol.asyncDispose]: () => new Promise<void>(resolve => server.close(() => resolve())),
  }
}
