import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Exchange, Fetcher } from '../exchange/exchange.ts'
import type { HeaderList } from '../exchange/header-list.ts'
import type { Order } from '../exchange/order.ts'
import { followRedirects } from './follow-redirects.ts'

type Answers = Readonly<Record<string, { status: number; headers?: HeaderList }>>

/** Answers by URL from a table, and writes down what it was asked. */
function scripted(answers: Answers): { fetch: Fetcher; asked: Order[] } {
  const asked: Order[] = []
  const fetch: Fetcher = async order => {
    asked.push(order)
    const { status, headers = [] } = answers[order.url] ?? { status: 404 }
    const body = Buffer.from(`body of ${order.url}`)
    const sink = order.into?.({ status, headers })
    sink?.write(body)
    return {
      order,
      status,
      reason: '',
      headers,
      body: sink === undefined ? body : new Uint8Array(0),
      bytes: { raw: body.length, decoded: body.length },
      timings: { startedAt: 0, headersMs: 0, totalMs: 0 },
      anomalies: [],
    } satisfies Exchange
  }
  return { fetch, asked }
}

const to = (location: string, status = 302, more: HeaderList = []) => ({ status, headers: ['Location', location, ...more] })
const get = (url: string, more: Partial<Order> = {}): Order => ({ method: 'GET', url, headers: [], ...more })

test('a chain is followed to its end, every hop is told and kept', async () => {
  const { fetch, asked } = scripted({
    'http://a.example/1': to('/2#part'),
    'http://a.example/2': to('3', 307),
    'http://a.example/3': { status: 200 },
  })
  const told: number[] = []
  const { exchange, hops } = await followRedirects(get('http://a.example/1'), fetch, { onHop: ({ status }) => told.push(status) })
  assert.equal(exchange.order.url, 'http://a.example/3')
  assert.deepEqual(told, [302, 307, 200])
  assert.deepEqual(
    hops.map(({ order }) => order.url),
    asked.map(({ url }) => url),
  )
})

test('the limit: exactly so many redirects and no more; with 0 the first answer is the last', async () => {
  const chain: Record<string, { status: number; headers?: HeaderList }> = { 'http://a.example/3': { status: 200 } }
  for (let at = 0; at < 3; at++) chain[`http://a.example/${at}`] = to(`/${at + 1}`)
  const { fetch } = scripted(chain)
  assert.equal((await followRedirects(get('http://a.example/0'), fetch, { limit: 3 })).exchange.status, 200)
  await assert.rejects(followRedirects(get('http://a.example/0'), fetch, { limit: 2 }), { code: 'redirect-limit', value: 2 })
  assert.equal((await followRedirects(get('http://a.example/0'), fetch, { limit: 0 })).exchange.status, 302)
})

test('a circle ends at its first repeat, unless an answer of it set a cookie', async () => {
  const { fetch, asked } = scripted({ 'http://a.example/x': to('/y'), 'http://a.example/y': to('/x') })
  await assert.rejects(followRedirects(get('http://a.example/x'), fetch), { code: 'redirect-loop' })
  assert.equal(asked.length, 3)
  let visits = 0
  const healing = scripted({})
  const patient: Fetcher = async order => ({
    ...(await healing.fetch(order)),
    ...(++visits < 3 ? to('/x', 302, ['Set-Cookie', `visit=${visits}`]) : { status: 200 }),
  })
  assert.equal((await followRedirects(get('http://a.example/x'), patient)).exchange.status, 200)
})

test('method and body go as the status says, unless the person keeps the POST', async () => {
  const body = Buffer.from('a=1')
  const post = get('http://a.example/form', { method: 'POST', body, headers: ['Content-Type', 'text/plain', 'X-Own', 'y'] })
  for (const [status, keepPost, method] of [
    [301, [], 'GET'],
    [302, [301], 'GET'],
    [303, [], 'GET'],
    [307, [], 'POST'],
    [301, [301], 'POST'],
    [303, [303], 'POST'],
  ] as const) {
    const { fetch, asked } = scripted({ 'http://a.example/form': to('/next', status), 'http://a.example/next': { status: 200 } })
    await followRedirects(post, fetch, { keepPost })
    assert.equal(asked[1]!.method, method, String(status))
    assert.equal(asked[1]!.body, method === 'POST' ? body : undefined)
    assert.deepEqual(asked[1]!.headers, method === 'POST' ? post.headers : ['X-Own', 'y'])
  }
})

test('secrets stay with their origin and never come back; addresses are free for the first host alone', async () => {
  const { fetch, asked } = scripted({
    'http://a.example/': to('http://b.example/'),
    'http://b.example/': to('http://a.example/end'),
    'http://a.example/end': { status: 200 },
  })
  const headers = ['Authorization', 'Basic x', 'Cookie', 's=1', 'User-Agent', 'orb']
  await followRedirects(get('http://a.example/', { headers, allow: ['loopback'] }), fetch, { referer: true })
  assert.deepEqual(asked[1]!.headers, ['User-Agent', 'orb', 'referer', 'http://a.example/'])
  assert.deepEqual(
    asked.map(({ allow }) => allow),
    [['loopback'], [], ['loopback']],
  )
  assert.ok(!asked[2]!.headers.includes('Authorization'))
})

test('a sink gets the body of the last answer alone', async () => {
  const { fetch } = scripted({ 'http://a.example/1': to('/2'), 'http://a.example/2': { status: 200 } })
  let text = ''
  await followRedirects(
    get('http://a.example/1', {
      into: () => ({
        write(chunk) {
          text += Buffer.from(chunk).toString()
        },
      }),
    }),
    fetch,
  )
  assert.equal(text, 'body of http://a.example/2')
})
