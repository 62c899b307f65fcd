import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { manualClock } from '../base/clock.ts'
import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import { agent, linksOf, rawExchange, textOf } from './client.test-helper.ts'
import { openTown, siteNames, statusAnswer, textAnswer } from './index.ts'

test('every site has its own origin and an answer at its door, and the square links to all of them', async () => {
  await using town = await openTown()
  assert.equal(new Set(Object.values(town.sites)).size, siteNames.length)
  const links = linksOf(await textOf(town.url('square', '/')), town.sites.square)
  assert.deepEqual(new Set(links), new Set(siteNames.map(name => town.url(name, '/'))))
  for (const link of links) {
    const response = await fetch(link, { headers: agent })
    await response.arrayBuffer()
    assert.equal(response.status, 200, link)
  }
})

test('two towns with the same seed are equal byte for byte, another seed gives another town', async () => {
  await using one = await openTown({ clock: manualClock(), seed: 7 })
  await using same = await openTown({ clock: manualClock(), seed: 7 })
  await using other = await openTown({ clock: manualClock(), seed: 8 })
  const paths = [
    ['library', '/image.jpg'],
    ['docs', '/ok/3'],
    ['airport', '/airport/airport_00329.jpg'],
    ['people', '/users.php?ID=5'],
    ['music', '/search.php?a1=Copper+Kettles'],
    ['wiki', '/wiki/River'],
    ['calendar', '/maze/gate'],
    ['files', '/coded/zstd'],
  ] as const
  for (const [site, path] of paths) {
    const ask = (town: typeof one) => rawExchange(town.sites[site], `GET ${path} HTTP/1.0\r\n\r\n`)
    const answer = await ask(one)
    assert.match(answer.toString('latin1', 0, 16), /^HTTP\/1\.1 200/)
    assert.deepEqual(await ask(same), answer, path)
    assert.notDeepEqual(await ask(other), answer, path)
  }
})

test('an override answers in the place of a street until it is taken off, the newest first', async () => {
  await using town = await openTown()
  const takeOff = town.override('docs', request =>
    request.path === '/robots.txt' ? textAnswer(request, 'User-agent: *\nDisallow: /\n') : undefined,
  )
  const takeOffSecond = town.override('docs', request => (request.path === '/robots.txt' ? statusAnswer(500, 'No', 'No.') : undefined))
  const robots = () => fetch(town.url('docs', '/robots.txt'))
  assert.equal((await robots()).status, 500)
  assert.equal((await fetch(town.url('docs', '/ok/0'))).status, 200)
  takeOffSecond()
  assert.match(await (await robots()).text(), /Disallow/)
  takeOff()
  assert.match(await (await robots()).text(), /Sitemap/)
})

test('a body stream that throws resets the connection, a street that throws answers 500', async () => {
  await using town = await openTown()
  const half = async function* () {
    yield Buffer.from('half')
    throw new Error('on purpose')
  }
  town.override('quiet', () => ({ status: 200, headers: ['Content-Length', '8'], body: half() }))
  await assert.rejects(async () => (await fetch(town.url('quiet', '/'))).text())
  town.override('quiet', () => {
    throw new Error('a fault')
  })
  const response = await fetch(town.url('quiet', '/'))
  assert.equal(response.status, 500)
  assert.match(await response.text(), /a fault/)
})

test('a request body may have `townBodyBytes`', async () => {
  await using town = await openTown()
  town.override('quiet', () => ({ status: 200, headers: [], body: '' }))
  const sent = async (size: number) => {
    const { status } = await fetch(town.url('quiet', '/'), { method: 'POST', body: new Uint8Array(size), headers: agent })
    return status
  }
  assert.deepEqual([await sent(limits.townBodyBytes), await sent(limits.townBodyBytes + 1)], [200, 413])
})

test('ports follow one another, and a taken port is a usage error that leaves nothing open', async () => {
  const first = await freePorts(siteNames.length)
  const town = await openTown({ port: first })
  assert.deepEqual(
    Object.values(town.sites).map(origin => Number(new URL(origin).port)),
    siteNames.map((_, index) => first + index),
  )
  await assert.rejects(openTown({ port: first }), (error: unknown) => error instanceof CrawlError && error.code === 'usage')
  await town.close()
  await using again = await openTown({ port: first })
  assert.equal(new URL(again.sites.square).port, String(first))
})

test('close ends open connections and waiting answers', async () => {
  const town = await openTown({ clock: manualClock() })
  const { hostname, port } = new URL(town.sites.busy)
  const idle = connect(Number(port), hostname)
  const waiting = connect(Number(port), hostname)
  const ended = Promise.all(
    [idle, waiting].map(socket => new Promise<void>(resolve => socket.on('error', () => {}).on('close', () => resolve()))),
  )
  waiting.write('GET /slow?ms=1000 HTTP/1.1\r\nHost: town\r\n\r\n')
  while (town.log.length === 0) await new Promise(resolve => setImmediate(resolve))
  await town.close()
  await ended
  await assert.rejects(fetch(town.sites.busy))
  await town.close()
})

test('a closed town leaves no handle: the process ends by itself', async () => {
  const program = `
    import { openTown } from ${JSON.stringify(import.meta.resolve('./index.ts'))}
    const town = await openTown()
    await (await fetch(town.url('docs', '/ok/0'))).text()
    fetch(town.url('busy', '/slow?ms=3600000')).catch(() => console.log('ended'))
    while (town.log.length < 2) await new Promise(resolve => setImmediate(resolve))
    await town.close()
  `
  const run = promisify(execFile)
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], { timeout: 20_000 })
  assert.equal(stdout, 'ended\n')
})

/** Ports that follow one another and are free now. */
async function freePorts(count: number): Promise<number> {
  for (let first = 20_000 + (process.pid % 10_000); first < 60_000; first += count) {
    const servers = Array.from({ length: count }, () => createServer())
    const listening = await Promise.allSettled(servers.map((server, index) => once(server.listen(first + index, '127.0.0.1'), 'listening')))
    await Promise.allSettled(servers.map(server => new Promise(resolve => server.close(resolve))))
    if (listening.every(one => one.status === 'fulfilled')) return first
  }
  throw new Error('no free ports')
}
