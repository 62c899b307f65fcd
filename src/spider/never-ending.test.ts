import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { manualClock } from '../base/clock.ts'
import { rawServer } from '../http/raw-server.test-helper.ts'
import { Spider } from './spider.ts'

const ok = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n'
const whole = (body: string) => `${ok}Content-Length: ${body.length}\r\n\r\n${body}`

/** What a URL of that name is answered at once, and what comes each second from then on, without end. */
const kinds: Readonly<Record<string, readonly [begin: string, everySecond: string]>> = {
  drip: [`${ok}\r\n`, 'x'],
  crumbs: [`${ok}Transfer-Encoding: chunked\r\n\r\n`, '1\r\nx\r\n'],
  stream: [`${ok}\r\n`, 'x'.repeat(1000)],
  stall: [`${ok}Content-Length: 10\r\n\r\nhalf`, ''],
  header: ['HTTP/1.1 200 OK\r\nX-Long: ', 'x'],
  silent: ['', ''],
}

/**
 * Crawls `paths` of the sites 127.0.0.1, 127.0.0.2 ... by a clock that stands still while a page is on its way: how often each kind of page
 * ended how, and after how many seconds the last page that can end did.
 */
async function crawled(sites: number, paths: (site: number) => readonly string[]) {
  const clock = manualClock()
  const dripping = new Map<Socket, string>()
  let answered = 0
  await using server = await rawServer(
    (socket, _, request) => {
      const [begin, more] = kinds[/^GET \/([a-z]+)-/.exec(request)?.[1] ?? ''] ?? [whole('<p>a page</p>'), undefined]
      socket.write(request.startsWith('GET /robots.txt') ? whole('') : begin)
      if (more === undefined) answered++
      else dripping.set(socket, more)
    },
    undefined,
    '0.0.0.0',
  )
  const port = server.site.split(':')[2]
  const seeds = Array.from({ length: sites }, (_, site) => paths(site).map(path => `http://127.0.0.${site + 1}:${port}/${path}`)).flat()
  const spider = new Spider(seeds, { clock, identity: { contact: 'test@example.org' } })
  const ends = new Map<string, number>()
  let lastPage = 0
  spider.on('settled', ({ link, outcome, reason }) => {
    const name = /\/([a-z]+)-\d+$/.exec(link.url)?.[1]
    if (name === 'page') lastPage = clock.now() / 1000
    if (outcome !== 'retry') ends.set(`${name} ${reason ?? outcome}`, (ends.get(`${name} ${reason ?? outcome}`) ?? 0) + 1)
  })
  let over = false
  const report = spider.run().finally(() => {
    over = true
  })
  while (!over) {
    for (let quiet = 0, seen = answered; quiet < 10; quiet = seen === answered ? quiet + 1 : 0) {
      seen = answered
      await turn()
    }
    for (const [socket, more] of dripping) {
      if (!socket.writable) dripping.delete(socket)
      else if (more !== '') socket.write(more)
    }
    await clock.advance(1000)
  }
  await report
  return { seconds: clock.now() / 1000, lastPage, ends: Object.fromEntries(ends) }
}

const named = (kind: string, count: number) => Array.from({ length: count }, (_, at) => `${kind}-${at}`)

test('ten answers that never end cost their site less than four minutes, and the pages behind them arrive', async () => {
  const pages = named('page', 30)
  const alone = await crawled(1, () => pages)
  for (const kind of Object.keys(kinds)) {
    const endless = named(kind, 10)
    const among = pages.flatMap((page, at) => [...endless.slice(at, at + 1), page])
    for (const paths of [[...endless, ...pages], among]) {
      const { seconds, ends } = await crawled(1, () => paths)
      const cost = seconds - alone.seconds
      assert.ok(cost < 240, `${kind}: ${cost} s`)
      const { 'page done': done, ...timedOut } = ends
      assert.equal(done, 30)
      assert.equal(
        Object.values(timedOut).reduce((sum, count) => sum + count),
        10,
      )
      // What came before a silence is kept, so long as the site has time left.
      for (const end of Object.keys(timedOut))
        assert.match(end, kind === 'stall' ? /^stall (done|timeout-total)$/ : new RegExp(`^${kind} timeout-`))
    }
  }
})

test('a site whose answers never end takes no time from the others', async () => {
  const pages = named('page', 3)
  const healthy = await crawled(200, () => pages)
  const beside = await crawled(200, site => (site === 0 ? named('stream', 10) : pages))
  assert.equal(beside.ends['page done'], 597)
  assert.ok(beside.lastPage <= healthy.lastPage * 1.1, `${beside.lastPage} s beside it, ${healthy.lastPage} s without`)
})
