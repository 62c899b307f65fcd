import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { limits } from '../base/limits.ts'
import { headerValue } from '../exchange/header-list.ts'
import { gathering, openScene, pageUrl, textOf } from './scripted-server.test-helper.ts'

const tagged = ['Cache-Control', 'max-age=60', 'ETag', '"1"']

test('a fresh answer comes from the store with its Age, costs nothing, and says so', async () => {
  const scene = openScene()
  scene.say({ headers: tagged, body: 'one' })
  assert.equal((await scene.get()).stored, undefined)
  await scene.pass(59)
  const served = await scene.get()
  assert.equal(textOf(served), 'one')
  assert.equal(served.stored, 'fresh')
  assert.deepEqual(served.bytes, { raw: 0, decoded: 3 })
  assert.equal(headerValue(served.headers, 'age'), '59')
  assert.equal(served.order.url, pageUrl)
  assert.equal(scene.asked.length, 1)
})

test('a stale answer is asked for with all its validators; a 304 brings it up to date and gives its body (Z51, Z52, Z53)', async () => {
  const scene = openScene()
  const modified = 'Wed, 31 Dec 2025 00:00:00 GMT'
  scene.say({ headers: [...tagged, 'Last-Modified', modified, 'X-A', 'old', 'X-B', 'kept', 'Content-Length', '3'], body: 'one' })
  await scene.get()
  await scene.pass(60)
  scene.say({ status: 304, headers: ['ETag', '"1"', 'Cache-Control', 'max-age=30', 'X-A', 'new', 'Content-Length', '0'] })
  const served = await scene.get(['X-Mine', '1'])
  assert.deepEqual(scene.asked[1]!.headers, ['X-Mine', '1', 'if-none-match', '"1"', 'if-modified-since', modified])
  assert.deepEqual([served.status, served.reason, served.stored, textOf(served)], [200, 'Said', 'revalidated', 'one'])
  const field = (name: string) => headerValue(served.headers, name)
  assert.deepEqual([field('x-a'), field('x-b'), field('content-length'), field('age')], ['new', 'kept', '3', '0'])
  assert.deepEqual(served.order.headers, ['X-Mine', '1'], 'the conditions are ours, not his')
  await scene.pass(29)
  assert.equal((await scene.get()).stored, 'fresh')
  await scene.pass(1)
  await scene.get()
  assert.equal(scene.asked.length, 3)
})

test('a new version takes the place of the old one; one that may not be kept leaves none (Z40)', async () => {
  const scene = openScene()
  scene.say({ headers: tagged, body: 'one' })
  await scene.get()
  await scene.pass(60)
  scene.say({ headers: ['Cache-Control', 'max-age=60', 'ETag', '"2"'], body: 'two' })
  assert.equal(textOf(await scene.get()), 'two')
  assert.equal((await scene.get()).stored, 'fresh')
  await scene.pass(60)
  scene.say({ headers: ['Cache-Control', 'no-store'], body: 'three' })
  await scene.get()
  assert.deepEqual([...scene.store.list()], [])
})

test('a body of `cacheBodyBytes` is kept, a longer one is not, whoever takes it', async () => {
  for (const into of [undefined, () => ({ write() {} })]) {
    const scene = openScene()
    scene.say({ headers: tagged, body: Buffer.alloc(limits.cacheBodyBytes + 1) })
    await scene.get([], { into })
    assert.deepEqual([...scene.store.list()], [])
    scene.say({ headers: tagged, body: Buffer.alloc(limits.cacheBodyBytes) })
    await scene.get([], { into })
    assert.equal([...scene.store.list()].length, 1)
  }
})

test('an answer that says nothing of the page leaves the stored one; an odd one is not kept', async () => {
  const scene = openScene()
  scene.say({ headers: tagged, body: 'one' })
  await scene.get()
  await scene.pass(60)
  for (const status of [401, 403, 408, 429, 500]) {
    scene.say({ status, headers: ['Retry-After', '5'] })
    assert.equal((await scene.get()).status, status)
  }
  scene.say({ status: 304, headers: ['ETag', '"1"'] })
  assert.equal((await scene.get()).stored, 'revalidated')
  scene.say({ status: 410 })
  await scene.get(['Cache-Control', 'no-cache'])
  assert.deepEqual([...scene.store.list()], [])
  scene.say({ headers: tagged, parts: { anomalies: ['bare-lf'] } })
  await scene.get()
  assert.deepEqual([...scene.store.list()], [])
  scene.say({ headers: [...tagged, 'Content-Encoding', 'rot13'], body: 'bar', parts: { anomalies: ['content-coding-unknown'] } })
  await scene.get()
  const again = await scene.get()
  assert.deepEqual([textOf(again), again.stored, again.anomalies], ['bar', 'fresh', ['content-coding-unknown']])
})

