import assert from 'node:assert/strict'
import type { LookupAddress, LookupOptions } from 'node:dns'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { limits } from '../base/limits.ts'
import { guardedClasses } from './address-class.ts'
import type { GuardedAddress, GuardedTarget, Lookup } from './address-guard.ts'
import { createAddressGuard, guardDecision } from './address-guard.ts'

test('the pure decision', () => {
  assert.deepEqual(guardDecision('8.8.8.8'), { allowed: true, class: 'public' })
  assert.deepEqual(guardDecision('10.0.0.1'), { allowed: false, class: 'private' })
  assert.deepEqual(guardDecision('10.0.0.1', ['private']), { allowed: true, class: 'private' })
  assert.deepEqual(guardDecision('127.0.0.1', ['private']), { allowed: false, class: 'loopback' })
})

test('literals are checked without a lookup', () => {
  const guard = createAddressGuard({ lookup: answering(['8.8.8.8']) })
  guard.checkLiteral('example.org')
  guard.checkLiteral('8.8.8.8')
  guard.checkLiteral('127.0.0.1', { allow: ['loopback'] })
  assert.throws(() => guard.checkLiteral('[::1]'), {
    code: 'address-guarded',
    message: /^\[::1\] is a loopback .*--allow-address loopback/,
  })
  assert.throws(() => guard.checkLiteral('10.0.0.1'), { code: 'address-guarded', retryable: false, message: /private/ })
  assert.throws(() => guard.checkLiteral('x.localhost'), { code: 'address-guarded', message: /^x\.localhost leads to 127\.0\.0\.1/ })
})

test('a guarded answer is refused with host, address, class and next step', async () => {
  const guarded: GuardedAddress[] = []
  const guard = createAddressGuard({ lookup: answering(['10.0.0.1', '::1']), onGuarded: each => guarded.push(each) })
  const message =
    'a.example leads to 10.0.0.1, a private address: it is not connected to. If that is meant, ask that host itself; a crawl also takes --allow-address private.'
  await assert.rejects(ask(guard, 'a.example'), { code: 'address-guarded', message })
  assert.deepEqual(guarded, [
    { host: 'a.example', address: '10.0.0.1', class: 'private' },
    { host: 'a.example', address: '::1', class: 'loopback' },
  ])
})

test('of a mixed answer only the allowed addresses are handed on', async () => {
  const guard = createAddressGuard({ lookup: answering(['127.0.0.1', '8.8.8.8', '::ffff:10.0.0.1', '2606:4700::1', 'garbage']) })
  const open = [
    { address: '8.8.8.8', family: 4 },
    { address: '2606:4700::1', family: 6 },
  ]
  assert.deepEqual(await ask(guard, 'a.example'), open)
  assert.deepEqual(await ask(guard, 'a.example', { allow: ['loopback'] }), open)
})

test('without `all` the first allowed address and its family', async () => {
  const guard = createAddressGuard({ lookup: answering(['10.0.0.1', '2606:4700::1']) })
  const answer = await new Promise(resolve => guard.lookup()('a.example', {}, (...given) => resolve(given)))
  assert.deepEqual(answer, [null, '2606:4700::1', 6])
})

test('a lookup that gives one string is understood, and is asked for all', async () => {
  let asked: LookupOptions | undefined
  const lookup: Lookup = (_, options, done) => {
    asked = options
    done(null, '8.8.8.8', 4)
  }
  const answer = await ask(createAddressGuard({ lookup }), 'a.example', {}, { family: 4 })
  assert.deepEqual(answer, [{ address: '8.8.8.8', family: 4 }])
  assert.deepEqual(asked, { family: 4, all: true })
})

