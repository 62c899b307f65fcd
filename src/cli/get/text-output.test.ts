import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nowhere } from './body-writer.ts'
import { countingOutput, terminalOutput } from './text-output.ts'

test('what goes to a terminal never commands it, and binary data does not go there', () => {
  let shown = ''
  const output = terminalOutput(text => {
    shown += text
  })
  void output.write(Buffer.from('one\r\ntwo \x1b[31mred \u202egpj \xc3'))
  void output.write(Buffer.from('\ttab\n'))
  output.end(true)
  assert.equal(shown, 'one\ntwo \\x1b[31mred \\u202egpj Ã\ttab\n')
  assert.throws(() => output.write(Uint8Array.of(0x89, 0x50, 0)), { code: 'file', message: /-o FILE, or give -o -/ })
})

test('characters are counted whole, however the bytes are cut', () => {
  const text = 'Grüße 😀 aus der Stadt'
  for (let size = 1; size < 8; size++) {
    const pieces: string[] = []
    const output = countingOutput(7, { ...nowhere, write: chunk => void pieces.push(Buffer.from(chunk).toString()) })
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; at += size) void output.write(bytes.subarray(at, at + size))
    output.end(true)
    assert.deepEqual([pieces.join(''), output.characters()], ['Grüße 😀', 21], String(size))
  }
})
