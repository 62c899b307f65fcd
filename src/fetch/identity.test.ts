import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CrawlError } from '../base/crawl-error.ts'
import type { Identity } from './identity.ts'
import { contactKind, defaultName, identityHeaders } from './identity.ts'

test('who asks, and where to write', () => {
  const cases: [identity: Identity, headers: string[]][] = [
    [{}, ['user-agent', defaultName]],
    [{ name: 'AgeStudy/1.0' }, ['user-agent', 'AgeStudy/1.0']],
    [{ name: 'AgeStudy', contact: 'me@uni.example' }, ['user-agent', 'AgeStudy (+mailto:me@uni.example)', 'from', 'me@uni.example']],
    [{ contact: 'https://uni.example/crawl' }, ['user-agent', `${defaultName} (+https://uni.example/crawl)`]],
    [{ contact: 'me@uni.example', agent: 'Mozilla/5.0' }, ['user-agent', 'Mozilla/5.0', 'from', 'me@uni.example']],
  ]
  for (const [identity, headers] of cases) assert.deepEqual(identityHeaders(identity), headers)
})

test('a page as contact cannot end the comment it stands in, nor give a password away', () => {
  const [, agent] = identityHeaders({ contact: 'https://me:secret@uni.example/a)b (c?d="e"' })
  assert.equal(agent, `${defaultName} (+https://uni.example/a%29b%20%28c?d=%22e%22)`)
})

test('what cannot stand in a header is refused by name', () => {
  const wrong: Identity[] = [
    { name: 'My Robot' },
    { name: 'Robot/1/2' },
    { name: '' },
    { name: 'Žlutý/1' },
    { name: 'A\r\nEvil: 1' },
    { contact: 'nobody' },
    { contact: 'ftp://uni.example/' },
    { contact: 'a@b\nEvil: 1' },
    { contact: 'a@b, c@d' },
    { contact: '' },
    { agent: '  ' },
    { agent: 'x\x00' },
  ]
  for (const identity of wrong) {
    assert.throws(
      () => identityHeaders(identity),
      (error: unknown) => error instanceof CrawlError && error.code === 'usage',
      JSON.stringify(identity),
    )
  }
})

test('mail or page', () => {
  assert.equal(contactKind('a.b+c@uni.example'), 'mail')
  assert.equal(contactKind('http://uni.example'), 'url')
})
