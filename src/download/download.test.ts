import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { limits } from '../base/limits.ts'
import { temporaryFolder } from '../cli/run-cli.test-helper.ts'
import { createClient } from '../fetch/index.ts'
import type { Answer } from '../testing/index.ts'
import { manualClock, openTown, staticAnswer } from '../testing/index.ts'
import type { DownloadProgress } from './index.ts'
import { download } from './index.ts'

const town = await openTown()
after(() => town.close())

const image = town.url('library', '/image.jpg')
const bytesAt = async (url: string) => Buffer.from(await (await fetch(url)).arrayBuffer())
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** The site `quiet` answers everything with this, as long as the test runs. */
function answering(answer: Answer | ((path: string) => Answer)): Disposable & { url(path?: string): string } {
  const stop = town.override('quiet', request => (typeof answer === 'function' ? answer(request.path) : answer))
  return { url: (path = '/file') => town.url('quiet', path), [Symbol.dispose]: stop }
}

test('one call saves a body to a named file, byte for byte (P10, P17, Z32)', async () => {
  using folder = temporaryFolder()
  const file = folder.at('stuff.jpg')
  const { bytes, outcome, path, received, exchange } = await download(image, file)
  assert.deepEqual([bytes, outcome, path, received, exchange.status], [70_057, 'saved', file, 70_057, 200])
  assert.equal(sha256(readFileSync(file)), sha256(await bytesAt(image)))
  assert.deepEqual(readdirSync(folder.path), ['stuff.jpg'])
})

test('a GIF by the address of its host, the name apart: status, header and all 8,558 bytes (Z31, Z33)', async () => {
  using folder = temporaryFolder()
  const url = town.url('library', '/intl/en_ALL/images/logo.gif')
  const { exchange, path } = await download({ url, headers: ['host', 'www.google.com'] }, folder.at('Picture.gif'))
  assert.deepEqual([exchange.status, exchange.reason, statSync(path).size], [200, 'OK', 8558])
  assert.equal(readFileSync(path).toString('latin1', 0, 6), 'GIF89a')
  assert.ok(town.log.at(-1)?.headers.includes('www.google.com'))
})

test('blocks of 100,000 bytes are written and counted: five whole ones and the rest (P32, P33)', async () => {
  using folder = temporaryFolder()
  const blocks: number[] = []
  const options = { blockBytes: 100_000, onBlock: (size: number) => void blocks.push(size) }
  const { bytes, blocks: count } = await download(town.url('library', '/cover.jpg'), folder.at('cover3.jpg'), options)
  assert.deepEqual([...blocks, count], [100_000, 100_000, 100_000, 100_000, 100_000, 68_248, 6])
  assert.equal(`${bytes} characters copied.`, '568248 characters copied.')
})

test('without a word about it blocks have `downloadBlockBytes`', async () => {
  using folder = temporaryFolder()
  const blocks: number[] = []
  await download(town.url('library', '/cover.jpg'), folder.at('x'), { clock: manualClock(), onBlock: size => void blocks.push(size) })
  const { downloadBlockBytes: whole } = limits
  assert.deepEqual(blocks, [limits.downloadBlockBytes, whole, 568_248 - 2 * whole])
})

test('any size in bounded memory: 96 MiB pass, and never more than 24 MiB of buffers are alive (P34)', async () => {
  const base = process.memoryUsage().arrayBuffers
  let most = 0
  const onBlock = () => {
    most = Math.max(most, process.memoryUsage().arrayBuffers - base)
  }
  const { bytes } = await download(town.url('files', '/big?mb=96'), '/dev/null', { onBlock })
  assert.equal(bytes, 96 * 1024 * 1024)
  assert.ok(most < 24 * 1024 * 1024, `${most}`)
})

test('an empty body is an empty file', async () => {
  using folder = temporaryFolder()
  assert.equal((await download(town.url('files', '/empty'), folder.at('empty'))).bytes, 0)
  assert.equal(statSync(folder.at('empty')).size, 0)
})

test('into a folder: the name from the URL, what the server proposes, and the type (P35, P36, Z45)', async () => {
  using folder = temporaryFolder()
  using site = answering(path => ({
    status: 200,
    headers: ['Content-Type', 'image/jpeg', ...(path === '/d' ? ['Content-Disposition', `attachment; filename*=UTF-8''na%C3%AFve`] : [])],
    body: 'x',
  }))
  mkdirSync(folder.at('there'))
  const saved = async (path: string, to: string, options = {}) => (await download(site.url(path), to, options)).path
  assert.equal(await saved('/photo?size=7', folder.at('new/')), folder.at('new/photo.jpg'))
  assert.equal(await saved('/photo', folder.at('there'), { nameFrom: 'url' }), folder.at('there/photo'))
  assert.equal(await saved('/d', folder.at('there')), folder.at('there/naïve.jpg'))
  const below = await download(site.url('/x'), { folder: folder.at('mirror'), name: 'a.test/b/x.jpg' })
  assert.equal(below.path, folder.at('mirror/a.test/b/x.jpg'))
})

