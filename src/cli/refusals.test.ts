import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { openTown } from '../testing/index.ts'
import { runCli, startCli, temporaryFolder } from './run-cli.test-helper.ts'

type Refusal = readonly [args: readonly string[], code: number, says: RegExp, env?: Readonly<Record<string, string>>]

const url = 'http://127.0.0.1:9/'
const publicUrl = 'https://example.invalid/'

const refusals: readonly Refusal[] = [
  [['crwl', url], 2, /unknown command 'crwl'\. Did you mean crawl\?/],
  [['crawl', '--depht', '3', url], 2, /unknown option '--depht'\. Did you mean --depth\?/],
  [['crawl'], 2, /Which URL\? Give it: orbweaver crawl https/],
  [['crawl', url, '--delay', 'x'], 2, /--delay.*'x'.*Give seconds/],
  [['crawl', url], 2, /ORBWEAVER_DELAY.*Give seconds/, { ORBWEAVER_DELAY: 'soon' }],
  [['crawl', url, '--depth', '-1'], 2, /--depth.*'-1'.*whole number/],
  [['crawl', url, '--max-pages', '1.5'], 2, /--max-pages.*'1\.5'.*whole number/],
  [['crawl', url, '--max-pages', '0'], 2, /maxPages must be 1 or more, not 0/],
  [['crawl', url, '--scope', 'town'], 2, /--scope.*'town'.*site, domain, host, prefix, all/],
  [['crawl', url, '--include', '['], 2, /--include.*'\['.*regular expression/],
  [['crawl', url, '--header', 'Authorization Bearer s3cret'], 2, /^(?!.*s3cret).*Write it as 'Name: value'/],
  [['crawl', url, '--header', 'X: a\nEvil: b'], 2, /Write it as 'Name: value'/],
  [['crawl', url, '--allow-address', 'moon'], 2, /--allow-address.*'moon'.*loopback, private/],
  [['crawl', url, '--contact', 'nobody'], 2, /"nobody" is no contact\. Give a mail address/],
  [['crawl', url, '--agent', 'My Robot'], 2, /"My Robot" is no product name\. Give a word and a version/],
  [['crawl', url, '--user-agent', ' '], 2, /User-Agent is empty/],
  [['crawl', url, '--store', ''], 2, /--store.*Give the name of a folder/],
  [['crawl', url, '--json', '--jsonl'], 2, /both want standard output\. Give one/],
  [['crawl', publicUrl], 14, /its webmaster must be able to reach you\. Give --contact/],
  [['crawl', publicUrl], 14, /its webmaster must be able to reach you/, { ORBWEAVER_CONTACT: '' }],
  [['crawl', 'ftp://127.0.0.1/'], 2, /ftp: URLs cannot be crawled.*Give an http or https URL/],
  [['crawl', 'file:///etc/hosts'], 2, /file: URLs cannot be crawled/],
  [['crawl', 'mailto:me@uni.example'], 2, /mailto: URLs cannot be crawled/],
  [['crawl', 'http://[::1'], 2, /"http:\/\/\[::1" is no URL\. Write it whole/],
  [['crawl', '/etc/hosts'], 2, /"\/etc\/hosts" is no URL/],
  [['crawl', ''], 2, /"" is no URL/],
  [['crawl', 'http://me:s3cret@exa mple/'], 2, /is no URL/],
  [['resume', '/nowhere/study'], 12, /holds no crawl.*Begin one with: orbweaver crawl URL --store/],
  [['resume'], 2, /Name its folder/],
  [['robots', 'ftp://x/'], 2, /ftp: URLs cannot be fetched/],
  [['robots', '--file', '/nowhere/robots.txt', url], 3, /\/nowhere\/robots\.txt cannot be read.*Check its name/],
  [['watch'], 2, /Which URL\? Give it: orbweaver watch https/],
  [['links', '/nowhere/page.html'], 3, /\/nowhere\/page\.html cannot be read/],
  [['links', '/'], 3, /\/ cannot be read/],
  [['links', '-', '--base', 'http://['], 2, /is no URL/],
  [['links', url], 4, /127\.0\.0\.1:9 refused the connection; check host and port/],
  [['links', 'nowhere.invalid'], 4, /No address is known for nowhere\.invalid:80; check the spelling/],
  [['practice', '--port', '70000'], 2, /--port.*'70000'.*0 to 65535/],
]