test('a 304 for another version than was asked about: the whole is asked for', async () => {
  const scene = openScene()
  scene.say({ headers: tagged, body: 'one' })
  await scene.get()
  await scene.pass(60)
  scene.say(({ headers }) =>
    headerValue(headers, 'if-none-match') === undefined ? { headers: tagged, body: 'two' } : { status: 304, headers: ['ETag', '"9"'] },
  )
  assert.equal(textOf(await scene.get()), 'two')
  assert.equal(scene.asked.length, 3)
})

test("the caller's own conditions: judged by a fresh answer, passed on untouched otherwise", async () => {
  const scene = openScene()
  scene.say({ headers: [...tagged, 'Last-Modified', 'Wed, 31 Dec 2025 00:00:00 GMT'], body: 'one' })
  const first = await scene.get(['If-None-Match', '"0"'])
  assert.deepEqual(scene.asked[0]!.headers, ['If-None-Match', '"0"'])
  assert.equal(first.status, 200)
  for (const [fields, status] of [
    [['If-None-Match', '"0", W/"1"'], 304],
    [['If-None-Match', '"0"', 'If-Modified-Since', 'Thu, 01 Jan 2026 00:00:00 GMT'], 200],
    [['If-Modified-Since', 'Wed, 31 Dec 2025 00:00:00 GMT'], 304],
    [['If-Modified-Since', 'Tue, 30 Dec 2025 00:00:00 GMT'], 200],
    [['If-Modified-Since', 'yesterday'], 200],
    [['If-None-Match', '*'], 304],
  ] as const) {
    const got = await scene.get(fields)
    assert.deepEqual([got.status, got.stored, textOf(got)], [status, 'fresh', status === 304 ? '' : 'one'], fields.join(' '))
  }
  await scene.pass(60)
  scene.say({ status: 304, headers: ['ETag', '"1"', 'Cache-Control', 'max-age=5'] })
  const stale = await scene.get(['If-None-Match', '"1"'])
  assert.deepEqual(scene.asked[1]!.headers, ['If-None-Match', '"1"'])
  assert.deepEqual([stale.status, stale.stored], [304, undefined])
  assert.equal((await scene.get()).stored, 'fresh', 'the 304 was about what is stored')
  assert.equal(scene.asked.length, 2)
})

test('the directives of the request are obeyed', async () => {
  const scene = openScene()
  scene.say({ headers: tagged, body: 'one' })
  await scene.get()
  await scene.pass(30)
  const asks = async (control: string) => {
    const before = scene.asked.length
    const { stored } = await scene.get(['Cache-Control', control])
    return scene.asked.length > before ? 'asked' : stored
  }
  scene.say({ status: 304, headers: ['ETag', '"1"', 'Date', 'Thu, 01 Jan 2026 00:00:00 GMT', 'Age', '30'] })
  assert.equal(await asks('max-age=30'), 'fresh')
  assert.equal(await asks('max-age=29'), 'asked')
  assert.equal(await asks('min-fresh=30'), 'fresh')
  assert.equal(await asks('min-fresh=31'), 'asked')
  assert.equal(await asks('no-cache'), 'asked')
  await scene.pass(40)
  assert.equal(await asks('max-stale=10'), 'stale')
  assert.equal(await asks('max-stale=9'), 'asked')
  assert.equal(await asks('max-stale'), 'stale')
  assert.equal(await asks('max-stale, max-age=60'), 'asked')
  const missed = await scene.get(['Cache-Control', 'only-if-cached'])
  assert.equal(missed.status, 504)
})

