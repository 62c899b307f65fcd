import assert from 'node:assert/strict'
import { test } from 'node:test'
import { knownAgent, knownAgents } from './user-agents.ts'

test('agents of the time and of today are known by their begin (Z50)', () => {
  const list = [
    'Mozilla/4.0',
    'Mozilla/5.0',
    'Mozilla/6.0',
    'Ace Explorer',
    'AOL 8.0',
    'curl/7.9.8',
    'Internet Explorer 5x',
    'Java1.4.0_02',
  ]
  assert.deepEqual(
    list.map(line => knownAgent(line)?.kind),
    ['browser', 'browser', 'browser', 'browser', 'browser', 'tool', 'browser', 'library'],
  )
  assert.equal(knownAgent(' MOZILLA/5.0 (X11)')?.begins, 'Mozilla')
  assert.equal(knownAgent('Java-http-client/21')?.begins, 'Java-http-client')
  for (const own of ['AgeStudy/1.0', 'curly/1.0', 'nodebot', 'JavaScripter', '']) assert.equal(knownAgent(own), undefined, own)
  assert.equal(new Set(knownAgents.map(({ begins }) => begins)).size, knownAgents.length)
})
