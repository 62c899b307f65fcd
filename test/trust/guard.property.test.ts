/** Whatever DNS, pages, redirects, robots.txt, sitemaps and cookies say: no connection to a guarded address is ever begun. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import type { Socket } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import fc from 'fast-check'
import { download } from '../../src/download/index.ts'
import type { ClientOptions } from '../../src/fetch/index.ts'
import { createClient, openCookieJar } from '../../src/fetch/index.ts'
import { createHttpFetcher } from '../../src/http/index.ts'
import { rawServer } from '../../src/http/raw-server.test-helper.ts'
import { crawl } from '../../src/index.ts'
import type { Lookup } from '../../src/net/index.ts'
import { classifyHost } from '../../src/net/index.ts'
import { isPrivateName } from '../../src/net/private-name.ts'
import { fetchPage } from '../../src/page/index.ts'
import { watch } from '../../src/watch/index.ts'
import { casesMissing, readCases } from '../conformance/cases.ts'
import { openFakeInternet } from '../support/fake-internet.ts'

const alive = '93.184.216.34'
const publicAddresses = [alive, '8.8.8.8', '2606:4700::1111', '64:ff9b::808:808', '2002:808:808::1', '::ffff:8.8.8.8']
const guardedAddresses = [
  ...['127.0.0.1', '127.8.8.8', '0.0.0.0', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '198.18.0.1'],
  ...['192.0.0.192', '224.0.0.1', '255.255.255.255', '::', '::1', '::ffff:127.0.0.1', '::ffff:a9fe:a9fe', '::127.0.0.1', 'fe80::1%lo'],
  ...['fe80::1', 'fc00::1', 'fd00:ec2::254', 'fec0::1', 'ff02::1', '64:ff9b::7f00:1', '64:ff9b:1::a00:1', '2002:7f00:1::', '2001:db8::1'],
  ...['2001:0:4136:e378:8000:63bf:80ff:fffe', '3fff::1', '::ffff:0:7f00:1', '100::1', 'garbage', ''],
]
/** One machine in many spellings; what no parser takes is among them. */
const hosts = [
  ...['n0.test', 'n1.test', 'n2.test', 'start.test', 'start.test.', 'metadata.google.internal', 'intranet'],
  ...['127.0.0.1', '127.1', '127.0.0.1.', '0x7f000001', '2130706433', '0177.0.0.1', '017700000001', '0x7f.0.0.0x1', '127.0.0.001'],
  ...[
    '①②⑦.⓪.⓪.①',
    '127。0。0。1',
    '%31%32%37.0.0.1',
    '0',
    '0.0.0.0',
    '[::]',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
  ],
  ...['[::127.0.0.1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]', '[fe80::1]', '[fe80::1%25lo]', '[fd00:ec2::254]', 'localhost', 'localhost.'],
  ...[
    'LOCALHOST',
    'a.localhost',
    'ｌocalhost',
    '169.254.169.254',
    '169.254.43518',
    '0xa9fea9fe',
    'u:p@127.0.0.1',
    'n0.test\\@127.0.0.1',
    '8.8.8.8',
  ],
]

type World = {
  /** Name -> its answers, one after another and round again. */
  readonly names: Readonly<Record<string, readonly (readonly string[])[]>>
  readonly hops: readonly string[]
  readonly robots: 'none' | 'moved' | 'sitemaps'
  readonly page: 'moved' | 'links'
  readonly isPort80: boolean
  /** Where `/away` leads. */
  readonly location?: string
}

const answer = fc.array(fc.oneof(fc.constantFrom(...publicAddresses), fc.constantFrom(...guardedAddresses)), { maxLength: 4 })
const script = fc.array(answer, { minLength: 1, maxLength: 4 })
const world: fc.Arbitrary<World> = fc.record({
  names: fc.record({
    'n0.test': script,
    'n1.test': script,
    'n2.test': script,
    'metadata.google.internal': script,
    intranet: script,
    // The user named it, so it may be anywhere; it shows itself as public first.
    'start.test': script.map(answers => [[alive, ...answers[0]!], ...answers]),
  }),
  hops: fc.array(fc.constantFrom(...hosts), { minLength: 1, maxLength: 5 }),
  robots: fc.constantFrom('none', 'moved', 'sitemaps'),
  page: fc.constantFrom('moved', 'links'),
  isPort80: fc.boolean(),
})