test('no-store in a request leaves the store out both ways', async () => {
  const scene = openScene()
  scene.say({ headers: tagged })
  await scene.get(['Cache-Control', 'no-store'])
  assert.deepEqual([...scene.store.list()], [])
  await scene.get()
  assert.equal((await scene.get(['Cache-Control', 'no-store'])).stored, undefined)
  assert.equal(scene.asked.length, 3)
})

test('must-revalidate: no request and no failure gets it stale', async () => {
  const scene = openScene()
  scene.say({ headers: ['Cache-Control', 'max-age=10, must-revalidate, stale-if-error=60', 'ETag', '"1"'] })
  await scene.get()
  await scene.pass(11)
  scene.say({ fails: 'connection-refused' })
  await assert.rejects(scene.get(['Cache-Control', 'max-stale']), { code: 'connection-refused' })
})

test('stale-if-error: a failing server is stood in for as long as allowed, and only then', async () => {
  const scene = openScene()
  scene.say({ headers: ['Cache-Control', 'max-age=10, stale-if-error=60', 'ETag', '"1"'], body: 'one' })
  await scene.get()
  await scene.pass(20)
  for (const said of [{ fails: 'connection-refused' }, { status: 503, body: 'busy' }] as const) {
    scene.say(said)
    const served = await scene.get()
    assert.deepEqual([served.status, served.stored, textOf(served)], [200, 'stale', 'one'])
    const { got, into } = gathering()
    await scene.get([], { into })
    assert.equal(got.text, 'one', 'the sink sees nothing of the failure')
  }
  scene.say({ fails: 'aborted' })
  await assert.rejects(scene.get(), { code: 'aborted' })
  scene.say({ status: 404, body: 'gone' })
  assert.equal((await scene.get()).status, 404)
  await scene.pass(60)
  scene.say({ status: 503 })
  assert.equal((await scene.get()).status, 503)
  const plain = openScene()
  plain.say({ headers: tagged })
  await plain.get()
  await plain.pass(61)
  plain.say({ status: 503 })
  assert.equal((await plain.get()).status, 503)
  assert.equal((await plain.get(['Cache-Control', 'stale-if-error=60'])).stored, 'stale')
})

test('stale-while-revalidate: only with somebody who waits for the work', async () => {
  const works: Promise<void>[] = []
  for (const waitUntil of [undefined, (work: Promise<void>) => works.push(work)]) {
    const scene = openScene(waitUntil === undefined ? {} : { waitUntil })
    scene.say({ headers: ['Cache-Control', 'max-age=10, stale-while-revalidate=60', 'ETag', '"1"'], body: 'one' })
    await scene.get()
    await scene.pass(20)
    scene.say({ headers: ['Cache-Control', 'max-age=10', 'ETag', '"2"'], body: 'two' })
    const { got, into } = gathering()
    const [served, second] = await Promise.all([scene.get([], { into }), waitUntil && scene.get()])
    if (waitUntil === undefined) {
      assert.deepEqual([served.stored, got.text], [undefined, 'two'])
      continue
    }
    assert.deepEqual([served.stored, second?.stored, got.text], ['stale', 'stale', 'one'])
    await Promise.all(works)
    assert.equal(works.length, 1, 'refreshed once')
    assert.equal(textOf(await scene.get()), 'two')
    await scene.pass(10)
    scene.say({ fails: 'connection-refused' })
    await assert.rejects(scene.get(), { code: 'connection-refused' })
  }
})

test('a sink is served from the store; what it took is stored up to the limit and never with a piece missing', async () => {
  const scene = openScene({ maxBodyBytes: 5 })
  for (const body of ['12345', '123456']) {
    scene.say({ headers: ['Cache-Control', 'max-age=60'], body })
    const url = `http://a.example/${body}`
    const [first, second] = [gathering(), gathering()]
    await scene.get([], { url, into: first.into })
    const served = await scene.get([], { url, into: second.into })
    assert.deepEqual([first.got.text, second.got.text], [body, body])
    assert.equal(served.stored, body.length <= 5 ? 'fresh' : undefined)
    if (served.stored) assert.deepEqual([served.body.length, served.bytes.raw], [0, 5])
  }
  scene.say({ headers: ['Cache-Control', 'max-age=60'], parts: { cut: 'truncated' } })
  await scene.get([], { url: 'http://a.example/cut' })
  assert.deepEqual(scene.store.find('http://a.example/cut'), [])
})

