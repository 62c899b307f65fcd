import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { openTown, statusAnswer } from '../testing/index.ts'
import type { Ran, RunOptions } from './run-cli.test-helper.ts'
import { runCli, temporaryFolder } from './run-cli.test-helper.ts'

const town = await openTown({ pages: 5 })
after(() => town.close())

const get = (args: readonly string[], options?: RunOptions): Promise<Ran> => runCli(['get', ...args], options)
const romeo = town.url('library', '/romeo.txt')

async function bodyOf(url: string): Promise<Buffer> {
  return Buffer.from(await (await fetch(url)).arrayBuffer())
}

test('the body to standard output, byte for byte, and not a word beside it', async () => {
  const [text, included, head, several] = await Promise.all([
    get([romeo]),
    get(['-i', romeo]),
    get(['-I', romeo]),
    get(['-', '-s'], { input: `${romeo}\n${romeo}\n` }),
  ])
  assert.deepEqual([text.code, text.stdout.length, text.stderr], [0, 167, ''])
  const [header, body] = included.stdout.split('\r\n\r\n')
  assert.equal(body, text.stdout)
  assert.match(header!, /^HTTP\/1\.1 200 OK\r\nDate: [^\r]*\r\nServer: Apache\r\n/)
  assert.equal(head.stdout.replace(/^Date.*$/m, ''), `${header}\r\n\r\n`.replace(/^Date.*$/m, ''))
  assert.equal(several.stdout, text.stdout.repeat(2))
})

test('a picture is saved whole under its name, by blocks of 100,000, and counted (P10, P32, P33, P35, P36)', async () => {
  using folder = temporaryFolder()
  const cover = town.url('library', '/cover.jpg')
  const [seed, remote, named] = await Promise.all([
    get(['--seed-style', cover], { cwd: folder.path }),
    get(['-O', '-#', town.url('library', '/image.jpg')], { cwd: folder.path }),
    get(['-o', 'Picture.gif', town.url('library', '/intl/en_ALL/images/logo.gif')], { cwd: folder.path }),
  ])
  assert.deepEqual([seed.code, seed.stdout, seed.stderr], [0, '568248 characters copied.\n', ''])
  assert.deepEqual(readFileSync(folder.at('cover.jpg')), await bodyOf(cover))
  assert.match(remote.stderr, /^70,057 bytes in [\d.]+ s \([\d.]+ [kM]?B\/s\) -> image\.jpg\n$/)
  assert.equal(remote.stdout, '')
  // Z32, Z33: one call, and the bytes intact.
  const gif = readFileSync(folder.at('Picture.gif'))
  assert.deepEqual([named.code, gif.length, gif.toString('latin1', 0, 6)], [0, 8558, 'GIF89a'])
  assert.deepEqual(readdirSync(folder.path).sort(), ['Picture.gif', 'cover.jpg', 'image.jpg'])
})

test('memory does not grow with the size of the body, to standard output or a file (P34)', async () => {
  using folder = temporaryFolder()
  const node = ['--import', 'data:text/javascript,process.on("exit",()=>console.error(process.resourceUsage().maxRSS))']
  const peakMb = async (mib: number, ...args: string[]): Promise<number> => {
    const { stderr } = await get([...args, town.url('files', `/big?mb=${mib}`)], { node })
    assert.match(stderr, /^\d+\n$/)
    return Number(stderr) / 1024
  }
  for (const args of [['--json'], ['-o', folder.at('big')]]) {
    const grown = (await peakMb(200, ...args)) - (await peakMb(20, ...args))
    assert.ok(grown < 24, `${args.join(' ')}: ${grown.toFixed(1)} MB more for ten times the size`)
  }
})

test('so many characters are shown, all are counted (P40)', async () => {
  const { stdout } = await get(['--max-chars', '30', romeo])
  assert.equal(stdout, 'But soft what light through yo\n167 characters.\n')
})

