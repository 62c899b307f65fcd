import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../base/limits.ts'
import { curlOptions, parseCurl } from './parse-curl.ts'

const given = (line: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(parseCurl(line)).filter(([, value]) => !Array.isArray(value) || value.length > 0))

test('letters, clusters, values joined or apart, and --no-', () => {
  assert.deepEqual(given('curl -sSLo out.html -m5 --max-time 2.5 --retry=3 --no-location -XPUT h/x'), {
    urls: ['h/x'],
    outputs: [{ file: 'out.html' }],
    method: 'PUT',
    silent: true,
    showError: true,
    location: false,
    maxTime: 2.5,
    retry: 3,
  })
  assert.deepEqual(given('curl -C - -o - -d -x -O --url b -- -a'), {
    urls: ['b', '-a'],
    outputs: [{ file: '-' }, 'remote'],
    data: [{ text: '-x' }],
    continueAt: 'auto',
  })
  assert.deepEqual(given('curl.exe --limit-rate 200K --max-filesize 1.5m h'), {
    urls: ['h'],
    limitRate: 204_800,
    maxFilesize: 1_572_864,
  })
})

test('bodies: the five kinds of -d, as curl reads them', () => {
  assert.deepEqual(
    parseCurl(`curl h -d a=1 -d @f --data-binary @f --data-raw @f --data-urlencode 'n=v w' --data-urlencode 'a b&é~'`).data,
    [{ text: 'a=1' }, { file: 'f', as: 'lines' }, { file: 'f', as: 'bytes' }, { text: '@f' }, { text: 'n=v+w' }, { text: 'a+b%26%C3%A9~' }],
  )
  assert.deepEqual(parseCurl('curl h --data-urlencode =x=y --data-urlencode n@f --data-urlencode @f --data-urlencode n=@f').data, [
    { text: 'x%3Dy' },
    { file: 'f', as: 'encoded', name: 'n' },
    { file: 'f', as: 'encoded' },
    { text: 'n=%40f' },
  ])
  assert.deepEqual(given(`curl h --json '{"a":1' --json ',"b":2}'`), {
    urls: ['h'],
    json: true,
    data: [{ text: '{"a":1' }, { text: ',"b":2}' }],
  })
})

test('forms: texts, files, types and names', () => {
  assert.deepEqual(
    parseCurl(`curl h -F a=b -F c=@dir/f -F 'd=<f' -F 'e=@f;type=text/x;filename="q;w"' -F 'g="x;y"; type=text/plain'`).form,
    [
      { name: 'a', text: 'b' },
      { name: 'c', file: 'dir/f', fileName: 'f' },
      { name: 'd', file: 'f' },
      { name: 'e', file: 'f', fileName: 'q;w', type: 'text/x' },
      { name: 'g', text: 'x;y', type: 'text/plain' },
    ],
  )
  assert.deepEqual(parseCurl("curl h --form-string 'a=@b;c'").form, [{ name: 'a', text: '@b;c' }])
  for (const line of ['-F a', '-F =b', "-F 'a=b;c'", '-F a=@', '-F a=@b,c', "-F 'a=b;headers=x'"]) {
    assert.throws(() => parseCurl(`curl h ${line}`), { code: 'usage' }, line)
  }
})

test('header fields: sent, sent empty, not sent', () => {
  const { headers, withoutHeaders } = parseCurl(`curl h -H 'X-One:  1 ' -H 'X-Two;' -H 'Accept:' -H 'x-one: é:2'`)
  assert.deepEqual(headers, ['X-One', '1', 'X-Two', '', 'x-one', 'é:2'])
  assert.deepEqual(withoutHeaders, ['Accept'])
  for (const line of ["$'X: a\\r\\nEvil: b'", "'no colon'", '@file', "'bad name: x'"]) {
    assert.throws(() => parseCurl(`curl h -H ${line}`), { code: 'usage' }, line)
  }
})

test('as browsers copy it (Z62)', () => {
  const order = parseCurl(
    `curl 'https://example.org/api?q=1&r=2' \\
  -H 'accept: application/json' \\
  -H 'accept-language: en-US,en;q=0.9' \\
  -b 'sid=12345; theme=dark' \\
  -H 'user-agent: Mozilla/5.0 (X11; Linux x86_64)' \\
  --data-raw $'{"text":"it\\'s \\u0021"}' \\
  --compressed \\
  --insecure ;`.slice(0, -2),
  )
  assert.deepEqual(order.urls, ['https://example.org/api?q=1&r=2'])
  assert.deepEqual(order.data, [{ text: '{"text":"it\'s !"}' }])
  assert.deepEqual(order.cookies, ['sid=12345; theme=dark'])
  assert.equal(order.headers.length, 6)
  assert.ok(order.compressed && order.insecure)
})

test('what is not taken is refused by its name, with what to use instead', () => {
  const cases: readonly (readonly [line: string, says: RegExp])[] = [
    ['-sZ h', /-Z is not taken\. .*orbweaver crawl/],
    ['--ntlm h', /--ntlm is not taken\. .*curl/],
    ['-K file h', /-K is not taken/],
    ['-0 h', /orbweaver wire --http 1\.0/],
    ['--nonsense h', /--nonsense is unknown/],
    ['-@ h', /-@ is unknown/],
    ['--seed-style h', /--seed-style is unknown/],
    ['h -o', /-o needs a value: -o <file>/],
    ['h --compressed=yes', /--compressed takes no value/],
    ['h -m soon', /--max-time cannot be "soon"/],
    ['h -r 0+9', /0-249/],
    ['h -d a -F b=c', /-d and -F do not go together/],
    ['h -I -T f', /-T and -I/],
    ['h -r 0-1 -C -', /-r and -C/],
    ['', /no URL/],
  ]
  for (const [line, says] of cases) assert.throws(() => parseCurl(`curl ${line}`), { code: 'usage', message: says }, line)
  assert.throws(() => parseCurl('wget h'), { code: 'usage', message: /no curl line.*"wget"/ })
})

test('as many words as the limit has, switches that stand together among them, and not one more', () => {
  const most = limits.commandWords
  const urls = (count: number) => `curl ${'h '.repeat(count)}`
  assert.equal(parseCurl(urls(most)).urls.length, most)
  const letters = (count: number) => `curl h -${'s'.repeat(count)}`
  assert.ok(parseCurl(letters(most - 2)).silent)
  for (const line of [urls(most + 1), letters(most - 1), letters(200_000)]) {
    assert.throws(() => parseCurl(line), { code: 'usage', value: most }, line.slice(0, 20))
  }
})

test('URLs keep their order, with and without --url', () => {
  assert.deepEqual(parseCurl('curl a --url b c --url=-').urls, ['a', 'b', 'c', '-'])
})

test('no name and no letter stands twice in the tables', () => {
  const all = [...curlOptions.rows, ...curlOptions.refused]
  for (const key of ['name', 'letter'] as const) {
    const values = all.flatMap(option => option[key] ?? [])
    assert.deepEqual([...new Set(values)], values)
  }
})