let current: World
const asked = new Map<string, number>()
const lookup: Lookup = (name, _, done) => {
  const host = name.replace(/\.$/, '')
  const nth = asked.get(host) ?? 0
  asked.set(host, nth + 1)
  const answers = current.names[host] ?? [[]]
  const addresses = answers[nth < answers.length ? nth : 1 + (nth % Math.max(1, answers.length - 1))] ?? []
  done(
    null,
    addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 })),
  )
}

/** The whole web: redirects, links, sitemaps and cookies that lead to the hops of this try. */
function reply(socket: Socket, _: number, request: string): void {
  const path = /^\S+ (?:http:\/\/[^/ ]*)?(\/\S*)/.exec(request)?.[1] ?? ''
  const to = (host: string, where: string) => `http://${host}${current.isPort80 ? '' : `:${plain.port}`}${where}`
  const moved = (url: string, more = '') => say('302 Found', `Location: ${url}\r\n${more}`, '')
  const say = (status: string, fields: string, body: string) =>
    socket.end(`HTTP/1.1 ${status}\r\n${fields}Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`)
  const html = 'Content-Type: text/html\r\n'
  const cookies = current.hops.map((host, at) => `Set-Cookie: c${at}=1; Domain=${host.replace(/[[\]]/g, '')}\r\n`).join('')
  const { hops } = current
  const hop = Number(/^\/hop(\d+)/.exec(path)?.[1] ?? 0)
  if (path === '/away') moved(current.location ?? '')
  else if (path === '/robots.txt' && current.robots === 'moved') moved(to(hops[0]!, '/robots.txt'))
  else if (path === '/robots.txt' && current.robots === 'sitemaps')
    say('200 OK', '', hops.map(host => `Sitemap: ${to(host, '/map')}\n`).join(''))
  else if (path === '/robots.txt') say('404 No', '', '')
  else if (path === '/map')
    say('200 OK', 'Content-Type: text/xml\r\n', `<urlset>${hops.map(host => `<url><loc>${to(host, '/end')}</loc></url>`)}</urlset>`)
  else if (path === '/end' || hop >= hops.length) say('200 OK', html, 'end')
  else if (current.page === 'moved') moved(to(hops[hop]!, `/hop${hop + 1}`), cookies)
  else say('200 OK', html + cookies, hops.map(host => `<a href="${to(host, '/end')}">x</a><img src="${to(host, '/end')}">`).join(''))
}

const plain = await rawServer(reply)
const proxy = await rawServer(reply)
/** What a proxy was asked to connect to by SOCKS. */
const socksTargets: string[] = []
const socks = createServer(socket => {
  socket
    .on('error', () => {})
    .once('data', () => {
      socket.write(Uint8Array.of(5, 0))
      socket.once('data', request => {
        socksTargets.push(
          request[3] === 1
            ? request.subarray(4, 8).join('.')
            : request[3] === 4
              ? `[${hex(request.subarray(4, 20))}]`
              : String(request.subarray(5)),
        )
        socket.write(Uint8Array.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0))
        socket.once('data', bytes => reply(socket, 1, bytes.toString('latin1')))
      })
    })
}).listen(0, '127.0.0.1')
const hex = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/(.{4})(?=.)/g, '$1:')
const socksPort = await new Promise<number>(resolve => socks.on('listening', () => resolve((socks.address() as { port: number }).port)))
const web = await openFakeInternet(address => (address === alive ? plain.port : 'refused'))
const folder = mkdtempSync(join(tmpdir(), 'orbweaver-guard-'))
after(async () => {
  web[Symbol.dispose]()
  socks.close()
  rmSync(folder, { recursive: true })
  for (const each of [plain, proxy]) await each[Symbol.asyncDispose]()
})

