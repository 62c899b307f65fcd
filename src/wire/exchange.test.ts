import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTown } from '../testing/index.ts'
import { connect, createAnswerReader, writeRequest } from './index.ts'

test('an image comes whole by HTTP/0.9, 1.0 and 1.1; the server answers in its own version (Z30, Z33, Z34)', async () => {
  await using town = await openTown()
  const url = town.url('library', '/intl/en_ALL/images/logo.gif')
  const { hostname, port } = new URL(url)
  for (const [version, answered] of [
    ['0.9', '0.9'],
    ['1.0', '1.1'],
    ['1.1', '1.1'],
  ] as const) {
    await using socket = await connect({ host: hostname, port: Number(port), allow: ['loopback'] })
    const headers = version === '1.1' ? ['Connection', 'close'] : []
    await socket.write(writeRequest({ url, version, headers }))
    const reader = createAnswerReader({ isSimple: version === '0.9', strict: true })
    const parts = []
    for await (const bytes of socket) parts.push(...reader.push(bytes))
    parts.push(...reader.finish())
    const heads = parts.flatMap(part => (part.kind === 'head' ? [part.head] : []))
    const body = Buffer.concat(parts.flatMap(part => (part.kind === 'body' ? [part.bytes] : [])))
    assert.deepEqual(
      [heads.length, heads[0]?.version, heads[0]?.status, heads[0]?.reason],
      [1, answered, 200, version === '0.9' ? '' : 'OK'],
    )
    assert.deepEqual([body.length, body.toString('latin1', 0, 6)], [8558, 'GIF89a'])
    assert.equal(socket.bytesRead, heads[0]!.text.length + heads[0]!.gap + body.length)
    assert.deepEqual(parts.at(-1), { kind: 'end', isCut: false, isPersistent: false })
  }
})
