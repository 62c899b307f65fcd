/** Capabilities of docs/seeds.md that no room shows alone. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { runCli, temporaryFolder } from '../src/cli/run-cli.test-helper.ts'
import type { Exchange, Item } from '../src/index.ts'
import { crawl, memorySink, readPage } from '../src/index.ts'
import { openTown } from '../src/testing/index.ts'

const town = await openTown({ pages: 20 })
after(() => town.close())

const crawlTown = (site: Parameters<typeof town.url>[0], path = '/', more: object = {}) =>
  crawl(town.url(site, path), { delayMs: 0, perSite: 4, ...more })

test('P21, P22: links are followed, and the front page that all pages link to is the most linked', async () => {
  const { counts, topPages, balanced } = await crawlTown('docs').run()
  assert.deepEqual([counts.done, counts.failed, counts.waiting, balanced], [22, 0, 0, true])
  assert.equal(topPages[0]?.url, town.url('docs', '/'))
  assert.equal(topPages[0]?.count, 20)
})

test('P23: the sample page has one link, to the second page', async () => {
  const { code, stdout } = await runCli(['links', town.url('library', '/page1.htm')])
  assert.deepEqual([code, stdout], [0, `${town.url('library', '/page2.htm')}\n`])
})

test('Z4, Z8: each record says where it is from and when it was fetched', async () => {
  const items: Item[] = []
  await crawlTown('terms', '/', { plugins: [memorySink(items)] }).run()
  assert.ok(items.length > 1)
  for (const { url, fetched } of items) {
    assert.ok(String(url).startsWith(town.url('terms', '/')))
    assert.ok(Math.abs(Date.now() - Date.parse(String(fetched))) < 600_000)
  }
})

test('Z15, Z16: the rules of the archive, and the line that decides', async () => {
  const judged = async (agent: string, path: string) => {
    const { stdout, code } = await runCli(['robots', town.url('papers', path), '--agent', agent])
    return [code, stdout.trim().split(/ {2}/).at(-1)]
  }
  assert.deepEqual(await judged('AgeStudy', '/e-print/1'), [11, 'line 3: Disallow: /e-print/ (group *)'])
  assert.deepEqual(await judged('Googlebot', '/archive'), [0, 'line 13: Allow: /archive (group Googlebot)'])
  assert.deepEqual(await judged('Googlebot', '/cgi-bin/x'), [11, 'line 15: Disallow: /cgi-bin/ (group Googlebot)'])
})

test('Z35: the picture of the webcam is found in the source of its page', async () => {
  const { stdout } = await runCli(['links', town.url('airport', '/airport-camviewer.php'), '--resources'])
  assert.ok(stdout.split('\n').includes(town.url('airport', '/airport/airport_00329.jpg')), stdout)
})

test('Z41: a page whose body has not changed is told from one that has, on a second crawl', async () => {
  using folder = temporaryFolder()
  const run = () => crawlTown('quiet', '/', { store: folder.at('store') }).run()
  const first = await run()
  assert.ok(first.run.items > 1)
  assert.equal((await run()).run.items, 0)
})

test('Z49: another User-Agent is sent, and the report says so', async () => {
  const { notices } = await crawlTown('quiet', '/', { identity: { agent: 'Mozilla/4.0' } }).run()
  assert.ok(notices.includes('The User-Agent is "Mozilla/4.0", as you asked: that of a browser, so nobody sees that a robot asks.'))
  const last = town.log.findLast(({ site }) => site === 'quiet')
  assert.equal(last?.headers[last.headers.findIndex(name => name.toLowerCase() === 'user-agent') + 1], 'Mozilla/4.0')
})

test('Z70: lists without end tags and with bogus ones are read', () => {
  const html = '<UL><LI><A HREF="/one">One<LI><A HREF="/two">Two<\\OL><P>End'
  const page = readPage(exchangeOf(html), { url: 'http://seeds.test/', via: 'seed', depth: 0 })
  assert.deepEqual(
    page.links().map(({ url }) => url),
    ['http://seeds.test/one', 'http://seeds.test/two'],
  )
  assert.match(page.text, /End/)
})

test('Z96: every request has a Host', async () => {
  await crawlTown('library').run()
  const requests = town.log.filter(({ site }) => site === 'library')
  assert.ok(requests.length > 5)
  for (const { headers } of requests) assert.equal(headers.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length, 1)
})

function exchangeOf(html: string): Exchange {
  const body = new TextEncoder().encode(html)
  return {
    order: { method: 'GET', url: 'http://seeds.test/', headers: [] },
    status: 200,
    reason: 'OK',
    headers: ['content-type', 'text/html'],
    body,
    bytes: { raw: body.length, decoded: body.length },
    timings: { startedAt: 0, headersMs: 0, totalMs: 0 },
    anomalies: [],
  }
}
