import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import type { Report } from '../spider/index.ts'
import type { Town } from '../testing/index.ts'
import { openTown } from '../testing/index.ts'
import { linesOf, runCli, temporaryFolder } from './run-cli.test-helper.ts'

const swift = ['--delay', '0', '--concurrency', '4']

test('--depth, --include and --exclude bound a crawl', async () => {
  await using town = await openTown()
  const crawl = async (...flags: string[]) => {
    const { stdout } = await runCli(['crawl', town.url('docs', '/ok/0'), '--json', '--no-sitemaps', ...swift, ...flags])
    return JSON.parse(stdout) as Report
  }
  const [seedOnly, near, included, excluded] = await Promise.all([
    crawl('--depth', '0'),
    crawl('--depth', '1'),
    crawl('--include', '/ok/1$', '--include', '/ok/2$'),
    crawl('--exclude', '/ok/', '--max-pages', '50'),
  ])
  assert.equal(seedOnly.counts.met, 1)
  assert.ok((seedOnly.refused['too-deep'] ?? 0) > 5)
  assert.ok(near.counts.met > 5 && near.counts.met < 15)
  assert.equal(included.counts.met, 3)
  assert.ok((included.refused['not-included'] ?? 0) > 5)
  assert.deepEqual([excluded.counts.met, (excluded.refused['excluded'] ?? 0) > 5], [2, true])
})

test('--scope: site, host, prefix and all', async () => {
  await using town = await openTown()
  const hosts = async (seed: string, scope: string) => {
    const { stdout } = await runCli(['crawl', seed, '--scope', scope, '--depth', '1', '--jsonl', '--no-sitemaps', ...swift])
    return linesOf(stdout).map(line => (JSON.parse(line) as { url: string }).url)
  }
  const square = town.url('square', '/')
  const [site, host, prefix, all] = await Promise.all([
    hosts(square, 'site'),
    hosts(square, 'host'),
    hosts(town.url('docs', '/ok/0'), 'prefix'),
    hosts(square, 'all'),
  ])
  assert.deepEqual(site, [square])
  assert.ok(host.length > 10, 'other ports of the same host')
  assert.ok(prefix.length > 5 && prefix.every(url => url.startsWith(town.url('docs', '/ok/'))))
  assert.equal(all.length, host.length)
})

test('--header and --user reach the seeds’ own sites only', async () => {
  await using town = await openTown()
  await runCli([
    'crawl',
    town.url('square', '/'),
    '--scope',
    'host',
    '--depth',
    '1',
    '--header',
    'X-Key: secret',
    '--user',
    'me:pass',
    '--quiet',
    ...swift,
  ])
  const bearers = town.log.filter(({ headers }) => headers.some(text => /secret|^Basic /.test(text)))
  assert.deepEqual([...new Set(bearers.map(({ site }) => site))], ['square'])
  assert.ok(new Set(town.log.map(({ site }) => site)).size > 10)
  assert.ok(bearers.at(-1)!.headers.includes(`Basic ${Buffer.from('me:pass').toString('base64')}`))
})

test('seeds: several, from standard input, without a scheme, with a password of their own', async () => {
  await using town = await openTown()
  const bare = town.url('quiet', '/').replace('http://', '')
  const flags = ['--depth', '0', '--json', '--no-sitemaps', ...swift]
  const [several, piped, nothing] = await Promise.all([
    runCli(['crawl', bare, town.url('library', '/page1.htm'), ...flags]),
    runCli(['crawl', '-', ...flags], { input: `\ufeff${bare}\r\n\n  ${seedWithPassword(town)}\n` }),
    runCli(['crawl', '-', ...flags]),
  ])
  assert.equal((JSON.parse(several.stdout) as Report).counts.done, 2)
  const report = JSON.parse(piped.stdout) as Report
  assert.deepEqual(report.seeds, [town.url('quiet', '/'), town.url('wiki', '/')])
  assert.ok(town.log.some(({ site, headers }) => site === 'wiki' && headers.includes(`Basic ${Buffer.from('a%:b c').toString('base64')}`)))
  assert.equal(nothing.code, 2)
  assert.match(nothing.stderr, /^orbweaver: Standard input holds no URL\. Give one a line[^\n]*\n$/)
})

test('--print-config shows what would be used, without secrets, and asks nothing', async () => {
  await using town = await openTown()
  using folder = temporaryFolder()
  const seed = seedWithPassword(town)
  const flags = ['--store', folder.at('s'), '--header', 'X-Key: secret', '--user', 'me:secret', '--delay', '3', '--print-config']
  const { code, stdout } = await runCli(['crawl', seed, ...flags], { env: { ORBWEAVER_CONTACT: 'me@uni.example', ORBWEAVER_DELAY: '9' } })
  assert.equal(code, 0)
  assert.doesNotMatch(stdout, /me:secret|b%20c|: secret/)
  const config = JSON.parse(stdout) as Record<string, unknown>
  assert.deepEqual(config['secrets'], ['header X-Key', 'user'])
  assert.equal(config['delay'], 3)
  assert.equal(config['userAgent'], 'Orbweaver/0.1 (+mailto:me@uni.example)')
  assert.equal(town.log.length, 0)
  assert.equal(existsSync(folder.at('s')), false)
})

/** The password holds a lone % and a space. */
function seedWithPassword(town: Town): string {
  return town.url('wiki', '/').replace('http://', 'http://a%:b%20c@')
}
