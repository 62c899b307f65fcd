import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseHeader } from '../headers/index.ts'
import { digestAnswer, readDigest } from './digest-answer.ts'

function answer(challenge: string, user: string, password: string, target: string, cnonce: string): ReadonlyMap<string, string> {
  const read = readDigest(parseHeader('www-authenticate', challenge)![0]!)!
  const field = digestAnswer(read, { user, password }, { method: 'GET', target }, 1, cnonce)
  return new Map(parseHeader('authorization', field)!.parameters)
}

test('the examples of the standards', () => {
  const old = `Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"`
  const rfc2617 = answer(old, 'Mufasa', 'Circle Of Life', '/dir/index.html', '0a4f113b')
  assert.equal(rfc2617.get('response'), '6629fae49393a05397450978507c4ef1')
  assert.deepEqual([rfc2617.get('nc'), rfc2617.get('qop'), rfc2617.has('algorithm')], ['00000001', 'auth', false])
  const nonce = '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v'
  const cnonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ'
  for (const [algorithm, response] of [
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ] as const) {
    const challenge = `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="${nonce}"`
    const said = answer(challenge, 'Mufasa', 'Circle of Life', '/dir/index.html', cnonce)
    assert.equal(said.get('response'), response, algorithm)
  }
  // The hashed name of RFC 7616 section 3.9.2, by SHA-512/256 as the section says (the figure printed there is of a shortened SHA-512).
  const api = `Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256, nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", charset=UTF-8, userhash=true`
  const said = answer(api, 'J\u00e4s\u00f8n Doe', 'Secret, or not?', '/doe.json', 'NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm')
  assert.equal(said.get('username'), '793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b')
  assert.equal(said.get('userhash'), 'true')
})

test('a name beyond ASCII stands as the server can read it', () => {
  const name = (more: string) => [...answer(`Digest realm="r", nonce="n"${more}`, "J\u00e4s'n", 'x', '/', 'c')][0]
  assert.deepEqual(name(', charset="UTF-8"'), ['username*', "UTF-8''J%C3%A4s%27n"])
  assert.deepEqual(name(''), ['username', Buffer.from("J\u00e4s'n").toString('latin1')])
})

test('what is not known is passed over', () => {
  for (const challenge of [
    'Basic realm="r", nonce="n"',
    'Digest realm="r"',
    'Digest nonce="n"',
    'Digest realm="r", nonce="n", algorithm=SHA-1',
    'Digest realm="r", nonce="n", algorithm=-sess',
    'Digest realm="r", nonce="n", qop="auth-conf"',
    'Digest realm="r", nonce="n", qop=""',
  ]) {
    assert.equal(readDigest(parseHeader('www-authenticate', challenge)![0]!), undefined, challenge)
  }
})
