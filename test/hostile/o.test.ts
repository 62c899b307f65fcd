import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { runCli, temporaryFolder } from '../../src/cli/run-cli.test-helper.ts'
import { openHostileStreet, verdictText } from '../../src/testing/index.ts'
import { assertAsExpected, crawlStreet, openQuickStreet, verdictOf } from '../support/street-visit.ts'

const noControl = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

test('what attacks a terminal, a table or an archive ends as text everywhere', async () => {
  await using street = await openHostileStreet({ only: ['O'] })
  using folder = temporaryFolder()
  const seeds = street.endpoints.map(({ url }) => url)
  const outputs = ['--output', folder.at('items.csv')]
  const ran = await runCli(['crawl', ...seeds, '--delay', '0', '--allow-address', 'loopback', '--store', folder.at('s'), ...outputs], {
    node: ['--disable-proto=throw'],
  })
  assert.equal(ran.code, 0, ran.stderr)
  for (const [name, text] of Object.entries({
    stdout: ran.stdout,
    stderr: ran.stderr,
    csv: readFileSync(folder.at('items.csv'), 'utf8'),
  })) {
    assert.doesNotMatch(text, /\u001b|\u009b/, name)
    if (name !== 'csv') assert.doesNotMatch(text, noControl, name)
  }
  const titles = readFileSync(folder.at('s/items.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line).title)
  assert.ok(titles.includes('<script>evil()</script>'))
  assert.ok(titles.every(title => title === null || (typeof title === 'string' && title.length <= 1000 && title.isWellFormed())))
  const cells = readFileSync(folder.at('items.csv'), 'utf8')
    .split(/\r?\n/)
    .flatMap(line => line.split(','))
  assert.deepEqual(
    cells.filter(cell => /^"?[=+@\t]/.test(cell)),
    [],
  )
})

test('each ends as expected, and a forged field is never sent back', async () => {
  await using street = await openQuickStreet(['O'])
  const visit = await crawlStreet(street)
  assertAsExpected(street, visit)
  assert.equal(Object.getOwnPropertyDescriptor(Object.prototype, 'polluted'), undefined)
})

test('a robot that sends back what it got is found out, and what it sent is told safely', async () => {
  await using street = await openHostileStreet({ only: ['O'] })
  await fetch(street.url('O04', '/O04'), { headers: { 'X-Forged': '1' } })
  const verdict = verdictOf(street, 'O04')
  assert.equal(verdict.verdict, 'bad')
  assert.doesNotMatch(verdictText([verdict]), noControl)
})
