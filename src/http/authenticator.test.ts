import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseHeader } from '../headers/index.ts'
import { createAuthenticator } from './authenticator.ts'

test('whatever a server asks: nothing throws, and what is answered can be sent and read', () => {
  const parts = [
    'Digest ',
    'Basic ',
    'realm="a\\"b"',
    'nonce=',
    'qop="auth,auth-int"',
    'algorithm=MD5-sess',
    'stale=true',
    'userhash=true',
    '"',
    ',',
    '=',
    '\u00ff',
  ]
  const field = fc.array(fc.oneof(fc.constantFrom(...parts), fc.string())).map(pieces => pieces.join(' '))
  const digest = field.map(more => `Digest realm="r", nonce="n", ${more}`)
  fc.assert(
    fc.property(fc.array(fc.oneof(field, digest)), fields => {
      const authenticator = createAuthenticator({ user: 'J\u00e4s\u00f8n', password: '\u{1f511}' }, { scheme: 'any' })
      const sent = { value: undefined, round: 'first' } as const
      const can = authenticator.canAnswer(fields, sent)
      authenticator.refused(fields, sent)
      authenticator.admitted(fields[0])
      const answer = authenticator.answer({ method: 'GET', target: '/' })
      assert.equal(answer !== undefined, can)
      if (answer !== undefined) assert.ok(['basic', 'digest'].includes(parseHeader('authorization', answer)?.scheme ?? answer))
    }),
    { seed: 22, numRuns: 2_000 },
  )
})