test('content codings: kept as they came or without, every caller gets what he would have got', async () => {
  const zipped = gzipSync('a text')
  const headers = ['Cache-Control', 'max-age=60', 'Content-Encoding', 'gzip', 'Content-Length', String(zipped.length)]
  const gathered = openScene()
  gathered.say({ headers, body: 'a text' })
  await gathered.get()
  const again = await gathered.get()
  assert.deepEqual([textOf(again), headerValue(again.headers, 'content-encoding')], ['a text', 'gzip'])
  const { got, into } = gathering()
  const bare = await gathered.get([], { into })
  assert.deepEqual(
    [got.text, headerValue(bare.headers, 'content-encoding'), headerValue(bare.headers, 'content-length')],
    ['a text', undefined, '6'],
  )
  assert.equal(headerValue(got.head!.headers, 'content-encoding'), undefined)

  const sunk = openScene()
  sunk.say({ headers, body: zipped })
  await sunk.get([], { into: gathering().into })
  const second = gathering()
  await sunk.get([], { into: second.into })
  assert.equal(second.got.text, zipped.toString('latin1'))
  assert.equal(textOf(await sunk.get()), 'a text')
  assert.equal(textOf(await sunk.get([], { into: () => undefined })), 'a text')
  assert.equal(sunk.asked.length, 1)
  await sunk.get([], { limits: { bodyBytes: 5 } })
  assert.equal(sunk.asked.length, 2, 'the limit of an order is for the server to meet')
})

test('wants is asked of a stored answer too, and a careless handler is told', async () => {
  const scene = openScene()
  scene.say({ headers: tagged })
  await scene.get()
  const unwanted = await scene.get([], { wants: ({ headers }) => headerValue(headers, 'etag') !== '"1"' })
  assert.deepEqual([unwanted.cut, unwanted.body.length, unwanted.stored], ['unwanted', 0, 'fresh'])
  const careless = () => {
    throw new Error('oops')
  }
  await assert.rejects(scene.get([], { into: careless }), { code: 'handler' })
  await assert.rejects(scene.get([], { into: () => ({ write: careless }) }), { message: 'oops' })
})

test('one account does not see what another was answered, and no secret is kept', async () => {
  const scene = openScene()
  scene.say(({ headers }) => ({ headers: tagged, body: `for ${headerValue(headers, 'authorization')}` }))
  await scene.get(['Authorization', 'Basic dTpzZWNyZXQ='])
  assert.equal(textOf(await scene.get()), 'for undefined')
  assert.equal(textOf(await scene.get(['Authorization', 'Basic dTpvdGhlcg=='])), 'for Basic dTpvdGhlcg==')
  assert.equal((await scene.get(['authorization', 'Basic dTpzZWNyZXQ='])).stored, 'fresh')
  const digest = (nonce: string, user: string) => [
    'Authorization',
    `Digest username="${user}", realm="r", nonce="${nonce}", response="${nonce}"`,
  ]
  await scene.get(digest('1', 'me'))
  assert.equal((await scene.get(digest('2', 'me'))).stored, 'fresh')
  assert.equal((await scene.get(digest('3', 'other'))).stored, undefined)
  await scene.get([], { url: 'http://me:secret@a.example/x#part' })
  assert.equal((await scene.get([], { url: 'http://a.example/x' })).stored, 'fresh')
  assert.doesNotMatch(JSON.stringify([...scene.store.list()]), /secret|dTp/)
})

test('an answer from an address that the order may not reach is not seen', async () => {
  const scene = openScene()
  scene.say({ headers: tagged, parts: { peer: '127.0.0.1' } })
  await scene.get([], { allow: ['loopback'] })
  assert.equal((await scene.get([], { allow: ['loopback'] })).stored, 'fresh')
  assert.equal((await scene.get()).stored, undefined)
})