test('a part by -r: the first 250 bytes, and 200 where ranges are ignored (Z54, Z55, Z56)', async () => {
  const [part, ignored] = await Promise.all([
    get(['-r', '0-249', '-w', '%{stderr}%{http_code} %header{content-range}', town.url('library', '/afile.html')]),
    get(['-r', '0-9', '-w', '%{stderr}%{http_code}', town.url('files', '/big?mb=1')]),
  ])
  assert.deepEqual([part.stdout.length, part.stderr], [250, '206 bytes 0-249/152000'])
  assert.deepEqual([ignored.stdout.length, ignored.stderr], [1_048_576, '200'])
})

test('a query and a form: -G and -d, with a Content-Length of 13 (Z57, Z63)', async () => {
  const dist = town.url('airport', '/dist/')
  const [query, form] = await Promise.all([
    get(['-G', '-d', 'a1=lga', '-d', 'a2=cpt', dist]),
    get(['-v', '-d', 'a1=lga', '-d', 'a2=cpt', dist]),
  ])
  assert.equal(query.stdout, (await bodyOf(`${dist}?a1=lga&a2=cpt`)).toString())
  assert.equal(form.stdout, query.stdout)
  assert.match(form.stderr, /^> POST \/dist\/ HTTP\/1\.1$/m)
  assert.match(form.stderr, /^> content-type: application\/x-www-form-urlencoded$/m)
  assert.match(form.stderr, /^> content-length: 13$/m)
})

test('what is risky is said: a POST that would be asked again, a URL above 2083 bytes (Z64, Z65)', async () => {
  let asked = 0
  using _ = {
    [Symbol.dispose]: town.override('quiet', ({ path }) => (path === '/busy' && ++asked ? statusAnswer(503, 'Busy', 'Later.') : undefined)),
  }
  const [post, long] = await Promise.all([
    get(['-d', 'a=b', '--retry', '3', town.url('quiet', '/busy')]),
    get([town.url('airport', `/dist/?a=${'x'.repeat(2100)}`)]),
  ])
  assert.equal(asked, 1)
  assert.match(post.stderr, /POST is asked once, for twice may do it twice\. --retry-all-errors/)
  assert.equal(post.code, 8)
  assert.match(long.stderr, /not every server takes more than 2083\. Send long data with a POST/)
})

test('redirects are followed, --no-location stays, and a POST stays one where told', async () => {
  const url = (path: string) => town.url('moved', path)
  const format = '%{http_code} %{num_redirects} %{redirect_url} %{url_effective}'
  const [followed, stays, post, kept, loop] = await Promise.all([
    get(['-w', format, '-o', '/dev/null', url('/chain/3')]),
    get(['-w', format, '-o', '/dev/null', '--no-location', url('/301')]),
    get(['-d', 'a=b', url('/302')]),
    get(['-d', 'a=b', '--post302', url('/302')]),
    get(['--max-redirs', '2', url('/chain/3')]),
  ])
  assert.equal(followed.stdout, `200 3  ${url('/chain/0')}`)
  assert.equal(stays.stdout, `301 0 ${url('/target/301')} ${url('/301')}`)
  assert.match(post.stdout, /with GET and a body of 0 bytes/)
  assert.match(kept.stdout, /with POST and a body of 3 bytes/)
  assert.match(loop.stderr, /^orbweaver: More than 2 redirects .* \[redirect-limit\]\n$/)
  assert.equal(loop.code, 7)
})

test('a status of 400 and above: exit code 8, its body all the same, none with -f', async () => {
  const [plain, fail, silent] = await Promise.all([
    get([town.url('quiet', '/missing')]),
    get(['-f', town.url('quiet', '/missing')]),
    get(['-fsS', '-w', '%{http_code} %{exitcode}', town.url('quiet', '/missing')]),
  ])
  assert.match(plain.stdout, /<html/)
  assert.match(plain.stderr, /^orbweaver: http:\S+ answered 404 Not Found\. Check the URL, or try later\. \[http-status\]\n$/)
  assert.deepEqual([plain.code, fail.code, fail.stdout], [8, 8, ''])
  assert.deepEqual([silent.stdout, silent.stderr], ['404 8', fail.stderr])
})

