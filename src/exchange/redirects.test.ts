import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../base/limits.ts'
import { redirectHeaders, redirectMethod, redirectTarget, refererFor } from './redirects.ts'

const page = 'http://a.example/d/p?q#part'

function targetOf(location: string, from = page): string | undefined {
  const target = redirectTarget(from, 302, ['LOCATION', location])
  return target !== undefined && 'url' in target ? target.url : target?.refused
}

test('only five statuses with Location redirect', () => {
  for (const status of [301, 302, 303, 307, 308]) assert.ok(redirectTarget(page, status, ['location', '/x']), String(status))
  for (const status of [200, 201, 300, 304, 305, 306, 309, 404]) assert.equal(redirectTarget(page, status, ['location', '/x']), undefined)
  assert.equal(redirectTarget(page, 302, ['content-location', '/x']), undefined)
})

test('the target is absolute, without credentials', () => {
  assert.equal(targetOf('/x#y'), 'http://a.example/x#y')
  assert.equal(targetOf('  ../x  #y'), 'http://a.example/x%20%20#y')
  assert.equal(targetOf('//b.example'), 'http://b.example/#part')
  assert.equal(targetOf('http://a.example@b.example/#'), 'http://b.example/#')
  assert.equal(targetOf('/x', 'http://u:p@a.example/'), 'http://a.example/x')
})

test('the fragment of the old URL is inherited (RFC 9110 section 10.2.2)', () => {
  assert.equal(targetOf('/x'), 'http://a.example/x#part')
  assert.equal(targetOf('/x#'), 'http://a.example/x#')
  assert.equal(targetOf('/x', 'http://a.example/'), 'http://a.example/x')
})

test('Location bytes are read as UTF-8 where they are that, else as latin1', () => {
  assert.equal(targetOf(Buffer.from('/é').toString('latin1'), 'http://a/'), 'http://a/%C3%A9')
  assert.equal(targetOf('/é', 'http://a/'), 'http://a/%C3%A9')
  assert.equal(targetOf('/é€', 'http://a/'), 'http://a/%C3%A9%E2%82%AC')
})

test('what is refused, and why', () => {
  assert.equal(targetOf(''), 'redirect-invalid')
  assert.equal(targetOf(' \t'), 'redirect-invalid')
  assert.equal(targetOf('http://[::1'), 'redirect-invalid')
  assert.equal(targetOf(`/${'x'.repeat(limits.urlInputLength)}`), 'redirect-invalid')
  assert.equal(targetOf('file:///etc/passwd'), 'scheme-unsupported')
  assert.deepEqual(redirectTarget(page, 302, ['Location', '/x', 'location', '/y']), {
    refused: 'redirect-invalid',
    why: 'the answer has Location fields that differ',
  })
  assert.deepEqual(redirectTarget(page, 302, ['Location', '/x#', 'location', '/x# ']), { url: 'http://a.example/x#' })
})

test('a Location of many spaces takes linear time', () => {
  assert.equal(targetOf(`a${' '.repeat(limits.urlInputLength - 2)}b`)?.startsWith('http://a.example/d/a%20'), true)
})

test('methods', () => {
  assert.deepEqual(redirectMethod({ status: 302, method: 'PATCH' }), { method: 'PATCH', keepBody: true })
  assert.deepEqual(redirectMethod({ status: 303, method: 'DELETE' }), { method: 'GET', keepBody: false })
  assert.deepEqual(redirectMethod({ status: 301, method: 'HEAD' }), { method: 'HEAD', keepBody: false })
  assert.deepEqual(redirectMethod({ status: 307, method: 'POST' }), { method: 'POST', keepBody: true })
})

test('across origins a field of unknown name stays, and so does a safe one that is declared secret', () => {
  const headers = ['X-My-Token', 's', 'USER-AGENT', 'orb', 'If-None-Match', '"e"', 'Content-Type', 'text/plain', 'Proxy-Authorization', 'p']
  const across = (options = {}) => redirectHeaders(headers, 'https://a.example/', 'https://b.example/', options)
  assert.deepEqual(across(), ['USER-AGENT', 'orb', 'Content-Type', 'text/plain'])
  assert.deepEqual(across({ keepBody: false }), ['USER-AGENT', 'orb'])
  assert.deepEqual(across({ secretNames: ['User-Agent', 'content-type'] }), [])
  assert.deepEqual(redirectHeaders(headers, 'https://a.example/', '/x'), headers.slice(0, -2))
  assert.deepEqual(redirectHeaders(['X-K', 's'], 'https://a.example/', 'http://[broken'), [], 'unknown is another origin')
})

test('Referer under strict-origin-when-cross-origin', () => {
  assert.equal(refererFor('https://u:p@a.example/p?q#f', 'https://a.example/x'), 'https://a.example/p?q')
  assert.equal(refererFor('https://a.example/p', 'https://a.example:444/'), 'https://a.example/')
  assert.equal(refererFor('http://a.example/p', 'https://a.example/'), 'http://a.example/')
  assert.equal(refererFor('https://a.example/p', 'http://a.example/'), undefined)
  assert.equal(refererFor('data:text/html,x', 'https://a.example/'), undefined)
  assert.equal(refererFor('https://a.example/', 'http://['), undefined)
})
