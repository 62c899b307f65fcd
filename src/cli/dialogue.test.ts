import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDialogue } from './dialogue.ts'

const marks = { heard: '< ', said: '> ' }

function shown(pieces: readonly Uint8Array[], ends = true): string {
  let text = ''
  const dialogue = createDialogue(part => {
    text += part
  }, marks)
  for (const piece of pieces) dialogue.heard(piece)
  if (ends) dialogue.end()
  return text
}

test('bytes one by one equal all at once: characters, line breaks and escapes stay whole (S7)', () => {
  const bytes = Buffer.from('Grüße, 世界 🕸\r\ntab\tred \x1b[31m\rbell\x07\n\nlast')
  const whole = shown([bytes])
  assert.equal(whole, '< Grüße, 世界 🕸\n< tab\tred \\x1b[31m\\x0dbell\\x07\n< \n< last\n')
  for (const size of [1, 2, 3, 5, 7]) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size))
    assert.equal(shown(pieces), whole, `${size} bytes a read`)
  }
})

test('a character that never gets its last bytes is shown as lost, a last CR as what it is', () => {
  assert.equal(shown([Buffer.from('Gr\xc3', 'latin1')]), '< Gr�\n')
  assert.equal(shown([Buffer.from('end\r')]), '< end\\x0d\n')
})

test('what is heard is shown at once, and a line of the other end is ended before ours (P4)', () => {
  let text = ''
  const dialogue = createDialogue(part => {
    text += part
  }, marks)
  dialogue.heard(Buffer.from('220 mail.example\r\nname: '))
  assert.equal(text, '< 220 mail.example\n< name: ')
  dialogue.said(Buffer.from('ada\r\n'))
  dialogue.heard(Buffer.from('hello'))
  dialogue.heard(Buffer.from(' ada'))
  dialogue.end()
  dialogue.end()
  assert.equal(text, '< 220 mail.example\n< name: \n> ada\n< hello ada\n')
})

test('without marks only the other end is shown', () => {
  let text = ''
  const dialogue = createDialogue(part => {
    text += part
  })
  dialogue.said(Buffer.from('secret\n'))
  dialogue.heard(Buffer.from('Hello World'))
  dialogue.end()
  assert.equal(text, 'Hello World\n')
})

test('a line that is open is ended before somebody else writes on the same screen, and only then', () => {
  let text = ''
  const dialogue = createDialogue(part => {
    text += part
  }, marks)
  const trace = () => {
    dialogue.freshLine()
    text += '0.056 s  recv\n'
  }
  trace()
  dialogue.heard(Buffer.from('Hello'))
  trace()
  dialogue.heard(Buffer.from(' World\n'))
  trace()
  dialogue.end()
  assert.equal(text, '0.056 s  recv\n< Hello\n0.056 s  recv\n<  World\n0.056 s  recv\n')
})
