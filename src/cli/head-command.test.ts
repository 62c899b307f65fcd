import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTown, statusAnswer } from '../testing/index.ts'
import { linesOf, runCli } from './run-cli.test-helper.ts'

test('the fields as they come; some of them; JSON by type (Z38, Z44, Z74, Z75)', async () => {
  await using town = await openTown()
  const image = town.url('library', '/image.jpg')
  const [whole, field, json] = await Promise.all([
    runCli(['head', image, '--contact', 'me@uni.example']),
    runCli(['head', image, '--field', 'last-modified', '--field', 'Content-Length']),
    runCli(['head', image, '--json']),
  ])
  assert.equal(whole.code, 0)
  assert.match(
    whole.stdout,
    /^HTTP\S* 200 OK\nDate: .*\nServer: Apache\nLast-Modified: .*\nETag: ".*"\nAccept-Ranges: bytes\nContent-Length: 70057\n/,
  )
  assert.equal(field.stdout, 'Sat, 02 Nov 2013 02:01:26 GMT\n70057\n')
  const { size, type, modified, acceptsRanges } = JSON.parse(json.stdout) as Record<string, unknown>
  assert.deepEqual([size, type, modified, acceptsRanges], [70_057, 'image/jpeg', '2013-11-02T02:01:26.000Z', true])
  assert.deepEqual([...new Set(town.log.map(({ method }) => method))], ['HEAD'])
  assert.ok(town.log.some(({ headers }) => headers.includes('me@uni.example')))
})

test('several URLs: a line each, redirects followed, failures told apart, wget’s lowest exit code', async () => {
  await using town = await openTown()
  town.override('quiet', ({ path }) =>
    path === '/fresh' ? { status: 200, headers: ['Cache-Control', 'max-age=7200', 'Content-Type', 'text/plain'], body: 'x' } : undefined,
  )
  const urls = [town.url('moved', '/to/docs'), 'http://127.0.0.1:9/', town.url('quiet', '/missing'), town.url('quiet', '/fresh')]
  const { code, stdout, stderr } = await runCli(['head', '-'], { input: urls.join('\n') })
  const [moved, missing, fresh, ...more] = linesOf(stdout)
  assert.match(moved!, /^200 +1\.7 kB {2}text\/html +changed 2025-06-01 00:00, ask again by ETag +http:\S+\/to\/docs -> http:\S+\/ok\/0$/)
  assert.match(missing!, /^404 .*\/missing$/)
  assert.match(fresh!, /^200 +1 B {2}text\/plain +no date, fresh for 2 h +http/)
  assert.deepEqual(more, [])
  assert.match(stderr, /^orbweaver: 127\.0\.0\.1:9 refused the connection[^\n]*\n$/)
  assert.equal(code, 4)
})

test('one URL with a status of failure: its fields all the same, and the exit code', async () => {
  await using town = await openTown()
  const [missing, absent] = await Promise.all([
    runCli(['head', town.url('quiet', '/missing')]),
    runCli(['head', town.url('quiet', '/'), '--field', 'X-Nothing']),
  ])
  assert.deepEqual([missing.code, missing.stdout.split('\n', 1)[0]], [8, 'HTTP/1.1 404 Not Found'])
  assert.equal(absent.code, 2)
  assert.match(absent.stderr, /sends no X-Nothing/)
})

test('a server that does not do HEAD is asked with GET, and keeps its body', async () => {
  await using town = await openTown()
  town.override('quiet', ({ method }) => (method === 'HEAD' ? statusAnswer(405, 'Method Not Allowed', 'No.') : undefined))
  const { code, stdout, stderr } = await runCli(['head', town.url('quiet', '/')])
  assert.deepEqual([code, stdout.split('\n', 1)[0]], [0, 'HTTP/1.1 200 OK'])
  assert.match(stderr, /HEAD is refused \(405\)/)
  assert.deepEqual(
    town.log.map(({ method }) => method),
    ['HEAD', 'GET'],
  )
})

test('a name and password in the URL are for its own site, and are not shown', async () => {
  await using town = await openTown()
  const { stdout, stderr } = await runCli(['head', town.url('quiet', '/').replace('//', '//me:secret@'), '--line'])
  assert.doesNotMatch(stdout + stderr, /secret/)
  const sent = town.log.flatMap(({ headers }) => headers)
  assert.ok(sent.includes(`Basic ${Buffer.from('me:secret').toString('base64')}`))
})

test('a URL above 2083 bytes: a warning that suggests a POST (Z65)', async () => {
  await using town = await openTown()
  const at = town.url('quiet', '/?q=')
  const urlOf = (length: number) => at + 'x'.repeat(length - at.length)
  const [fits, over] = await Promise.all([runCli(['head', urlOf(2083), '--line']), runCli(['head', urlOf(2084), '--line'])])
  assert.equal(fits.stderr, '')
  assert.match(over.stderr, /^orbweaver: .* has 2084 bytes, and not every server takes more than 2083\. Send long data with a POST\.\n$/)
  assert.equal(over.code, fits.code)
})
