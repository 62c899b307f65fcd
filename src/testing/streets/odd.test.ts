import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linksOf, rawExchange, textOf } from '../client.test-helper.ts'
import { openTown, rawAnswer } from '../index.ts'
import { oddAnswers } from './odd-answers.ts'

test('the odd street sends its answers byte for byte, closes behind them, and links to all of them', async () => {
  await using town = await openTown()
  const front = town.url('odd', '/')
  assert.deepEqual(
    linksOf(await textOf(front), front),
    oddAnswers.map(({ name }) => town.url('odd', `/${name}`)),
  )
  for (const { name, bytes } of oddAnswers) {
    const received = await rawExchange(town.sites.odd, `GET /${name} HTTP/1.1\r\nHost: x\r\n\r\n`)
    assert.equal(received.toString('latin1'), bytes, name)
  }
  assert.equal(town.log.length, 31)
})

test('any site answers with raw bytes when told to', async () => {
  await using town = await openTown()
  town.override('quiet', () => rawAnswer('\x00\xff no HTTP', 500))
  const received = await rawExchange(town.sites.quiet, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  assert.equal(received.toString('latin1'), '\x00\xff no HTTP')
  assert.equal(town.log[0]?.status, 500)
})