test('bad input: one line that names the cause and the next step, the right exit code, nothing on standard output', async () => {
  const runs = refusals.map(refusal => async () => {
    const [args, code, says, env = {}] = refusal
    const ran = await runCli(args, { env })
    const what = `orbweaver ${args.join(' ')}: ${JSON.stringify(ran)}`
    assert.equal(ran.stdout, '', what)
    assert.match(ran.stderr, /^orbweaver: [^\n]*\n$/, what)
    assert.match(ran.stderr, says, what)
    assert.doesNotMatch(ran.stderr, / {4}at /, what)
    assert.equal(ran.code, code, what)
  })
  const worker = async () => {
    for (let run = runs.pop(); run !== undefined; run = runs.pop()) await run()
  }
  await Promise.all([worker(), worker(), worker()])
})

test('--debug shows the stack', async () => {
  const { stderr } = await runCli(['crawl', 'ftp://x/', '--debug'])
  assert.match(stderr, / {4}at /)
})

test('a store that cannot be used is left as it is', async () => {
  await using town = await openTown()
  using folder = temporaryFolder()
  writeFileSync(folder.at('file'), 'mine')
  const crawl = (store: string) => runCli(['crawl', town.url('quiet', '/'), '--delay', '0', '--store', store])
  mkdirSync(folder.at('damaged'))
  writeFileSync(folder.at('damaged/crawl.db'), 'no database '.repeat(1000))
  mkdirSync(folder.at('later'))
  writeFileSync(folder.at('later/crawl.json'), '{"format": 2}')
  mkdirSync(folder.at('broken'))
  writeFileSync(folder.at('broken/crawl.json'), '{"format": 1, "seeds": ["javascript:1"]}')
  assert.equal((await crawl(folder.at('newer'))).code, 0)
  const database = new DatabaseSync(folder.at('newer/crawl.db'))
  database.exec("UPDATE meta SET value = 999 WHERE key = 'schema'")
  database.close()
  town.clearLog()
  const cases: [name: string, code: number, says: RegExp][] = [
    ['file', 3, /name another with --store/],
    ['file/below', 3, /name another with --store/],
    ['damaged', 12, /no database.*left as it is/],
    ['newer', 12, /format 999.*Update Orbweaver.*Nothing was changed/],
    ['later', 12, /format 2.*Update Orbweaver/],
    ['broken', 12, /crawl\.json is no description of a crawl\. Mend it or remove it/],
  ]
  for (const [name, code, says] of cases) {
    const ran = await crawl(folder.at(name))
    assert.match(ran.stderr, /^orbweaver: [^\n]*\n$/, name)
    assert.match(ran.stderr, says, name)
    assert.equal(ran.code, code, name)
  }
  assert.equal(town.log.length, 0)
})

test('a store in use is refused, and its owner goes on', async () => {
  await using town = await openTown()
  using folder = temporaryFolder()
  const { promise: asked, resolve: onAsked } = Promise.withResolvers<void>()
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>()
  town.override('quiet', ({ path }) => {
    if (path !== '/') return undefined
    onAsked()
    return released
  })
  const args = ['crawl', town.url('quiet', '/'), '--delay', '0', '--store', folder.at('s'), '--quiet']
  const owner = startCli(args)
  const ended = new Promise(resolve => owner.once('close', resolve))
  await asked
  const second = await runCli(args)
  assert.equal(second.code, 12)
  assert.match(second.stderr, /^orbweaver: The store .* is in use by another Orbweaver\. Wait until it ends, or name another[^\n]*\n$/)
  release(undefined)
  assert.equal(await ended, 0)
})

test('--output that cannot be written is refused before the first request', async () => {
  await using town = await openTown()
  using folder = temporaryFolder()
  writeFileSync(folder.at('file'), '')
  for (const output of [folder.path, folder.at('file/items.jsonl')]) {
    const { code, stderr } = await runCli(['crawl', town.url('quiet', '/'), '--output', output])
    assert.equal(code, 3)
    assert.match(stderr, /^orbweaver: Items cannot be written to [^\n]*Name another file with --output\. \[file\]\n$/)
  }
  assert.equal(town.log.length, 0)
})
