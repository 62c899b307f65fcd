import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { askUrl } from './ask-url.ts'

function terminal(typed: string | undefined, isTTY = true) {
  const stdin = Object.assign(new PassThrough(), { isTTY })
  const stderr = Object.assign(new PassThrough(), { isTTY })
  if (typed !== undefined) stdin.end(typed)
  return { stdin, stderr }
}

test('a person is asked for the URL that was not given (P26, P38)', async () => {
  const screen = terminal(' http://a.example/ \nmore\n')
  assert.equal(await askUrl('links', screen), 'http://a.example/')
  assert.match(String(screen.stderr.read()), /^Enter - /)
})

test('no answer, or nobody there: one plain message', async () => {
  const says = { code: 'usage', message: 'Which URL? Give it: orbweaver links https://example.org/.' }
  for (const typed of ['\n', '', '  \nhttp://a.example/\n']) await assert.rejects(askUrl('links', terminal(typed)), says)
  await assert.rejects(askUrl('links', terminal(undefined, false)), says)
})

test('Ctrl-C at the question is no wrong answer', async () => {
  const screen = terminal(undefined)
  const asked = askUrl('links', screen)
  screen.stdin.write('http://a.exa\x03')
  await assert.rejects(asked, { code: 'aborted' })
  assert.match(String(screen.stderr.read()), /\n$/)
})
