import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { openHttpProxy } from '../../test/support/proxies.ts'
import { openTown } from '../testing/index.ts'
import { runCli, temporaryFolder } from './run-cli.test-helper.ts'

const town = await openTown({ pages: 1 })
after(() => town.close())

/** A host that only the proxy knows; its answers come from the town. */
const url = `http://site.test:${new URL(town.url('library', '/')).port}/page2.htm`

test('crawl -x asks by the proxy, robots.txt too, and stores no password of it', async () => {
  await using proxy = await openHttpProxy({ user: { user: 'us', password: 'pr0xy-word' } })
  using folder = temporaryFolder()
  const store = folder.at('store')
  const args = ['crawl', url, '--contact', 'me@uni.example', '--depth', '0', '--delay', '0', '--store', store, '--jsonl', '-q']
  const { code, stdout, stderr } = await runCli([...args, '-x', `http://us:pr0xy-word@${proxy.at}`])
  assert.deepEqual([code, JSON.parse(stdout).url], [0, url], stderr)
  assert.deepEqual(proxy.asked, [`GET ${new URL('/robots.txt', url).href}`, `GET ${url}`])
  for (const file of ['crawl.json', 'crawl.db', 'items.jsonl'])
    assert.ok(!readFileSync(`${store}/${file}`, 'latin1').includes('pr0xy-word'), file)
})

test('http_proxy and no_proxy of the environment; HTTP_PROXY is nobody', async () => {
  await using proxy = await openHttpProxy()
  const links = (env: Record<string, string>, to = url) => runCli(['links', to], { env })
  const { code, stderr } = await links({ http_proxy: proxy.at })
  assert.deepEqual([code, proxy.asked], [0, [`GET ${url}`]], stderr)
  for (const env of [{ HTTP_PROXY: proxy.at }, { http_proxy: proxy.at, no_proxy: '.test' }])
    assert.match((await links(env)).stderr, /\[dns-/)
  assert.equal((await links({ http_proxy: proxy.at }, town.url('library', '/page1.htm'))).code, 0)
  assert.equal(proxy.asked.length, 1)
})
