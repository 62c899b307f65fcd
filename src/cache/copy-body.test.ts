import assert from 'node:assert/strict'
import { test } from 'node:test'
import { copyBody } from './copy-body.ts'
import { gathering } from './scripted-server.test-helper.ts'

const head = { status: 200, headers: [] }
const body = Uint8Array.from({ length: 300 }, (_, at) => at)

function copied(pieces: readonly Uint8Array[], limit: number, wish: 'copy' | 'pass' | 'drop' = 'copy') {
  const { got, into } = gathering()
  const copy = copyBody({ method: 'GET', url: 'http://a/', headers: [], into }, limit, () => wish)
  const sink = copy.order.into?.(head)
  for (const piece of pieces) sink?.write(piece)
  return { text: got.text, bytes: copy.bytes() && new Uint8Array(copy.bytes()!), sank: copy.sank() }
}

test('bytes one by one are the same as all at once, up to the limit and not one above', () => {
  const one = [...body].map(byte => Uint8Array.of(byte))
  const text = Buffer.from(body).toString('latin1')
  for (const pieces of [[body], one]) {
    assert.deepEqual(copied(pieces, 300), { text, bytes: body, sank: true })
    assert.deepEqual(copied(pieces, 299), { text, bytes: undefined, sank: true })
    assert.deepEqual(copied(pieces, 300, 'pass'), { text, bytes: undefined, sank: true })
    assert.deepEqual(copied(pieces, 300, 'drop'), { text: '', bytes: undefined, sank: false })
  }
})

test('without a sink the order is as it was', () => {
  const order = { method: 'GET', url: 'http://a/', headers: [] }
  assert.equal(copyBody(order, 5, () => 'copy').order, order)
})