test('who asks: identity, cookies and account in one line, and none of the secrets in -v (Z78, Z79)', async () => {
  const page = town.url('quiet', '/')
  const account = ['-u', 'me:sesame', '-b', 'sid=sesame', '-H', 'X-Api-Key: sesame']
  const elsewhere = { status: 200, headers: ['Content-Location', page.replace('//', '//me:sesame@')], body: '<p>x' }
  using _ = { [Symbol.dispose]: town.override('quiet', ({ path }) => (path === '/' ? elsewhere : undefined)) }
  town.clearLog()
  const [shown, told] = await Promise.all([
    get(['-v', '-o', '/dev/null', '--agent', 'AgeStudy/1.0', '--contact', 'me@uni.example', ...account, page]),
    get(['-v', '-o', '/dev/null', '--show-secrets', ...account, page]),
  ])
  assert.doesNotMatch(shown.stderr, /sesame/)
  assert.match(shown.stderr, /^< Content-Location: http:\/\/127\.0\.0\.1:\d+\/$/m)
  assert.match(shown.stderr, /^\* Connected to 127\.0\.0\.1 \(127\.0\.0\.1:\d+\) in/m)
  assert.match(shown.stderr, /^> authorization: Basic \*\*\*$/m)
  assert.match(shown.stderr, /^> user-agent: AgeStudy\/1\.0 \(\+mailto:me@uni\.example\)$/m)
  assert.match(shown.stderr, /^> from: me@uni\.example$/m)
  assert.match(shown.stderr, /^< HTTP\/1\.1 200 OK$/m)
  assert.match(shown.stderr, /^\* HTTP\/1\.1, \d+ body bytes; name [\d.]+ ms, TCP [\d.]+ ms, header after [\d.]+ ms, all after [\d.]+ ms$/m)
  assert.match(told.stderr, /^> cookie: sid=sesame$/m)
  const sent = town.log.filter(({ site }) => site === 'quiet').map(({ headers }) => headers)
  assert.equal(sent.length, 2)
  for (const headers of sent) {
    assert.ok(headers.includes(`Basic ${btoa('me:sesame')}`))
    assert.ok(headers.includes('sid=sesame'))
  }
})

test('--json: hops, header, sizes and timings, no body and no password (Z33, Z34)', async () => {
  const { stdout } = await get(['--json', town.url('moved', '/301').replace('//', '//me:sesame@')])
  assert.doesNotMatch(stdout, /sesame/)
  const told = JSON.parse(stdout)
  assert.deepEqual(
    [told.status, told.reason, told.version, told.method, told.hops.length, told.hops[0].status, told.error, told.exitCode],
    [200, 'OK', '1.1', 'GET', 1, 301, null, 0],
  )
  assert.equal(told.effective, town.url('moved', '/target/301'))
  assert.equal(told.bytes.received, (await bodyOf(told.effective)).length)
  assert.ok(told.timings.totalMs >= told.timings.headersMs)
})

test('--compressed is unpacked, also into a file; without it the server is asked for plain bytes', async () => {
  using folder = temporaryFolder()
  const url = town.url('files', '/coded/br')
  const plain = (await bodyOf(url)).toString()
  const [out, file] = await Promise.all([get(['--compressed', url]), get(['--compressed', '-o', folder.at('page.html'), url])])
  assert.deepEqual([out.stdout, file.code], [plain, 0])
  assert.equal(readFileSync(folder.at('page.html'), 'utf8'), plain)
})

