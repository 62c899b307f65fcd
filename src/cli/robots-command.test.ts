import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { openTown } from '../testing/index.ts'
import { linesOf, runCli, temporaryFolder } from './run-cli.test-helper.ts'

const rules = 'User-agent: AgeStudy\nDisallow: /private/\nAllow: /private/open$\nCrawl-delay: 3\n\nUser-agent: *\nDisallow: /\n'

test('robots --file: allowed or refused, by which line', async () => {
  using folder = temporaryFolder()
  writeFileSync(folder.at('robots.txt'), rules)
  const judge = (agent: string, ...urls: string[]) => runCli(['robots', '--file', folder.at('robots.txt'), '--agent', agent, ...urls])
  const named = await judge('AgeStudy/1.0', 'http://a.example/', 'a.example/private/x', 'http://a.example/private/open')
  assert.equal(named.code, 11)
  assert.deepEqual(linesOf(named.stdout), [
    'allowed  http://a.example/  no line of the group "AgeStudy" matches; wait 3 s between requests',
    'refused  http://a.example/private/x  line 2: Disallow: /private/ (group AgeStudy); wait 3 s between requests',
    'allowed  http://a.example/private/open  line 3: Allow: /private/open$ (group AgeStudy); wait 3 s between requests',
  ])
  const stranger = await judge('Other', 'http://a.example/')
  assert.deepEqual([stranger.code, stranger.stdout], [11, 'refused  http://a.example/  line 7: Disallow: / (group *)\n'])
})

test('robots of a site: asked once, as JSON, with exit codes', async () => {
  await using town = await openTown()
  town.override('docs', ({ path }) => (path === '/robots.txt' ? { status: 200, headers: [], body: rules } : undefined))
  const docs = await runCli(['robots', town.url('docs', '/a'), town.url('docs', '/private/'), '--agent', 'AgeStudy', '--json'])
  assert.equal(docs.code, 11)
  const judged = linesOf(docs.stdout).map(line => JSON.parse(line) as Record<string, unknown>)
  assert.deepEqual(judged, [
    { url: town.url('docs', '/a'), state: 'rules', allowed: true, group: 'AgeStudy', crawlDelay: 3, sitemaps: [] },
    {
      url: town.url('docs', '/private/'),
      state: 'rules',
      allowed: false,
      line: 2,
      rule: 'Disallow: /private/',
      group: 'AgeStudy',
      crawlDelay: 3,
      sitemaps: [],
    },
  ])
  assert.equal(town.log.length, 1)
  const [none, broken, silent] = await Promise.all([
    runCli(['robots', town.url('quiet', '/x')]),
    runCli(['robots', town.url('stubborn', '/x'), town.url('quiet', '/x')]),
    runCli(['robots', 'http://127.0.0.1:9/']),
  ])
  assert.deepEqual([none.code, none.stdout], [0, `allowed  ${town.url('quiet', '/x')}  the site has no robots.txt\n`])
  assert.equal(broken.code, 10)
  assert.match(broken.stdout, /^refused .*; ask again later\nallowed /)
  assert.equal(silent.code, 4)
  assert.match(silent.stderr, /^orbweaver: 127\.0\.0\.1:9 refused the connection[^\n]*\n$/)
})