test('cookies: a stored Set-Cookie stays in a fresh answer; confirmed by a 304 only what is new is there', async () => {
  const scene = openScene()
  scene.say({ headers: [...tagged, 'Set-Cookie', 'a=1'] })
  await scene.get()
  assert.equal(headerValue((await scene.get()).headers, 'set-cookie'), 'a=1')
  await scene.pass(60)
  scene.say({ status: 304, headers: ['ETag', '"1"'] })
  assert.equal(headerValue((await scene.get()).headers, 'set-cookie'), undefined)
  scene.say({ status: 304, headers: ['ETag', '"1"', 'Set-Cookie', 'b=2'] })
  assert.equal(headerValue((await scene.get(['Cache-Control', 'no-cache'])).headers, 'set-cookie'), 'b=2')
})

test('Vary: variants stand side by side, white space is no difference, a star is never kept', async () => {
  const scene = openScene()
  scene.say(({ headers }) => ({ headers: [...tagged, 'Vary', 'Accept-Language'], body: headerValue(headers, 'accept-language') ?? 'none' }))
  for (const language of ['de, en', 'fr']) await scene.get(['Accept-Language', language])
  for (const language of ['de,en', ' de ,  en', 'fr'])
    assert.equal((await scene.get(['accept-language', language])).stored, 'fresh', language)
  assert.equal(textOf(await scene.get()), 'none')
  scene.say({ headers: [...tagged, 'Vary', '*'] })
  await scene.get([], { url: 'http://a.example/star' })
  assert.deepEqual(scene.store.find('http://a.example/star'), [])
})

test('unsafe methods that succeed forget the URL and the places of the same origin that they name', async () => {
  const scene = openScene()
  const urls = ['http://a.example/page', 'http://a.example/made', 'http://b.example/other']
  const fill = async () => {
    scene.say({ headers: tagged })
    for (const url of urls) await scene.get([], { url })
  }
  const stored = () => urls.filter(url => scene.store.find(url).length > 0)
  await fill()
  scene.say({ status: 500, headers: ['Location', '/made'] })
  await scene.get([], { method: 'POST' })
  assert.deepEqual(stored(), urls)
  scene.say({ status: 201, headers: ['Location', '/made#x', 'Content-Location', 'http://b.example/other'] })
  await scene.get([], { method: 'POST' })
  assert.deepEqual(stored(), ['http://b.example/other'])
  await fill()
  await scene.get([], { method: 'OPTIONS' })
  assert.deepEqual(stored(), urls)
})

test('HEAD: answered by a stored GET; asked of the server it brings the stored fields up to date, or ends them', async () => {
  const scene = openScene()
  const head = { method: 'HEAD' }
  scene.say({ headers: tagged, body: 'one' })
  await scene.get()
  const served = await scene.get([], head)
  assert.deepEqual([served.stored, served.body.length, headerValue(served.headers, 'etag')], ['fresh', 0, '"1"'])
  await scene.pass(60)
  scene.say({ headers: ['ETag', '"1"', 'Cache-Control', 'max-age=90'] })
  await scene.get([], head)
  assert.deepEqual(scene.asked[1]!.headers, [])
  assert.equal(textOf(await scene.get()), 'one')
  assert.equal(scene.asked.length, 2)
  scene.say({ headers: ['ETag', '"2"'] })
  await scene.get(['Cache-Control', 'no-cache'], head)
  assert.deepEqual([...scene.store.list()], [])
})

test('heuristics: a tenth of the time since Last-Modified, or never', async () => {
  for (const heuristics of [true, false]) {
    const scene = openScene({ heuristics })
    scene.say({ headers: ['Last-Modified', 'Wed, 31 Dec 2025 23:59:50 GMT'] })
    await scene.get()
    assert.equal((await scene.get()).stored, heuristics ? 'fresh' : undefined)
    await scene.pass(1)
    await scene.get()
    assert.equal(headerValue(scene.asked.at(-1)!.headers, 'if-modified-since'), 'Wed, 31 Dec 2025 23:59:50 GMT')
  }
})

test('other schemes, bodies and conditions for the origin pass by', async () => {
  const scene = openScene()
  scene.say({ headers: tagged })
  for (const more of [
    { url: 'ftp://a.example/x' },
    { body: Buffer.from('x') },
    { headers: ['If-Match', '"1"'] },
    { headers: ['If-Range', '"1"'] },
  ]) {
    await scene.get(more.headers ?? [], { url: pageUrl, ...more })
  }
  assert.deepEqual([...scene.store.list()], [])
})
