import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { runCli } from '../cli/run-cli.test-helper.ts'
import { openTown } from '../testing/index.ts'
import { createClient } from './client.ts'
import { robotRefusal } from './robot-refusal.ts'

const town = await openTown({ pages: 1 })
after(() => town.close())

async function advice(url: string, agent?: string): Promise<string | undefined> {
  await using client = createClient({ identity: { agent } })
  return robotRefusal(await client.fetch({ method: 'GET', url, headers: [] }))
}

test('a 403 that is about robots is told from others, and what to do depends on who asked (Z48)', async () => {
  assert.match((await advice(town.url('papers', '/')))!, /^It refuses robots that do not say who they are: give --contact/)
  assert.equal(await advice(town.url('papers', '/'), 'Mozilla/5.0'), undefined, 'no refusal')
  assert.match((await advice(town.url('busy', '/status?code=403')))!, /^It may refuse robots that do not say/)
  const off = town.override('papers', () => ({ status: 403, headers: [], body: '<p>Robots are not welcome.</p>' }))
  assert.equal(
    await advice(town.url('papers', '/'), 'Study/1.0 (+mailto:me@uni.example)'),
    'It refuses robots: write to its webmaster before you ask again',
  )
  off()
  const other = town.override('papers', () => ({
    status: 403,
    headers: [],
    body: '<meta name="robots" content="noindex"><p>Members only.</p>',
  }))
  assert.equal(await advice(town.url('papers', '/'), 'Study/1.0 (+https://uni.example/)'), undefined)
  other()
  assert.equal(await advice(town.url('busy', '/status?code=404')), undefined)
})

test('the command line passes the advice on, and with a contact the page comes', async () => {
  const refused = await runCli(['links', town.url('papers', '/')])
  assert.equal(refused.code, 8)
  assert.match(
    refused.stderr,
    /answered 403 Forbidden\. It refuses robots that do not say who they are: give --contact .*\[http-status\]\n$/,
  )
  assert.equal((await runCli(['links', town.url('papers', '/'), '--contact', 'me@uni.example'])).code, 0)
})