async function fetched(options: ClientOptions): Promise<void> {
  await using client = createClient({ lookup, cookies: openCookieJar(), follow: { referer: true }, ...options })
  await client.fetch({ method: 'GET', url: start(), headers: [] })
}

async function crawled(transport: 'undici' | 'wire', more: ClientOptions = {}): Promise<void> {
  await using fetcher = createHttpFetcher({ lookup, transport, ...more })
  const manners = { delayMs: 0, attempts: 1, identity: { contact: 'me@uni.example' }, cookies: true }
  await crawl(start(), { fetcher, ...manners, scope: 'all', depth: 3, maxPages: 12, resources: true }).run()
}

const start = () => `http://start.test${current.isPort80 ? '' : `:${plain.port}`}/`

const ways: Record<string, () => Promise<unknown>> = {
  undici: () => fetched({}),
  wire: () => fetched({ transport: 'wire' }),
  'crawl by undici': () => crawled('undici'),
  'crawl by wire': () => crawled('wire'),
  fetchPage: () => fetchPage(start(), { lookup }),
  download: () => download(start(), join(folder, 'file'), { lookup, retries: 0, overwrite: 'always' }),
  watch: async () => {
    for await (const _ of watch(start(), { lookup, count: 1, image: 'first', identity: { contact: 'me@uni.example' } }));
  },
  'http proxy': () => fetched({ proxy: proxy.site }),
  'socks5 proxy': () => fetched({ proxy: `socks5://127.0.0.1:${socksPort}` }),
  'crawl by http proxy': () => crawled('undici', { proxy: proxy.site }),
}

describe('1,000 tries of rebinding: 0 connections to guarded addresses (G7)', () => {
  for (const [way, go] of Object.entries(ways)) {
    test(way, async () => {
      const mine = way.includes('proxy') ? [`127.0.0.1:${proxy.port}`, `127.0.0.1:${socksPort}`] : []
      let began = 0
      const property = fc.asyncProperty(world, async given => {
        current = given
        asked.clear()
        web.clear()
        socksTargets.splice(0)
        const before = proxy.requests.length
        await go().catch(error => assert.equal(error.name, 'CrawlError', error))
        assert.deepEqual(web.guarded(...mine), [])
        for (const target of socksTargets) assert.equal(classifyHost(target), 'public', target)
        for (const request of proxy.requests.slice(before)) {
          const host = new URL(/^GET (\S+)/.exec(request)![1]!).hostname
          assert.ok(['name', 'public'].includes(classifyHost(host)) && !isPrivateName(host), host)
        }
        began += web.connects.length
      })
      const numRuns = way.includes('crawl') ? 48 : 122
      await fc.assert(property, { seed: 9, numRuns })
      assert.ok(began >= numRuns, 'public addresses were connected to')
    })
  }
})

describe('every spelling of own/address-class (G7)', { skip: casesMissing }, () => {
  const cases = readCases<{ id: string; url: string; class: string }>('own/address-class.json')
  for (const transport of ['undici', 'wire'] as const) {
    for (const role of ['link', 'redirect'] as const) {
      test(`as a ${role} it is connected to when it is public, or a name that leads there (${transport})`, async () => {
        await using client = createClient({ lookup: (_, __, done) => done(null, [{ address: alive, family: 4 }]), transport })
        for (const { id, url, class: kind } of cases) {
          web.clear()
          current = { names: {}, hops: [], robots: 'none', page: 'moved', isPort80: true, location: url }
          const order = {
            method: 'GET',
            url: role === 'link' ? (URL.parse(url)?.href ?? url) : 'http://start.test/away',
            headers: [],
            allow: [],
          }
          const code = await client.follow(order).then(
            () => 'done',
            error => error.code,
          )
          const first = role === 'link' ? 0 : 1
          if (kind === 'public' || kind === 'name') assert.ok(web.connects.length > first, id)
          else assert.match(code, kind === 'invalid' ? /^(?:url|redirect)-invalid$/ : /^address-guarded$/, id)
          assert.deepEqual(web.guarded(), [], id)
        }
      })
    }
  }
})