test('--etag-save and --etag-compare: the second time nothing is sent', async () => {
  using folder = temporaryFolder()
  const etag = folder.at('etag')
  const first = await get(['--etag-save', etag, '--etag-compare', etag, romeo])
  assert.equal(first.stdout.length, 167)
  assert.equal(readFileSync(etag, 'utf8'), '"143c1b33-a7-4b395bea"\n')
  const [second, since] = await Promise.all([
    get(['--etag-compare', etag, '-w', '%{http_code}', romeo]),
    get(['-z', 'Tue, 29 Dec 2009 01:31:22 GMT', '-w', '%{http_code}', romeo]),
  ])
  assert.deepEqual([second.code, second.stdout], [0, '304'])
  assert.deepEqual([since.code, since.stdout], [0, '304'])
})

test('--cache: what is fresh is not asked for again, by another process either', async () => {
  using folder = temporaryFolder()
  const cached = ['--cache', folder.at('cache'), town.url('library', '/afile.html')]
  const first = await get(cached)
  town.clearLog()
  const [again, told] = await Promise.all([get(cached), get(['--json', ...cached])])
  assert.equal(first.stdout.length, 152_000)
  assert.equal(again.stdout, first.stdout)
  assert.equal(JSON.parse(told.stdout).stored, 'fresh')
  assert.deepEqual(town.log.length, 0)
})

test('curl lines in and out (Z62)', async () => {
  const line = `curl '${town.url('airport', '/dist/')}' -H 'x: 1' --data-raw $'a1=lga&a2=cpt' --compressed`
  const [from, piped, out] = await Promise.all([
    get(['--from-curl', line, '-i']),
    get(['--from-curl', '-', '-s'], { input: line.replace(' -H', ' \\\n  -H') }),
    get(['--as-curl', '-d', "it's", '-u', 'me:sesame', '--contact', 'me@uni.example', 'h.example/p?a=1']),
  ])
  assert.match(from.stdout, /^HTTP\/1\.1 200 OK\r\n[\s\S]*La Guardia/)
  assert.match(piped.stdout, /La Guardia/)
  assert.equal(
    out.stdout,
    "curl -A 'Orbweaver/0.1 (+mailto:me@uni.example)' -H 'From: me@uni.example' --data-raw 'it'\\''s' -u 'me:***' -L --max-redirs 20 'http://h.example/p?a=1'\n",
  )
})

test('cookies go on from URL to URL and into a file', async () => {
  using folder = temporaryFolder()
  const off = town.override('quiet', ({ path, header }) =>
    path === '/set'
      ? { status: 200, headers: ['Set-Cookie', 'sid=1; Max-Age=900'], body: 'set' }
      : path === '/show'
        ? { status: 200, headers: [], body: header('cookie') ?? 'none' }
        : undefined,
  )
  const show = town.url('quiet', '/show')
  const first = await get(['-c', folder.at('jar'), town.url('quiet', '/set'), show])
  const second = await get(['-b', folder.at('jar'), '-b', 'own=2', show])
  off()
  assert.equal(first.stdout, 'setsid=1')
  assert.equal(second.stdout, 'sid=1; own=2')
})

test('an upload by PUT, and a form with a file', async () => {
  using folder = temporaryFolder()
  writeFileSync(folder.at('f.txt'), 'some text')
  const off = town.override('quiet', ({ method, path, body, header }) =>
    path.startsWith('/up')
      ? {
          status: 201,
          headers: [],
          body: `${method} ${path} ${header('content-type')?.split(';')[0]} ${createHash('sha256').update(body).digest('hex').slice(0, 8)}`,
        }
      : undefined,
  )
  const [put, form] = await Promise.all([
    get(['-T', folder.at('f.txt'), town.url('quiet', '/up/')]),
    get(['-F', `a=@${folder.at('f.txt')}`, town.url('quiet', '/up/')]),
  ])
  off()
  assert.equal(put.stdout, `PUT /up/f.txt undefined ${createHash('sha256').update('some text').digest('hex').slice(0, 8)}`)
  assert.match(form.stdout, /^POST \/up\/ multipart\/form-data /)
  assert.ok(!existsSync('f.txt'))
})