test('a derived name overwrites nothing unless it is told; a named file is replaced, its permissions kept', async () => {
  using folder = temporaryFolder()
  const file = folder.at('image.jpg')
  writeFileSync(file, 'mine', { mode: 0o600 })
  assert.equal((await download(image, `${folder.path}/`)).path, folder.at('image.1.jpg'))
  assert.equal((await download(image, `${folder.path}/`)).path, folder.at('image.2.jpg'))
  await assert.rejects(download(image, file, { overwrite: 'never' }), { code: 'file-exists' })
  await assert.rejects(download(image, `${folder.path}/`, { overwrite: 'never' }), { code: 'file-exists' })
  assert.equal(readFileSync(file, 'utf8'), 'mine')
  assert.equal((await download(image, file)).path, file)
  assert.deepEqual([statSync(file).size, statSync(file).mode & 0o777], [70_057, 0o600])
  assert.equal(readdirSync(folder.path).length, 3)
})

test('a proposed name that is there is refused before the body is fetched', async () => {
  using folder = temporaryFolder()
  writeFileSync(folder.at('taken.bin'), 'mine')
  async function* endless() {
    for (;;) yield Buffer.alloc(1024)
  }
  using site = answering(() => ({ status: 200, headers: ['Content-Disposition', 'attachment; filename=taken.bin'], body: endless() }))
  await assert.rejects(download(site.url(), `${folder.path}/`, { overwrite: 'never' }), { code: 'file-exists' })
  assert.deepEqual(readdirSync(folder.path), ['taken.bin'])
})

test('N17: nothing is written through a symbolic link, whichever part of the way it is', async () => {
  using folder = temporaryFolder()
  using outside = temporaryFolder()
  writeFileSync(outside.at('victim'), 'safe')
  symlinkSync(outside.at('victim'), folder.at('image.jpg'))
  symlinkSync(outside.at('victim'), folder.at('new.jpg.part'))
  symlinkSync(outside.at('victim'), folder.at('new.jpg.part.json'))
  symlinkSync(outside.path, folder.at('a.test'))
  await download(image, folder.at('image.jpg'))
  assert.ok(!lstatSync(folder.at('image.jpg')).isSymbolicLink())
  await download(image, folder.at('new.jpg'))
  assert.equal(statSync(folder.at('new.jpg')).size, 70_057)
  for (const name of ['a.test/x.jpg', 'a.test/b/x.jpg', '../x', 'b/../../x', '/x', 'b//x', '']) {
    await assert.rejects(download(image, { folder: folder.path, name }), { code: 'file' }, name)
  }
  assert.deepEqual([readdirSync(outside.path), readFileSync(outside.at('victim'), 'utf8')], [['victim'], 'safe'])
})

test('N01 to N12: whatever name a server proposes, the file is in the folder and its name is harmless', async () => {
  using folder = temporaryFolder()
  const names = [
    '../../x',
    '..\\..\\x',
    '/etc/passwd',
    'C:\\Windows\\x',
    '//server/share/x',
    'CON',
    'nul.txt',
    '.',
    '..',
    '',
    '.htaccess',
    '~',
    '-rf',
  ]
  const hostile = [...names, 'a\0b', '\x1b[2J', 'x\u202egpj.exe', 'a:b', 'a.', 'a ', 'é'.repeat(300), '\ud83d\ude00'.repeat(100), 'a\r\nb']
  const encoded = hostile.map(name => encodeURIComponent(name))
  using site = answering(path => ({
    status: 200,
    headers: ['Content-Disposition', `attachment; filename*=UTF-8''${encoded[Number(path.slice(1))]}`],
    body: path,
  }))
  mkdirSync(folder.at('out'))
  for (const at of hostile.keys()) {
    const { path } = await download(site.url(`/${at}`), folder.at('out'))
    assert.equal(readFileSync(path, 'utf8'), `/${at}`)
  }
  assert.deepEqual(readdirSync(folder.path), ['out'])
  const saved = readdirSync(folder.at('out'))
  assert.equal(saved.length, hostile.length)
  for (const name of saved) {
    assert.match(name, /^[^-. /\\:*?"<>|~\p{Cc}\p{Cf}][^/\\:*?"<>|\p{Cc}\p{Cf}]*(?<![. ])$/u)
    assert.doesNotMatch(name, /^(?:con|nul)(?:\.|$)/i)
  }
})

