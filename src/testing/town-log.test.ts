import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { manualClock } from '../base/clock.ts'
import { limits } from '../base/limits.ts'
import { rawExchange } from './client.test-helper.ts'
import { openTown } from './index.ts'
import { createTownLog, logAsText } from './town-log.ts'

test('the log holds every byte as it was sent, however it was cut', async () => {
  await using town = await openTown({ clock: manualClock() })
  const request = Buffer.from(
    'POST /dist/ HTTP/1.0\r\nContent-type: application/x-www-form-urlencoded\r\nContent-length: 13\r\n\r\na1=lga&a2=cpt',
  )
  const one = await rawExchange(town.sites.airport, ...Array.from(request, byte => Uint8Array.of(byte)))
  assert.match(one.toString(), /^HTTP\/1\.1 200 OK\r\n[\s\S]*Cape Town/)
  assert.deepEqual(Buffer.concat(town.bytesReceived.map(piece => piece.bytes)), request)
  assert.equal(town.bytesReceived[0]!.site, 'airport')

  town.clearLog()
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 4 }), async pieces => {
      town.clearLog()
      // What is no HTTP is answered 400 or not at all; what arrived until then is in the log, in order.
      await rawExchange(town.sites.quiet, ...pieces, '\r\n\r\n!\r\n\r\n').catch(() => {})
      const sent = Buffer.concat([...pieces, Buffer.from('\r\n\r\n!\r\n\r\n')])
      const logged = Buffer.concat(town.bytesReceived.map(piece => piece.bytes))
      assert.deepEqual(logged, sent.subarray(0, logged.length))
      assert.ok(logged.length > 0)
    }),
    { seed: 11, numRuns: 25 },
  )
})

test('a request is recorded with its fields as received and the requests in flight at its arrival', async () => {
  const clock = manualClock()
  await using town = await openTown({ clock })
  const answers = [1, 2].map(id => fetch(town.url('busy', `/slow?ms=500&id=${id}`), { headers: { 'X-Odd-Case': 'Yes' } }))
  while (town.log.length < 2) await new Promise(resolve => setImmediate(resolve))
  assert.deepEqual(
    town.log.map(record => record.inFlight),
    [1, 2],
  )
  assert.equal(town.log[0]!.status, undefined)
  // The second answer may still be on its way to its wait.
  for (let turn = 0; turn < 20; turn += 1) await new Promise(resolve => setImmediate(resolve))
  await clock.advance(500)
  for (const answer of answers) await (await answer).arrayBuffer()
  while (town.log.some(record => record.finishedAt === undefined)) await new Promise(resolve => setImmediate(resolve))
  const [record] = town.log
  assert.equal(record!.status, 200)
  assert.equal(record!.finishedAt! - record!.at, 500)
  assert.equal(record!.wall, Date.UTC(2026, 0, 1))
  assert.equal(record!.remoteAddress, '127.0.0.1')
  assert.equal(record!.headers[record!.headers.findIndex(text => text.toLowerCase() === 'x-odd-case') + 1], 'Yes')

  await (await fetch(town.url('busy', '/robots-ok'))).arrayBuffer()
  assert.equal(town.log[2]!.inFlight, 1)
})

test('/__log shows the log as JSON and as text, is not in it, and DELETE empties it', async () => {
  await using town = await openTown()
  await (await fetch(town.url('docs', '/ok/1'), { headers: { 'user-agent': 'Bell/1' } })).arrayBuffer()
  await (await fetch(town.url('quiet', '/'))).arrayBuffer()
  const log = (await (await fetch(town.url('square', '/__log?site=docs'))).json()) as {
    requests: { site: string; target: string }[]
    bytes: { bytes: string }[]
    dropped: { bytes: number }
  }
  assert.deepEqual(
    log.requests.map(({ site, target }) => [site, target]),
    [['docs', '/ok/1']],
  )
  assert.match(Buffer.from(log.bytes[0]!.bytes, 'base64').toString(), /^GET \/ok\/1 HTTP\/1\.1\r\n/)
  assert.equal(log.dropped.bytes, 0)
  const text = await (await fetch(town.url('docs', '/__log?format=text'))).text()
  assert.match(text, /docs #\d+ x1 200 \d+ms GET \/ok\/1 HTTP\/1\.1 \| Bell\/1\n/)
  assert.equal(town.log.length, 2)
  assert.ok(town.bytesReceived.every(piece => !Buffer.from(piece.bytes).includes('__log')))
  assert.equal((await fetch(town.url('files', '/__log'), { method: 'DELETE' })).status, 204)
  assert.equal(town.log.length + town.bytesReceived.length, 0)
})

test('the text form shows control characters and does not send them to the terminal', () => {
  const log = createTownLog(manualClock())
  const fields = {
    site: 'docs',
    at: 0,
    wall: 0,
    connection: 1,
    method: 'GET',
    target: '/\u009b2J',
    httpVersion: '1.1',
    remoteAddress: '',
    inFlight: 1,
  }
  log.request({ ...fields, headers: ['User-Agent', '\u001b[31mred'] })
  assert.match([...logAsText(log, null)].join(''), /GET \/\\x9b2J HTTP\/1\.1 \| \\x1b\[31mred\n$/)
})

test('the byte log is bounded and says what is missing', () => {
  const log = createTownLog(manualClock(), 10)
  log.receive('docs', 1, Buffer.from('12345678'))
  log.receive('docs', 1, Buffer.from('90abc'))
  assert.equal(Buffer.concat(log.bytes.map(piece => piece.bytes)).toString(), '1234567890')
  assert.equal(log.dropped.bytes, 3)
  assert.match([...logAsText(log, null)].join(''), /the log is full: 0 requests and 3 bytes/)
  log.clear()
  log.receive('docs', 1, Buffer.from('again'))
  assert.equal(log.dropped.bytes, 0)
  assert.equal(log.bytes.length, 1)
})

test('by default `townLogBytes` bytes and `townLogRequests` requests are kept', () => {
  const log = createTownLog(manualClock())
  const fields = { site: 'docs', at: 0, wall: 0, connection: 1, method: 'GET', target: '/', httpVersion: '1.1', headers: [], inFlight: 1 }
  const record = { ...fields, remoteAddress: '' }
  for (let at = 0; at <= limits.townLogRequests; at++) log.request(record)
  log.receive('docs', 1, new Uint8Array(limits.townLogBytes))
  assert.deepEqual([log.requests.length, log.dropped], [limits.townLogRequests, { requests: 1, bytes: 0 }])
  log.receive('docs', 1, Buffer.from('x'))
  assert.deepEqual([log.bytes.length, log.dropped], [1, { requests: 1, bytes: 1 }])
})
