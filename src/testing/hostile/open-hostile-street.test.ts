import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import type { TownRequest } from '../town-log.ts'
import { allEndpoints } from './all-endpoints.ts'
import { groupOf, groups } from './endpoint.ts'
import type { Verdict } from './judge.ts'
import { judgeVisit } from './judge.ts'
import type { ListedEndpoint } from './open-hostile-street.ts'
import { openHostileStreet } from './open-hostile-street.ts'
import { atMostRequests, perPath } from './rules.ts'
import { verdictText } from './verdict-text.ts'

test('the street lists every endpoint with what is expected, and the index leads to each', async () => {
  await using street = await openHostileStreet()
  const listed = (await (await fetch(new URL('/__endpoints', street.start))).json()) as ListedEndpoint[]
  assert.deepEqual(
    listed.map(({ id }) => id),
    allEndpoints.map(({ id }) => id),
  )
  const index = await (await fetch(street.start)).text()
  for (const { id, url, says, expects } of street.endpoints) {
    assert.ok(groupOf(id) in groups, id)
    assert.ok(says.length > 0 && expects.outcome.length > 0, id)
    assert.ok(index.includes(`<a href="${url.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">`), `${id} is not linked`)
  }
  assert.equal(new Set(allEndpoints.map(({ id }) => id)).size, allEndpoints.length)
})

test('an endpoint of several parts links to each; a rule for each path counts path by path', async () => {
  await using street = await openHostileStreet({ only: ['A'] })
  const { url, parts } = street.endpoints.find(({ id }) => id === 'A05')!
  const page = await (await fetch(url)).text()
  assert.deepEqual(
    page.match(/(?<=<a href=")[^"]*/g)?.map(href => new URL(href, url).href),
    parts.map(part => part.url),
  )
  const rule = perPath(atMostRequests(1))
  const requests = street.log.map(request => ({ ...request, target: '/A05/minus' }))
  assert.equal(rule.fault({ requests: [...requests, ...street.log], received: '' }), undefined)
  assert.equal(rule.fault({ requests: [...requests, ...requests], received: '' }), '/A05/minus: 2 requests')
})

test('each house has a healthy page and a permissive robots.txt, over one kept connection', async () => {
  await using street = await openHostileStreet({ only: ['A'] })
  const { hostname, port } = new URL(street.url('A01'))
  const socket = connect(Number(port), hostname)
  const line = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: a\r\n${more}\r\n`
  socket.write(line('/healthy') + line('/robots.txt') + line('/nowhere', 'Connection: close\r\n'))
  const answers = await text(socket)
  assert.deepEqual(answers.match(/HTTP\/1.1 \d+/g), ['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 404'])
  assert.match(answers, /Nothing is wrong here/)
  assert.match(answers, /Allow: \//)
  assert.deepEqual(
    street.log.map(({ target, connection, status }) => [target, connection, status]),
    [
      ['/healthy', 1, 200],
      ['/robots.txt', 1, 200],
      ['/nowhere', 1, 404],
    ],
  )
})

test('the same seed gives the same pages', async () => {
  const read = async (seed: number) => {
    await using street = await openHostileStreet({ seed, only: ['OK'] })
    return (await fetch(street.url('OK'))).text()
  }
  assert.equal(await read(5), await read(5))
  assert.notEqual(await read(5), await read(6))
})

test('a visitor is judged by what the street saw of him', async () => {
  await using street = await openHostileStreet({ only: ['A', 'OK'] })
  for (let ask = 0; ask < 7; ask += 1)
    await fetch(street.url('A01'))
      .then(answer => answer.text())
      .catch(() => {})
  const log = (await (await fetch(new URL('/__log', street.start))).json()) as { requests: TownRequest[] }
  const verdicts = judgeVisit(allEndpoints, log.requests)
  const verdictOf = (id: string) => verdicts.find(one => one.id === id)
  assert.deepEqual([verdictOf('A01')?.verdict, verdictOf('A01')?.faults], ['bad', ['7 requests']])
  assert.equal(verdictOf('OK')?.verdict, 'unseen')
})

test('the street judges by itself, in lines and in JSON; what a visitor sent is escaped', async () => {
  await using street = await openHostileStreet({ only: ['A'] })
  for (let ask = 0; ask < 7; ask += 1) await fetch(`${street.url('A01')}?x`).catch(() => {})
  const lines = await (await fetch(new URL('/__judge', street.start))).text()
  assert.match(lines, /^A01 +bad +7 /m)
  assert.match(lines, /- 7 requests\n/)
  const verdicts = (await (await fetch(new URL('/__judge?format=json', street.start))).json()) as Verdict[]
  assert.equal(verdicts.find(({ id }) => id === 'A01')?.verdict, 'bad')
  const { bytes } = (await (await fetch(new URL('/__log?bytes=no', street.start))).json()) as { bytes: unknown[] }
  assert.deepEqual(bytes, [])
  const text = verdictText([{ id: 'A01', verdict: 'bad', says: '', faults: ['asked for \u001b[2J'], requests: 1 }])
  assert.ok(!text.includes('\u001b'))
})