test('a device is written to as it is, and stays one', async () => {
  const { bytes, path } = await download(image, '/dev/null')
  assert.deepEqual(
    [bytes, path, lstatSync('/dev/null').isCharacterDevice(), existsSync('/dev/null.part')],
    [70_057, '/dev/null', true, false],
  )
})

test('a status of 400 and above is an error and leaves nothing, or is saved when that is wanted', async () => {
  using folder = temporaryFolder()
  const url = town.url('library', '/nothing')
  await assert.rejects(download(url, folder.at('x')), { code: 'http-status', value: 404 })
  assert.deepEqual(readdirSync(folder.path), [])
  const { exchange } = await download(url, folder.at('x'), { errorPages: true })
  assert.equal(exchange.status, 404)
  assert.match(readFileSync(folder.at('x'), 'utf8'), /Not found/)
})

test('the connection of an error status stays when its body has `errorBodyBytes` at most', async () => {
  using folder = temporaryFolder()
  await using client = createClient()
  const connections = async (size: number) => {
    using site = answering({ status: 404, headers: [], body: new Uint8Array(size) })
    town.clearLog()
    for (const _ of [1, 2]) await assert.rejects(download(site.url(), folder.at('x'), { client }), { code: 'http-status', value: 404 })
    return new Set(town.log.map(({ connection }) => connection)).size
  }
  assert.deepEqual([await connections(limits.errorBodyBytes), await connections(limits.errorBodyBytes + 1)], [1, 2])
})

test('newerOnly: 304 and an older Last-Modified leave the file; keepTime gives it the time of the server', async () => {
  using folder = temporaryFolder()
  const file = folder.at('image.jpg')
  const founded = Date.UTC(2013, 10, 2, 2, 1, 26)
  await download(image, file, { keepTime: true })
  assert.equal(statSync(file).mtimeMs, founded)
  town.clearLog()
  assert.equal((await download(image, file, { newerOnly: true })).outcome, 'unchanged')
  assert.equal(town.log[0]?.status, 304)
  utimesSync(file, new Date(founded - 1000), new Date(founded - 1000))
  assert.equal((await download(image, `${folder.path}/`, { newerOnly: true })).outcome, 'saved')
  using site = answering({ status: 200, headers: ['Last-Modified', 'Sat, 02 Nov 2013 02:01:26 GMT'], body: 'changed' })
  writeFileSync(folder.at('file'), 'old')
  assert.equal((await download(site.url(), folder.at('file'), { newerOnly: true })).outcome, 'unchanged')
  assert.equal(readFileSync(folder.at('file'), 'utf8'), 'old')
  assert.deepEqual(readdirSync(folder.path), ['file', 'image.jpg'])
})

test('a digest that is expected, and those that a server states, are checked while the body comes (Z94)', async () => {
  using folder = temporaryFolder()
  const body = 'hello'
  const digest = (algorithm: string, form: 'hex' | 'base64', text = body) => createHash(algorithm).update(text).digest(form)
  const stated = (text: string) => [
    ...[
      'Content-MD5',
      digest('md5', 'base64', text),
      'Digest',
      `SHA=${digest('sha1', 'base64', text)},sha-256=${digest('sha256', 'base64', text)}`,
    ],
    ...['Repr-Digest', `sha-512=:${digest('sha512', 'base64', text)}:`],
  ]
  using right = answering({ status: 200, headers: stated(body), body })
  const { verified } = await download(right.url(), folder.at('x'), { expect: `SHA256=${digest('sha256', 'hex')}` })
  assert.deepEqual(verified, ['content-md5', 'digest', 'digest', 'repr-digest', 'expect'])
  await assert.rejects(download(right.url(), folder.at('y'), { expect: `sha-256=${digest('sha256', 'hex', 'other')}` }), {
    code: 'digest-mismatch',
  })
  await assert.rejects(download(right.url(), folder.at('y'), { expect: 'sha-256=abc' }), { code: 'usage' })
  for (let index = 0; index < 6; index += 2) {
    using wrong = answering({ status: 200, headers: stated('other').slice(index, index + 2), body })
    await assert.rejects(download(wrong.url(), folder.at('y')), { code: 'digest-mismatch' })
  }
  assert.deepEqual(readdirSync(folder.path), ['x'])
})

