import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { runCli, temporaryFolder } from '../../src/cli/run-cli.test-helper.ts'
import type { CrawlOptions } from '../../src/index.ts'
import { crawl, openCookieJar } from '../../src/index.ts'
import { openTown } from '../../src/testing/index.ts'
import { fieldOf, pageOf, requestsOf } from '../support/judge.ts'

const town = await openTown({ pages: 1 })
after(() => town.close())

const crawlDoors = (path: string, options: CrawlOptions = {}) =>
  crawl(town.url('doors', path), { delayMs: 0, retryMs: 0, ...options }).run()
const cookiesAt = (path: string) =>
  requestsOf(town, 'doors')
    .filter(({ target }) => target === path)
    .map(request => fieldOf(request, 'cookie'))

test('a crawl keeps no cookie unless it is told to, and then opens the door that sends in a circle (Z29)', async () => {
  const { counts } = await crawlDoors('/visit', { depth: 0 })
  assert.deepEqual([counts.done, counts.failed], [0, 1])
  const healed = await crawlDoors('/visit', { depth: 0, cookies: true })
  assert.deepEqual([healed.counts.done, healed.counts.failed], [1, 0])
  town.clearLog()
  const endless = town.override('doors', ({ path }) =>
    path === '/visit' ? { status: 302, headers: ['Location', '/visit', 'Set-Cookie', 'never=enough'] } : undefined,
  )
  const given = await crawlDoors('/visit', { depth: 0, cookies: true, attempts: 3 })
  endless()
  assert.deepEqual([given.counts.failed, cookiesAt('/visit').length], [1, 3])
})

test('a session id that is new with each answer makes no new pages (C08)', async () => {
  let nth = 0
  const undo = town.override('doors', ({ path }) => {
    const page = pageOf(['/one', '/two', '/three'])
    return path === '/robots.txt' ? undefined : { ...page, headers: [...page.headers, 'Set-Cookie', `sid=${++nth}`] }
  })
  town.clearLog()
  const { counts } = await crawlDoors('/', { cookies: true })
  undo()
  assert.equal(counts.done, 4)
  const sent = requestsOf(town, 'doors')
    .filter(({ target }) => target !== '/robots.txt')
    .map(request => fieldOf(request, 'cookie'))
  assert.deepEqual(sent, [undefined, 'sid=1', 'sid=2', 'sid=3'])
})

test('crawl --cookies FILE: logged in with it, written back for its owner, in no other file', async () => {
  using folder = temporaryFolder()
  const file = folder.at('cookies.txt')
  const jar = openCookieJar({ file })
  jar.take(town.url('doors', '/'), ['session=the-key-of-ann; Max-Age=3600'])
  jar.save()
  const store = folder.at('store')
  const args = ['crawl', town.url('doors', '/inside'), '--depth', '0', '--delay', '0', '--store', store, '--jsonl', '--cookies', file]
  town.clearLog()
  const { code, stdout } = await runCli(args)
  assert.deepEqual([code, JSON.parse(stdout).title], [0, 'Inside'])
  assert.deepEqual(cookiesAt('/inside'), ['session=the-key-of-ann'])
  const config = JSON.parse(readFileSync(`${store}/crawl.json`, 'utf8')) as { options: { cookies: string } }
  assert.equal(config.options.cookies, file)
  for (const name of ['crawl.json', 'items.jsonl', 'crawl.db'])
    assert.ok(!readFileSync(`${store}/${name}`, 'latin1').includes('the-key'), name)
})
