import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { limits } from '../base/limits.ts'
import type { Order } from '../exchange/order.ts'
import { openTown } from '../testing/index.ts'
import type { ClientOptions } from './client.ts'
import { createClient } from './client.ts'
import { openCookieJar } from './cookie-jar.ts'
import { followRedirects } from './follow-redirects.ts'

const town = await openTown({ pages: 1 })
after(() => town.close())

const { port } = new URL(town.url('doors', '/'))
/** Every name leads to the town: one site under several hosts. */
const lookup: ClientOptions['lookup'] = (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }])
const at = (host: string, path: string) => `http://${host}:${port}${path}`
const clientWith = (options: ClientOptions) => createClient({ lookup, allowFor: () => ['loopback'], ...options })

/** Cookie fields of the requests that came, by path. */
function cookiesSent(): [string, string | undefined][] {
  return town.log.map(({ target, headers }) => {
    const index = headers.findIndex((name, nth) => nth % 2 === 0 && name.toLowerCase() === 'cookie')
    return [target, index < 0 ? undefined : headers[index + 1]]
  })
}

test('log in by form, and the cookie opens the door; without a jar it stays shut (Z29, Z78)', async () => {
  const body = Buffer.from('user=ann&password=open+sesame')
  const order: Order = { method: 'POST', url: at('a.test', '/login'), headers: ['content-type', 'application/x-www-form-urlencoded'], body }
  await using client = clientWith({ cookies: openCookieJar() })
  const { hops, exchange } = await client.follow(order)
  assert.deepEqual(
    hops.map(({ status }) => status),
    [303, 200],
  )
  assert.match(Buffer.from(exchange.body).toString(), /Good day, ann/)
  assert.equal((await client.fetch({ method: 'GET', url: at('a.test', '/inside'), headers: [] })).order.url, at('a.test', '/inside'))
  await using other = clientWith({})
  assert.equal((await other.fetch({ method: 'GET', url: at('a.test', '/inside'), headers: [] })).order.url, at('a.test', '/login'))
})

test('a circle that ends once a cookie is kept (D05)', async () => {
  const order: Order = { method: 'GET', url: at('a.test', '/visit'), headers: [] }
  await using client = clientWith({ cookies: openCookieJar() })
  assert.equal((await client.fetch(order)).status, 200)
  await using forgetful = clientWith({})
  await assert.rejects(forgetful.fetch(order), { code: 'redirect-limit', value: limits.redirects, message: /Keep the cookies/ })
})

test("the jar is asked anew at each hop; a user's own field stands behind it, and stays with its origin", async () => {
  const jar = openCookieJar()
  jar.take('http://a.test/', ['of=a', 'top=1; Path=/'])
  jar.take('http://b.test/', ['of=b'])
  const undo = town.override('doors', ({ path, header }) => {
    const to =
      path === '/go' ? at('b.test', '/then') : path === '/then' && header('host')?.startsWith('b.') ? at('a.test', '/back') : undefined
    return to === undefined ? undefined : { status: 302, headers: ['Location', to, 'Set-Cookie', `seen=${path.slice(1)}`] }
  })
  town.clearLog()
  await using client = clientWith({ cookies: jar })
  await client.fetch({ method: 'GET', url: at('a.test', '/go'), headers: ['Cookie', 'own=1'] })
  undo()
  assert.deepEqual(cookiesSent(), [
    ['/go', 'of=a; top=1; own=1'],
    ['/then', 'of=b'],
    ['/back', 'of=a; top=1; seen=go'],
  ])
  assert.deepEqual(
    jar.cookiesFor('http://b.test/').map(({ name }) => name),
    ['of', 'seen'],
  )
})

test('of the odd cookies of a hostile site only its own are kept, and no request grows over its limits (C01-C08)', async () => {
  const jar = openCookieJar()
  await using client = clientWith({ cookies: jar })
  const get = (name: string) => client.fetch({ method: 'GET', url: at('shop.test', `/cookies/${name}`), headers: [] })
  for (const name of ['foreign', 'secure', 'controls']) await get(name)
  assert.deepEqual(
    jar.all().map(({ name }) => name),
    ['line', 'high'],
  )
  for (const host of ['test', 'x.com', 'neighbour.test', 'child.shop.test', 'y.github.io'])
    assert.deepEqual(jar.cookiesFor(`http://${host}/`), [])
  for (let visit = 0; visit < 3; visit++) await get('session')
  for (const name of ['many', 'large', 'lives']) await get(name)
  assert.deepEqual(
    jar
      .all()
      .map(({ name }) => name)
      .filter(name => !name.startsWith('many')),
    ['line', 'high', 'sid', 'small', 'long', 'day'],
  )
  assert.equal(jar.all().filter(({ name }) => name.startsWith('many')).length, limits.cookiesPerAnswer)
  assert.ok(jar.dropped > 1_450)
})

test('the wraps of one client do not change the order that is given', async () => {
  const jar = openCookieJar()
  jar.take('http://a.test/', ['a=1'])
  await using client = clientWith({ cookies: jar })
  const order = Object.freeze({ method: 'GET', url: at('a.test', '/shown'), headers: Object.freeze([]) })
  const { exchange } = await followRedirects(order, client.fetch)
  assert.match(Buffer.from(exchange.body).toString(), /a=1/)
})