test('more than maxBytes is an error, told before or found while it comes, and leaves nothing', async () => {
  using folder = temporaryFolder()
  async function* unknown() {
    for (let count = 0; count < 10; count++) yield Buffer.alloc(1000)
  }
  using site = answering(() => ({ status: 200, headers: [], body: unknown() }))
  for (const url of [image, site.url()]) {
    await assert.rejects(download(url, folder.at('x'), { maxBytes: 9_999 }), { code: 'body-too-large', value: 9_999 })
  }
  assert.equal((await download(site.url(), folder.at('x'), { maxBytes: 10_000 })).bytes, 10_000)
  assert.deepEqual(readdirSync(folder.path), ['x'])
})

test('a coding that nobody asked for stays on the file and is told', async () => {
  using folder = temporaryFolder()
  const packed = gzipSync('hello')
  using site = answering({ status: 200, headers: ['Content-Encoding', 'gzip'], body: packed })
  const { codings, path } = await download(site.url('/a.gz'), folder.at('a.gz'))
  assert.deepEqual([codings, readFileSync(path)], [['gzip'], packed])
  assert.ok(town.log.at(-1)?.headers.includes('identity'))
})

test('a range that the caller asks for is the whole file then', async () => {
  using folder = temporaryFolder()
  const { bytes } = await download({ url: town.url('library', '/afile.html'), headers: ['range', 'bytes=0-249'] }, folder.at('x'))
  assert.equal(bytes, 250)
})

test('limitRate: 70,057 bytes at 7,000 a second are not here before their time', async () => {
  using folder = temporaryFolder()
  const clock = manualClock()
  let saved: number | undefined
  const done = download(image, folder.at('x'), { clock, limitRate: 7_000 }).then(() => {
    saved = clock.now()
  })
  while (saved === undefined) {
    await clock.advance(100)
    await new Promise(setImmediate)
  }
  await done
  assert.ok(saved >= 10_000, `${saved} ms`)
})

test('progress: how much is here of what, and at the end all', async () => {
  using folder = temporaryFolder()
  const told: DownloadProgress[] = []
  await download(image, folder.at('x'), { onProgress: progress => told.push(progress) })
  assert.deepEqual([told.at(-1)?.received, told.at(-1)?.total], [70_057, 70_057])
  assert.ok(told.every(({ received, total }) => received <= 70_057 && total === 70_057))
})

test('called back: what came is kept, and the next call goes on', async () => {
  using folder = temporaryFolder()
  const whole = Buffer.alloc(300_000, 'orbweaver ')
  let cut = true
  const open = Promise.withResolvers<void>()
  using _ = {
    [Symbol.dispose]: town.override('quiet', request => {
      const answer = staticAnswer({ ...request, path: '/file' }, { body: whole, type: 'application/octet-stream' })
      if (!cut) return answer
      return { ...answer, body: half() }
    }),
  }
  async function* half() {
    yield whole.subarray(0, 100_000)
    await open.promise
  }
  const abort = new AbortController()
  const options = { signal: abort.signal, blockBytes: 10_000, onBlock: () => (part() >= 100_000 ? abort.abort() : undefined) }
  const part = () => statSync(folder.at('x.part')).size
  await assert.rejects(download(town.url('quiet', '/file'), folder.at('x'), options), { code: 'aborted' })
  open.resolve()
  assert.deepEqual([readdirSync(folder.path), part()], [['x.part', 'x.part.json'], 100_000])
  cut = false
  const { resumedFrom, received } = await download(town.url('quiet', '/file'), folder.at('x'))
  assert.deepEqual([resumedFrom, received, readFileSync(folder.at('x')).equals(whole)], [100_000, 200_000, true])
  assert.deepEqual(readdirSync(folder.path), ['x'])
})

test('two downloads of one file at once: the second is refused; of two URLs with one name both are kept', async () => {
  using folder = temporaryFolder()
  const second = Promise.withResolvers<void>()
  {
    // The first is held in the middle of its body until the second has been refused.
    async function* held() {
      yield Buffer.from('first half, ')
      await second.promise
      yield Buffer.from('second half')
    }
    using slow = answering(() => ({ status: 200, headers: [], body: held() }))
    let refusal: Promise<void> | undefined
    const onBlock = () => {
      refusal ??= assert.rejects(download(slow.url(), folder.at('x')), { code: 'file' }).then(second.resolve, second.reject)
    }
    const first = download(slow.url(), folder.at('x'), { blockBytes: 4, onBlock })
    assert.equal((await first).bytes, 23)
    await refusal
    await second.promise
  }
  using site = answering({ status: 200, headers: ['Content-Type', 'image/jpeg'], body: 'other' })
  const paths = await Promise.all([download(image, `${folder.path}/`), download(site.url('/image.jpg'), `${folder.path}/`)])
  assert.deepEqual(paths.map(({ path }) => path).toSorted(), [folder.at('image.1.jpg'), folder.at('image.jpg')])
})
