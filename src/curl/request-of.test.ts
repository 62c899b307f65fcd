import assert from 'node:assert/strict'
import { test } from 'node:test'
import { headerValue } from '../exchange/header-list.ts'
import { parseCurl } from './parse-curl.ts'
import type { CurlFiles } from './request-of.ts'
import { requestOf } from './request-of.ts'

const files: CurlFiles = {
  read: name => Buffer.from({ f: 'a\r\nb\0c\n', j: '{}' }[name] ?? ''),
  changed: name => (name === 'f' ? new Date(Date.UTC(2007, 9, 20, 10)) : undefined),
}

async function requestFor(line: string, url = 'http://h.example/') {
  const { method, headers, body, url: target } = await requestOf(parseCurl(`curl ${line} ${url}`), new URL(url), files)
  return { method, url: target, headers, body: body === undefined ? undefined : Buffer.from(body).toString('latin1') }
}

test('POST of a form: Content-Type and the 13 characters of the seed (Z63)', async () => {
  const { method, headers, body } = await requestFor('-d a1=lga -d a2=cpt')
  assert.equal(method, 'POST')
  assert.equal(body, 'a1=lga&a2=cpt')
  assert.equal(body.length, 13)
  assert.equal(headerValue(headers, 'content-type'), 'application/x-www-form-urlencoded')
})

test('bodies are byte for byte what curl sends', async () => {
  const cases: readonly (readonly [line: string, method: string, body: string | undefined])[] = [
    ['', 'GET', undefined],
    ['-I', 'HEAD', undefined],
    ["-d ''", 'POST', ''],
    ['-d @f --data-binary @f -d x', 'POST', 'abc&a\r\nb\0c\n&x'],
    [
      "--data-urlencode 'a b&c/é~' --data-urlencode '=x y' --data-urlencode m@f --data-urlencode @f",
      'POST',
      'a+b%26c%2F%C3%A9~&x+y&m=a%0D%0Ab%00c%0A&a%0D%0Ab%00c%0A',
    ],
    [`--json '{"a":1' --json ',"b":2}'`, 'POST', '{"a":1,"b":2}'],
    ['--json @j', 'POST', '{}'],
    ['-T f', 'PUT', 'a\r\nb\0c\n'],
    ['-X PATCH -d x', 'PATCH', 'x'],
  ]
  for (const [line, method, body] of cases) {
    const request = await requestFor(line)
    assert.deepEqual([request.method, request.body], [method, body], line)
  }
})

test('queries (Z57), and the file name of an upload to a folder', async () => {
  assert.equal((await requestFor('-G -d a1=lga -d a2=cpt', 'http://h.example/dist/')).url, 'http://h.example/dist/?a1=lga&a2=cpt')
  assert.equal(
    (await requestFor("-G -d a=1 --data-urlencode 'b=c d'", 'http://h.example/p?x=1#frag')).url,
    'http://h.example/p?x=1&a=1&b=c+d',
  )
  assert.equal((await requestFor("--url-query 'a=b c' --url-query +d=%20")).url, 'http://h.example/?a=b+c&d=%20')
  assert.equal((await requestFor('-T f', 'http://h.example/dir/')).url, 'http://h.example/dir/f')
  assert.equal((await requestFor('-G -d a=1')).method, 'GET')
})

test('fields: given ones go before the usual ones, and text is sent as UTF-8', async () => {
  const { headers } = await requestFor(
    "-H 'Accept: a/b' -H 'X-É: é' -H 'X: é' -A me -e http://r/ -r 0-249 -b a=b -b c=d --oauth2-bearer t".replace("-H 'X-É: é'", ''),
  )
  assert.deepEqual(headers, [
    'Accept',
    'a/b',
    'X',
    Buffer.from('é').toString('latin1'),
    'user-agent',
    'me',
    'referer',
    'http://r/',
    'range',
    'bytes=0-249',
    'authorization',
    'Bearer t',
    'cookie',
    'a=b; c=d',
  ])
  assert.deepEqual((await requestFor("-H 'Accept:' -b file")).headers, [])
  assert.deepEqual((await requestFor(`--json 1 -H 'Content-Type: x/y'`)).headers, ['Content-Type', 'x/y', 'accept', 'application/json'])
})

test('-z: a date in any of its forms, or the date of a file', async () => {
  const since = async (given: string, more = '') => (await requestFor(`-z '${given}' -H Accept: ${more}`)).headers
  const date = 'Sat, 20 Oct 2007 10:00:00 GMT'
  assert.deepEqual(await since(date), ['if-modified-since', date])
  assert.deepEqual(await since(`-${date}`), ['if-unmodified-since', date])
  assert.deepEqual(await since('2007-10-20'), ['if-modified-since', 'Sat, 20 Oct 2007 00:00:00 GMT'])
  assert.deepEqual(await since('f'), ['if-modified-since', date])
  assert.deepEqual(await since('2007-10-20T12:00+02:00'), ['if-modified-since', date])
  assert.deepEqual(await since('to/new', '-o new --output-dir to'), [], 'the file that is to be made')
  const forms = /2007-10-20, 2007-10-20T10:00:00Z, or Sat, 20 Oct 2007 10:00:00 GMT/
  for (const given of ['nonsense', '-nonsense', '2007-13-45']) await assert.rejects(since(given), { code: 'usage', message: forms })
  await assert.rejects(since('nonsense', '-O'), { code: 'usage' })
})

test('multipart: the platform reads back what was written, and a typed text is no file', async () => {
  const line = `-F a=b -F 'c=@f;filename="q;\\"w.txt"' -F 'd=<f' -F 'g={"k":1};type=application/json'`
  const { headers, body } = await requestFor(line)
  const type = headerValue(headers, 'content-type')!
  const form = await new Response(Buffer.from(body!, 'latin1'), { headers: { 'content-type': type } }).formData()
  assert.equal(form.get('a'), 'b')
  assert.equal(form.get('d'), 'a\r\nb\0c\n')
  assert.equal(form.get('g'), '{"k":1}')
  const file = form.get('c')
  assert.ok(file instanceof File)
  assert.deepEqual([file.name, file.type, await file.text()], ['q;"w.txt', 'text/plain', 'a\r\nb\0c\n'])
  assert.match(body!, /name="g"\r\nContent-Type: application\/json\r\n\r\n\{"k":1\}\r\n/)
})
