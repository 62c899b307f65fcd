import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { limits } from '../base/limits.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Order } from '../exchange/order.ts'
import { openTown, redirectAnswer } from '../testing/index.ts'
import type { Account } from './auth-wrap.ts'
import type { ClientOptions } from './client.ts'
import { createClient } from './client.ts'
import { openCookieJar } from './cookie-jar.ts'

const town = await openTown({ pages: 1 })
after(() => town.close())
beforeEach(() => town.clearLog())

const ann = { user: 'ann', password: 'open sesame' } as const
const at = (path: string) => town.url('doors', path)
const get = (url: string, more: Partial<Order> = {}): Order => ({ method: 'GET', url, headers: [], ...more })

async function asked(orders: readonly Order[], auth: Account | undefined, more: ClientOptions = {}): Promise<Exchange[]> {
  await using client = createClient({ auth, ...more })
  const answers: Exchange[] = []
  for (const order of orders) answers.push(await client.fetch(order))
  return answers
}
const statuses = (answers: readonly Exchange[]) => answers.map(({ status }) => status)
const authorizations = () => town.log.map(({ headers }) => headers.find((_, nth) => headers[nth - 1]?.toLowerCase() === 'authorization'))

test('Basic is sent at once; asked first with `any`, and from then on at once (Z29)', async () => {
  assert.deepEqual(statuses(await asked([get(at('/basic'))], ann)), [200])
  assert.deepEqual(authorizations(), [`Basic ${Buffer.from('ann:open sesame').toString('base64')}`])
  town.clearLog()
  assert.deepEqual(statuses(await asked([get(at('/basic')), get(at('/basic?2'))], { ...ann, scheme: 'any' })), [200, 200])
  assert.deepEqual(
    authorizations().map(field => field?.slice(0, 5)),
    [undefined, 'Basic', 'Basic'],
  )
})

test('Digest of every kind, with GET and with a body; the nonce serves further requests, counted', async () => {
  for (const kind of ['md5', 'old', 'md5-sess', 'sha-256', 'sha-512-256', 'auth-int']) {
    const post = get(at(`/digest/${kind}?q="x"`), { method: 'POST', body: Buffer.from('a=1') })
    const answers = await asked([get(at(`/digest/${kind}`)), post, get(at(`/digest/${kind}`))], { ...ann, scheme: 'digest' })
    assert.deepEqual(statuses(answers), [200, 200, 200], kind)
    assert.equal(town.log.length, 4, `${kind}: one question more than orders`)
    assert.ok(authorizations().every(field => field === undefined || field.startsWith('Digest ')))
    town.clearLog()
  }
})

test('a stale nonce is renewed without a new password; nextnonce spares even that', async () => {
  const twice = (path: string) => asked([get(at(path)), get(at(path))], { ...ann, scheme: 'digest' })
  assert.deepEqual(statuses(await twice('/digest/stale')), [200, 200])
  assert.deepEqual(
    town.log.map(({ status }) => status),
    [401, 200, 401, 200],
  )
  town.clearLog()
  assert.deepEqual(statuses(await twice('/digest/next')), [200, 200])
  assert.deepEqual(
    town.log.map(({ status }) => status),
    [401, 200, 200],
  )
})

test('of several offers the strongest is taken, and Digest too where Basic was tried', async () => {
  await asked([get(at('/both'))], { ...ann, scheme: 'any' })
  assert.match(authorizations()[1]!, /^Digest .*algorithm=SHA-256,/)
  town.clearLog()
  assert.deepEqual(statuses(await asked([get(at('/digest/md5'))], ann)), [200])
  assert.deepEqual(
    authorizations().map(field => field?.split(' ')[0]),
    ['Basic', 'Digest'],
  )
})

test('what cannot be answered ends with 401, however often it is asked; a wrong password is not tried on and on (Q09)', async () => {
  for (const [path, scheme, requests] of [
    ['/unknown', 'any', 1],
    ['/never', 'basic', 1],
    ['/never', 'any', 2],
    ['/basic', 'digest', 1],
  ] as const) {
    assert.deepEqual(statuses(await asked([get(at(path))], { ...ann, scheme })), [401], path)
    assert.equal(town.log.length, requests, `${path} ${scheme}`)
    town.clearLog()
  }
  const wrong = { user: 'ann', password: 'wrong', scheme: 'digest' } as const
  const orders = Array.from({ length: limits.passwordRefusals + 2 }, () => get(at('/digest/md5')))
  assert.ok(statuses(await asked(orders, wrong)).every(status => status === 401))
  assert.equal(authorizations().filter(field => field !== undefined).length, limits.passwordRefusals)
})

