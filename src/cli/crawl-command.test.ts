import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Report } from '../spider/index.ts'
import { openTown } from '../testing/index.ts'
import { linesOf, runCli, temporaryFolder } from './run-cli.test-helper.ts'

const swift = ['--delay', '0', '--concurrency', '4']

test('--json: one object on standard output and nothing else', async () => {
  await using town = await openTown()
  const { code, stdout, stderr } = await runCli(['crawl', town.url('docs', '/ok/0'), '--json', '--max-pages', '5', ...swift])
  assert.equal(stderr, '')
  assert.equal(linesOf(stdout).length, 1)
  const report = JSON.parse(stdout) as Report
  assert.equal(code, 0)
  assert.deepEqual(report.seeds, [town.url('docs', '/ok/0')])
  assert.equal(report.state, 'unfinished')
  assert.match(report.why ?? '', /limit of 5 pages/)
  assert.equal(report.run.pages, 5)
  assert.equal(report.balanced, true)
  assert.equal(report.statuses['200'], 5)
  assert.equal(report.store, null)
  assert.deepEqual(report.failures, [])
  assert.ok(report.seconds > 0 && report.sites.length === 1 && report.topPages.length > 0)
})

test('--jsonl: items on standard output, the report on standard error', async () => {
  await using town = await openTown()
  const { code, stdout, stderr } = await runCli(['crawl', town.url('library', '/page1.htm'), '--jsonl', ...swift])
  assert.equal(code, 0)
  const items = linesOf(stdout).map(line => JSON.parse(line) as { url: string; status: number })
  assert.ok(items.length >= 2)
  assert.ok(items.every(({ url, status }) => url.startsWith(town.sites.library) && status === 200))
  assert.match(stderr, /^Finished\n/)
})

test('the report as text, --quiet, and neither speaks of colours', async () => {
  await using town = await openTown()
  const seed = town.url('library', '/page1.htm')
  const [plain, quiet, noColour] = await Promise.all([
    runCli(['crawl', seed, ...swift]),
    runCli(['crawl', seed, '--quiet', ...swift]),
    runCli(['crawl', seed, '--progress', 'live', ...swift], { env: { NO_COLOR: '1' } }),
  ])
  assert.match(plain.stdout, /^Finished\n\nPages {7}\d+ in [\d.]+ s/)
  assert.match(plain.stdout, /^Met +(\d+) = \1 done \+ 0 failed/m)
  assert.equal(plain.stderr, '')
  assert.deepEqual(quiet, { code: 0, signal: null, stdout: '', stderr: '' })
  assert.doesNotMatch(plain.stdout + noColour.stdout + noColour.stderr, /\x1b/)
})

test('--output: columns in a .csv, lines in any other file; folders are made; - is --jsonl', async () => {
  await using town = await openTown()
  using folder = temporaryFolder()
  const [csv, jsonl] = [folder.at('new/pages.csv'), folder.at('pages.jsonl')]
  const seed = town.url('library', '/page1.htm')
  const { code, stdout } = await runCli(['crawl', seed, '--output', csv, '--output', jsonl, '--output', '-', ...swift])
  assert.equal(code, 0)
  const items = linesOf(readFileSync(jsonl, 'utf8'))
  assert.deepEqual(linesOf(stdout), items)
  const rows = readFileSync(csv, 'utf8').split('\r\n')
  assert.equal(rows[0], Object.keys(JSON.parse(items[0]!)).join(','))
  assert.equal(rows.length, items.length + 2)
  assert.ok(rows[1]!.startsWith(`${seed},200,`))
})

test('--store, then resume, then the same command again: no page twice, nothing lost', async () => {
  await using town = await openTown({ pages: 30 })
  using folder = temporaryFolder()
  const store = folder.at('study')
  const csv = folder.at('pages.csv')
  const secrets = ['--header', 'X-Key: secret', '--user', 'me:secret']
  const crawl = ['crawl', town.url('docs', '/ok/0'), '--store', store, '--output', csv, ...secrets, ...swift]
  const first = await runCli([...crawl, '--max-pages', '10'])
  assert.equal(first.code, 0)
  const next = `resume ${store} --output ${csv}`
  assert.ok(first.stdout.endsWith(`; go on with: orbweaver ${next}\n`), first.stdout)
  assert.doesNotMatch(readFileSync(`${store}/crawl.json`, 'utf8'), /secret|X-Key/i)
  const second = await runCli([...next.split(' '), '--max-pages', '20', '--json'])
  assert.equal((JSON.parse(second.stdout) as Report).run.pages, 10)
  const third = await runCli(['resume', '--output', csv, '--max-pages', '1000', '--json'], { env: { ORBWEAVER_STORE: store } })
  const report = JSON.parse(third.stdout) as Report
  assert.equal(report.state, 'finished')
  assert.equal(report.counts.met, report.counts.done)
  const urls = linesOf(readFileSync(`${store}/items.jsonl`, 'utf8')).map(line => (JSON.parse(line) as { url: string }).url)
  assert.equal(new Set(urls).size, urls.length)
  assert.equal(urls.length, 31)
  const rows = readFileSync(csv, 'utf8').trimEnd().split('\r\n')
  assert.deepEqual(
    rows.slice(1).map(row => row.split(',')[0]),
    urls,
  )
  const asked = town.log.filter(({ target }) => target.startsWith('/ok/')).map(({ target }) => target)
  assert.equal(new Set(asked).size, asked.length)
})

test('a store begun with other seeds: they are added, and the report says so', async () => {
  await using town = await openTown()
  using folder = temporaryFolder()
  const options = ['--store', folder.at('s'), '--depth', '0', '--no-sitemaps', ...swift]
  await runCli(['crawl', town.url('quiet', '/'), ...options])
  const { code, stdout } = await runCli(['crawl', town.url('library', '/page1.htm'), ...options])
  assert.equal(code, 0)
  assert.match(stdout, new RegExp(`Note: Seeds added to those of the store: ${town.url('library', '/page1.htm')}`))
  assert.equal(JSON.parse(readFileSync(folder.at('s/crawl.json'), 'utf8')).seeds.length, 2)
})

test('--profile: where the time went, as text and in JSON; it is about one run, so resume does not inherit it', async () => {
  await using town = await openTown()
  using folder = temporaryFolder()
  const store = folder.at('study')
  const polite = ['crawl', town.url('docs', '/ok/0'), '--delay', '0.4', '--max-pages', '4', '--profile']
  const [text, json] = await Promise.all([runCli([...polite, '--store', store]), runCli([...polite, '--json'])])
  assert.match(text.stdout, /^Bottleneck {2}politeness \(\d+ % of the time\)\n {2}http:\S+ was left alone for 400 ms between two requests/m)
  assert.match(text.stdout, /^The next request waited for .*\n {2}politeness +[\d.]+ s +\d+ % {2}#+\n/m)
  assert.match(text.stdout, /^Pages under way spent .*\n(?: {2}.*\n)+\nThe main thread was busy \d+ % /m)
  const { profile } = JSON.parse(json.stdout) as Report
  assert.deepEqual([profile?.verdict.kind, profile?.requests.pages, profile?.requests.robots], ['politeness', 4, 1])
  assert.equal(json.stderr + text.stderr, '')
  const again = await runCli(['resume', store, '--json', '--max-pages', '5'])
  assert.equal('profile' in JSON.parse(again.stdout), false)
})
