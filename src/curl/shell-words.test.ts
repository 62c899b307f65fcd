import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { shellQuote } from './shell-quote.ts'
import { shellWords } from './shell-words.ts'
import { isWindowsLine, windowsWords } from './windows-words.ts'

test('words, quotes and escapes of a POSIX shell', () => {
  const cases: readonly (readonly [line: string, words: readonly string[]])[] = [
    ['curl  a\tb ', ['curl', 'a', 'b']],
    [`a'b "c" \\'"d 'e' \\" \\$ \\x"`, [`ab "c" \\d 'e' " $ \\x`]],
    ['\'\' "" a', ['', '', 'a']],
    ['a\\ b\\\n c\\\r\n d', ['a b', 'c', 'd']],
    ['"a\\\nb" # a comment', ['ab']],
    ['a#b c\n# after it\n', ['a#b', 'c']],
    ["$'a\\'b\\n\\t\\\\\\x41\\101\\u00e9\\U0001f600\\xc3\\xa9\\e\\q'", ["a'b\n\t\\AAé😀é\u001b\\q"]],
    ['https://h/?a=1*[x]{y}', ['https://h/?a=1*[x]{y}']],
    ['a$ b%', ['a$', 'b%']],
  ]
  for (const [line, words] of cases) assert.deepEqual(shellWords(line), words, line)
})

test('what a shell would run or expand is refused by name', () => {
  const cases: readonly (readonly [line: string, says: RegExp])[] = [
    ['curl http://h/?a=1&b=2', /unquoted &.*quotes/],
    ['curl a | jq .', /unquoted \|/],
    ['curl a > f', /unquoted >/],
    ['curl $TOKEN', /variable/],
    ['curl "$TOKEN"', /variable or command/],
    ['curl "`id`"', /variable or command/],
    ['curl `id`', /unquoted `/],
    ['curl ~/f', /~/],
    ['curl a\nrm b', /second line/],
    ["curl 'a", /' without its end/],
    ['curl "a', /" without its end/],
    ["curl $'a", /\$' without its end/],
    ["curl $'\\xff'", /no UTF-8/],
    ["curl $'\\ud800'", /no character/],
  ]
  for (const [line, says] of cases) assert.throws(() => shellWords(line), { code: 'usage', message: says }, line)
})

test('a word that is quoted is the same word again, and plain text is left plain', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), words => {
      assert.deepEqual(shellWords(words.map(shellQuote).join(' ')), words)
    }),
  )
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom(...'ab\'"\\$`\n\r\t\u001b\u202e #~^%|&;(<é') })), words => {
      assert.deepEqual(shellWords(words.map(shellQuote).join(' ')), words)
    }),
  )
  assert.equal(shellQuote('https://h/p?a'), "'https://h/p?a'")
  assert.equal(shellQuote("it's"), "'it'\\''s'")
  assert.equal(shellQuote('a\u001b\n'), "$'a\\u001b\\n'")
})

test('lines for cmd.exe: carets, then quotes and backslashes', () => {
  const line = [
    'curl ^"https://h/^?a=1^&b=^%^41^" ^',
    '  -H ^"x: \\^"q\\^" \\\\^\\\\^" ^',
    '  --data-raw ^"^{^\\^"k^\\^":^\\^"v^\\^"^}^',
    '',
    'second^"',
  ].join('\n')
  assert.ok(isWindowsLine(line))
  assert.deepEqual(windowsWords(line), ['curl', 'https://h/?a=1&b=%41', '-H', 'x: "q" \\\\', '--data-raw', '{"k":"v"}\nsecond'])
  assert.deepEqual(windowsWords('curl "a ^ b" "" "say ""x""" c:\\d\\'), ['curl', 'a ^ b', '', 'say "x"', 'c:\\d\\'])
  assert.ok(!isWindowsLine("curl 'a^b'"))
})