test('a name and password reach their own site, and nobody over a redirect, nor once they have been away', async () => {
  const back = at('/basic?back')
  town.override('quiet', ({ path }) => (path === '/on' ? redirectAnswer(302, back) : undefined))
  const off = town.override('doors', ({ path }) =>
    path === '/off' ? redirectAnswer(302, town.url('quiet', '/on')) : path === '/in' ? redirectAnswer(307, '/basic?in') : undefined,
  )
  const inside = (path: string) => at(path).replace('//', '//ann:open%20sesame@')
  for (const [order, auth] of [
    [get(at('/off')), ann],
    [get(inside('/off')), undefined],
    [get(at('/off')), { ...ann, sites: [at('/')] }],
  ] as const) {
    const [exchange] = await asked([order], auth)
    assert.deepEqual([exchange!.status, exchange!.order.url], [401, back])
    assert.deepEqual(
      authorizations().map(field => field !== undefined),
      [true, false, false],
    )
    town.clearLog()
  }
  const [stayed] = await asked([get(inside('/in'))], undefined)
  assert.deepEqual([stayed!.status, stayed!.order.url], [200, at('/basic?in')])
  town.clearLog()
  await asked([get(at('/basic')), get(town.url('quiet', '/'))], ann)
  assert.deepEqual(
    authorizations().map(field => field !== undefined),
    [true, false],
    'the second site is not the first',
  )
  off()
})

test("an order's own field goes before, and so does what its URL holds; nothing is sent that could forge a field", async () => {
  await asked([get(at('/basic'), { headers: ['Authorization', 'Bearer x'] })], ann)
  assert.deepEqual(authorizations(), ['Bearer x'])
  town.clearLog()
  const [exchange] = await asked([get(at('/basic').replace('//', '//ann:open%20sesame@'))], { user: 'eve', password: 'x' })
  assert.equal(exchange!.status, 200)
  for (const who of [
    { user: 'a:b', password: '' },
    { user: 'a', password: 'x\r\nEvil: 1' },
    { user: 'a\0', password: '' },
  ]) {
    assert.throws(() => createClient({ auth: who }), { code: 'usage' })
  }
  assert.throws(() => createClient({ auth: { ...ann, sites: ['example.org'] } }), { code: 'usage' })
})

test('a name and password in a URL are in no message, and in no URL that is told', async () => {
  const failure = await asked([get('http://ann:s3same@127.0.0.1:1/')], undefined).then(
    () => assert.fail(),
    (error: Error) => error,
  )
  assert.ok(!`${failure.stack} ${JSON.stringify(failure)}`.includes('s3same'))
  const told: string[] = []
  await using client = createClient({ follow: { onHop: ({ order }) => told.push(order.url) } })
  await client.fetch(get(at('/visit').replace('//', '//ann:s3same@'))).catch((error: Error) => told.push(error.message))
  assert.ok(told.length > 1 && !told.join().includes('s3same'))
})

test('the body of a challenge reaches no sink, its cookie goes with the answer, and an endless one is left', async () => {
  const pieces: string[] = []
  const into = () => ({ write: (chunk: Uint8Array) => void pieces.push(Buffer.from(chunk).toString()) })
  const challenge = ['WWW-Authenticate', 'Basic realm="x"', 'Set-Cookie', 'door=1']
  let endless = false
  const off = town.override('doors', ({ header }) => {
    if (header('authorization') !== undefined) return { status: 200, headers: [], body: `in with ${header('cookie')}` }
    return { status: 401, headers: challenge, body: endless ? flood() : 'refused' }
  })
  const options = { cookies: openCookieJar() }
  await asked([get(at('/x'), { into })], { ...ann, scheme: 'any' }, options)
  assert.equal(pieces.join(''), 'in with door=1')
  endless = true
  await assert.rejects(asked([get(at('/x'), { into, limits: { bodyRawBytes: Infinity } })], { ...ann, scheme: 'any' }), {
    code: 'body-too-large',
  })
  off()
})

async function* flood(): AsyncGenerator<Uint8Array> {
  for (;;) yield Buffer.alloc(65_536)
}
