import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import type { Order } from '../exchange/order.ts'
import { createHttpFetcher } from './fetch-http.ts'
import { createGatherRoom } from './gather-room.ts'
import { rawServer } from './raw-server.test-helper.ts'

test('the eldest is never held back; the others wait until there is room, or until they are the eldest', async () => {
  const room = createGatherRoom(100)
  const [eldest, second, third] = [{}, {}, {}]
  assert.equal(room.take(eldest, 60), undefined)
  assert.equal(room.take(second, 40), undefined)
  assert.equal(room.take(eldest, 60), undefined)
  const woken: string[] = []
  const wait = (name: string, promise: Promise<void> | undefined) => {
    assert.ok(promise !== undefined, `${name} is not held back`)
    promise.then(() => woken.push(name))
  }
  wait('second', room.take(second, 30))
  wait('third', room.take(third, 50))
  assert.equal(room.take(third, 1), room.take(third, 1), 'one promise while it waits')
  const turn = () => new Promise(setImmediate)
  await turn()
  assert.deepEqual(woken, [])
  room.release(eldest)
  await turn()
  assert.deepEqual(woken, ['second'], '122 bytes are held: only the eldest of them goes on')
  assert.equal(room.take(second, 10), undefined)
  room.release(second)
  await turn()
  assert.deepEqual(woken, ['second', 'third'])
  room.release({})
  room.release(third)
  assert.equal(room.take(second, 100), undefined, 'all room is free again')
})

for (const transport of ['undici', 'wire'] as const) {
  test(`what all bodies take in memory has a limit: senders are held back, and all bodies come whole (${transport})`, async () => {
    const bodyBytes = 8 * 1024 * 1024
    const asked = new Map<string, Socket>()
    await using server = await rawServer((socket, _nth, request) => {
      const path = request.slice(4, request.indexOf(' HTTP'))
      asked.set(path, socket)
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${bodyBytes}\r\n\r\n`)
      socket.write(Buffer.alloc(path === '/eldest' ? 200_000 : bodyBytes))
    })
    await using fetch = createHttpFetcher({ transport, connectionsPerSite: 3, gatheredBytes: 150_000, allowFor: () => ['loopback'] })
    const get = (path: string): Order => ({ method: 'GET', url: `${server.site}${path}`, headers: [] })
    const held: string[] = []
    const eldest = fetch(get('/eldest'))
    while (!asked.has('/eldest') || asked.get('/eldest')!.writableLength > 0) await new Promise(setImmediate)
    const others = ['/one', '/two'].map(path => fetch(get(path)).finally(() => held.push(path)))
    while (asked.size < 3) await new Promise(setImmediate)
    // Nothing can come on a connection of this machine for so many turns if it is not held back.
    for (let turns = 0; turns < 2_000; turns++) await new Promise(setImmediate)
    assert.deepEqual(held, [])
    assert.ok(asked.get('/one')!.writableLength > 0 && asked.get('/two')!.writableLength > 0)
    asked.get('/eldest')!.write(Buffer.alloc(bodyBytes - 200_000))
    const lengths = (await Promise.all([eldest, ...others])).map(({ body, cut }) => [body.length, cut])
    assert.deepEqual(lengths, Array(3).fill([bodyBytes, undefined]))
    for (const socket of asked.values()) if (!socket.destroyed) await Promise.race([once(socket, 'close'), new Promise(setImmediate)])
  })
}