test('localhost and names below it are this machine, without DNS', async () => {
  const guard = createAddressGuard({ lookup: answering(['8.8.8.8']) })
  await assert.rejects(ask(guard, 'db.localhost'), { code: 'address-guarded', message: /loopback/ })
  const here = { allow: ['loopback'] } as const
  const both = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]
  assert.deepEqual(await ask(guard, 'localhost.', here), both)
  assert.deepEqual(await ask(guard, 'localhost', here, { family: 6 }), both.slice(1))
  assert.deepEqual(await ask(guard, 'localhost', here, { family: 'IPv4' }), both.slice(0, 1))
})

test('failures of DNS say what to do', async () => {
  for (const [fault, code, retryable] of [
    ['ENOTFOUND', 'dns-not-found', false],
    ['ENODATA', 'dns-not-found', false],
    ['EAI_AGAIN', 'dns-failed', true],
    ['ETIMEOUT', 'dns-failed', true],
    ['ESERVFAIL', 'dns-failed', true],
  ] as const) {
    const guard = createAddressGuard({ lookup: failing(fault) })
    await assert.rejects(ask(guard, 'a.example', { port: 80 }), { code, retryable, message: /a\.example:80.*; .+\.$/ })
  }
  await assert.rejects(ask(createAddressGuard({ lookup: answering([]) }), 'a.example'), { code: 'dns-not-found' })
  await assert.rejects(ask(createAddressGuard({ lookup: failing('EMFILE') }), 'a.example'), { code: 'EMFILE' })
})

function answering(addresses: readonly string[]): Lookup {
  return (_, __, done) =>
    done(
      null,
      addresses.map(address => ({ address, family: 4 })),
    )
}

function failing(code: string): Lookup {
  return (_, __, done) => done(Object.assign(new Error(code), { code }), '', 0)
}

function ask(
  guard: ReturnType<typeof createAddressGuard>,
  host: string,
  target: GuardedTarget = {},
  options: LookupOptions = {},
): Promise<LookupAddress[]> {
  return promisify(
    guard.lookup(target) as (host: string, options: LookupOptions, done: (error: Error | null, all: LookupAddress[]) => void) => void,
  )(host, { ...options, all: true })
}

test('a name that may be anywhere is held to public addresses once it has one', async () => {
  const answers = [['127.0.0.1'], ['8.8.8.8', '10.0.0.1'], ['127.0.0.1'], ['127.0.0.1', '8.8.4.4']]
  const guard = createAddressGuard({
    lookup: (_, __, done) =>
      done(
        null,
        answers.shift()!.map(address => ({ address, family: 4 })),
      ),
  })
  const target = { allow: guardedClasses }
  assert.deepEqual(await ask(guard, 'a.example', target), [{ address: '127.0.0.1', family: 4 }])
  assert.deepEqual(await ask(guard, 'a.example', target), [{ address: '8.8.8.8', family: 4 }])
  await assert.rejects(ask(guard, 'a.example', target), {
    code: 'address-guarded',
    message:
      'a.example leads to 127.0.0.1, a loopback address, and has public ones: it is not connected to. If that is meant, ask that address itself, or begin anew.',
  })
  assert.deepEqual(await ask(guard, 'a.example', target), [{ address: '8.8.4.4', family: 4 }])
})

test('`publicNames` names are remembered as public; of one more the one met longest ago is forgotten', () => {
  let address = '8.8.8.8'
  const guard = createAddressGuard({ lookup: (_, __, done) => done(null, [{ address, family: 4 }]) })
  const isRefused = (name: string): boolean => {
    let refused = false
    guard.lookup({ allow: guardedClasses })(name, { all: true }, error => {
      refused = error !== null
    })
    return refused
  }
  for (let at = 0; at < limits.publicNames; at++) isRefused(`n${at}.example`)
  address = '127.0.0.1'
  assert.ok(isRefused('n0.example'), 'all are remembered, and this one is now the last that was met')
  address = '8.8.8.8'
  isRefused('more.example')
  address = '127.0.0.1'
  assert.deepEqual(
    ['n0', 'n1', 'n2', 'more'].map(name => isRefused(`${name}.example`)),
    [true, false, true, true],
  )
})
