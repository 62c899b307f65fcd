import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, suite, test } from 'node:test'
import type { SiteName } from '../src/testing/index.ts'
import { openTown } from '../src/testing/index.ts'
import { listen } from '../src/wire/index.ts'

/** The programs of the three seed texts, run against the practice town; what they wrote is compared with what the town serves. */
const folder = resolve(import.meta.dirname, '../examples/seeds')
const town = await openTown({ pages: 5 })
const work = mkdtempSync(join(tmpdir(), 'orbweaver-seeds-'))
after(async () => {
  await town.close()
  rmSync(work, { recursive: true, force: true })
})

// Halves the start of every program after the first.
const compileCache = resolve(import.meta.dirname, '../node_modules/.cache/seeds')

type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string; readonly lines: readonly string[] }

type Started = { readonly child: ChildProcess; readonly ended: Promise<Ran> }

/** Each in a folder of its own. @param input what is typed at a prompt */
function example(file: string, args: readonly string[] = [], input = ''): Promise<Ran> {
  const { child, ended } = start(file, args)
  child.stdin?.end(input)
  return ended
}

function start(file: string, args: readonly string[]): Started {
  const cwd = mkdtempSync(join(work, 'run-'))
  let child: ChildProcess | undefined
  const ended = new Promise<Ran>(end => {
    child = execFile(
      process.execPath,
      [resolve(folder, file), ...args],
      { cwd, env: { ...process.env, NODE_COMPILE_CACHE: compileCache } },
      (error, stdout, stderr) =>
        end({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr, lines: stdout.trimEnd().split('\n') }),
    )
  })
  return { child: child!, ended }
}

async function firstLine({ child }: Started): Promise<string> {
  let text = ''
  for await (const piece of child.stdout!.iterator({ destroyOnReturn: false })) {
    text += piece
    if (text.includes('\n')) break
  }
  return text
}

const at = (site: SiteName): string[] => [new URL(town.sites[site]).hostname, new URL(town.sites[site]).port]
const library = (path: string) => town.url('library', path)
const bytesOf = async (url: string) => Buffer.from(await (await fetch(url)).arrayBuffer())
const ownPages = new Map([
  ['/name', '<a name=x>x</a>'],
  ['/xhtml', '<html><head><title>T</title></head><body><p>x</p></body></html>'],
])
town.override('quiet', ({ path }) => {
  const body = ownPages.get(path)
  return body === undefined ? undefined : { status: 200, headers: ['Content-Type', 'text/html'], body }
})
const romeo = (await bytesOf(library('/romeo.txt'))).toString()

suite('programs of the seeds', { concurrency: 4 }, () => {
  test('P1, P2, P6, P7, P14: the answer to a request by hand, header and poem', async () => {
    const { stdout } = await example('p01-socket-browser.ts', at('library'))
    assert.match(stdout, /^HTTP\/1\.1 200 OK\r\n(?:[^\r\n]+\r\n)+\r\n/)
    for (const field of ['Content-Length: 167', 'ETag: "143c1b33-a7-4b395bea"', 'Accept-Ranges: bytes']) assert.ok(stdout.includes(field))
    assert.ok(stdout.endsWith(`\r\n\r\n${romeo}`))
  })

  for (const delay of ['0', '0.001']) {
    test(`P8, P10, P11, P12, P13, P15, P16: 240 + 4 + 70057 = 70301, ${delay} s between reads`, async () => {
      const target = join(work, `stuff-${delay}.jpg`)
      const { lines } = await example('p02-image-by-socket.ts', [...at('library'), '/image.jpg', target, delay])
      const reads = lines.slice(0, lines.indexOf('Header length 240')).map(line => line.split(' ').map(Number))
      let total = 0
      for (const [size = 0, sum] of reads) {
        assert.ok(size > 0 && size <= 5120)
        total += size
        assert.equal(sum, total)
      }
      assert.equal(total, 70_301)
      assert.equal(lines.at(-1), '240 + 4 + 70057 = 70301')
      assert.deepEqual(readFileSync(target), await bytesOf(library('/image.jpg')))
    })
  }

  test('P38, exercise 1: the host is taken out of what was typed; what is no URL, or leads nowhere, is a message', async () => {
    assert.ok((await example('p-exercise-1.ts', [], `${library('/romeo.txt')}\n`)).stdout.endsWith(romeo))
    for (const [url, says] of [
      ['romeo.txt', /^"romeo\.txt" is no URL\. Write it whole/],
      ['http://nowhere.invalid/x', /^No address is known for nowhere\.invalid/],
    ] as const) {
      const { code, stderr } = await example('p-exercise-1.ts', [url])
      assert.equal(code, 1)
      assert.match(stderr, says)
    }
  })

  test('P39, exercise 2: 3000 characters shown, those of the header among them, all counted', async () => {
    const { stdout, lines } = await example('p-exercise-2.ts', [...at('library'), '/afile.html'])
    const header = stdout.indexOf('\r\n\r\n') + 4
    assert.equal(stdout.indexOf('\n', 3000), 3000)
    assert.equal(lines.at(-1), `${152_000 + header} characters.`)
  })

  test('P42, exercise 5: the poem alone, wherever reads cut the blank line', async () => {
    const runs = ['1', '3', '7', '512'].map(read => example('p-exercise-5.ts', [...at('library'), '/romeo.txt', read]))
    for (const { stdout } of await Promise.all(runs)) assert.equal(stdout, romeo)
  })

  test('S2, S3, S4, S5, S6: the server says hello to two clients, each of which reads it by fives', async () => {
    const server = start('s5-server.ts', ['0', '2'])
    const port = /Listening on (\d+)/.exec(await firstLine(server))![1]!
    const clients = await Promise.all([example('s6-client.ts', ['127.0.0.1', port]), example('s6-client.ts', ['127.0.0.1', port])])
    for (const { stdout, stderr } of clients)
      assert.deepEqual([stdout, stderr.replaceAll('\n', '')], ['Hello World\n', '"Hello"" Worl""d"'])
    const { stdout, stderr } = await server.ended
    assert.equal([...stdout.matchAll(/^Connection to 127\.0\.0\.1:\d+ established$/gm)].length, 2)
    for (const call of ['socket', 'bind', 'listen', 'accept', 'send', 'close']) assert.ok(stderr.split('\n').includes(call), call)
  })

  test('S7: a character that two reads share stays whole', async () => {
    await using server = await listen({ port: 0 })
    const client = example('s6-client.ts', ['127.0.0.1', String(server.local.port)])
    for await (const socket of server) {
      await socket.write('Grüße aus 練習の町')
      socket.close()
      break
    }
    assert.equal((await client).stdout, 'Grüße aus 練習の町\n')
  })

  test('Z73: a HEAD by hand; the line feeds and the NUL of the seed are refused by this server', async () => {
    const path = '/airport/airport_00329.jpg'
    assert.match(
      (await example('z73-head-by-hand.ts', [...at('airport'), path])).stdout,
      /^HTTP\/1\.1 200 OK\r\n[\s\S]*Content-Length: 32059\r\n/,
    )
    assert.match((await example('z73-head-by-hand.ts', [...at('airport'), path, '--as-in-the-seed'])).stdout, /^HTTP\/1\.1 400 /)
  })

  test('Z77: a picture in memory, its size decoded', async () => {
    const { stdout } = await example('z77-image-in-memory.ts', [town.url('airport', '/airport/airport_00329.jpg')])
    assert.equal(stdout, 'jpg: 320 x 240 in 32059 bytes\n')
  })

  test('P18: the poem alone, no header', async () => {
    assert.equal((await example('p04-url-opener.ts', [library('/romeo.txt')])).stdout, romeo)
  })

  test('P19: each word with its count', async () => {
    const { lines } = await example('p05-word-count.ts', [library('/romeo.txt')])
    assert.deepEqual(lines.slice(0, 4), ['3 is', '3 the', '3 and', '2 sun'])
    assert.equal(
      lines.reduce((sum, line) => sum + Number(line.split(' ')[0]), 0),
      romeo.trim().split(/\s+/).length,
    )
  })

  test('P24, P26: what is typed at the prompt is read by a regular expression', async () => {
    const { stdout, stderr } = await example('p06-regex-links.ts', [], `${library('/page1.htm')}\n`)
    assert.deepEqual([stdout, stderr], [`${library('/page2.htm')}\n`, 'Enter - '])
  })

  test('P25: the greedy one takes two links for one', async () => {
    const two = '<a href="http://a.example/">one</a> <a href="http://b.example/">two</a>'
    const mend = town.override('quiet', ({ path }) =>
      path === '/two' ? { status: 200, headers: ['Content-Type', 'text/html'], body: two } : undefined,
    )
    const url = town.url('quiet', '/two')
    const [plain, greedy] = await Promise.all([example('p06-regex-links.ts', [url]), example('p06-regex-links.ts', [url, '--greedy'])])
    mend()
    assert.deepEqual(plain.lines, ['http://a.example/', 'http://b.example/'])
    assert.deepEqual(greedy.lines, ['http://a.example/">one</a> <a href="http://b.example/'])
  })

  test('P27, P28: the parser finds links that the expression misses', async () => {
    const [regex, parser] = await Promise.all([
      example('p06-regex-links.ts', [library('/flawed.html')]),
      example('p07-parser-links.ts', [library('/flawed.html')]),
    ])
    assert.equal(regex.stdout, '')
    assert.deepEqual(parser.lines, ['page1.htm', 'page2.htm'])
    const none = await example('p07-parser-links.ts', [], `${town.url('quiet', '/name')}\n`)
    assert.deepEqual([none.stdout, none.stderr], ['None\n', 'Enter - '])
  })

  test('P29: an XML parser refuses the flawed page, the soup reads all of it', async () => {
    const { lines } = await example('p29-flawed-page.ts', [library('/flawed.html')])
    assert.deepEqual(lines.slice(0, 4), [
      'XML: refused at line 1, column 37: "\\TITLE" is no name',
      'Soup: Flawed on purpose<\\TITLE>',
      '  h1: End tags that nobody wrote',
      '  p: A paragraph that runs on,',
    ])
    assert.equal(lines.filter(line => line.startsWith('  li: ')).length, 4)
    assert.deepEqual(lines.slice(-2), ['  a: page1.htm', '  a: page2.htm'])
    const { lines: sound } = await example('p29-flawed-page.ts', [town.url('quiet', '/xhtml')])
    assert.deepEqual(sound, ['XML: well-formed', 'Soup: T', '  p: x'])
  })

  test('P30: the parts of a tag', async () => {
    const { lines } = await example('p08-tag-parts.ts', [library('/page1.htm')])
    const url = library('/page2.htm')
    assert.deepEqual(lines, [
      `TAG: <a href="${url}">`,
      'Second Page</a>',
      `URL: ${url}`,
      "Content: [ '\\nSecond Page' ]",
      `Attrs: [ [ 'href', '${url}' ] ]`,
    ])
  })

  test('P41, exercise 4: paragraphs are counted, on a small page and a large one', async () => {
    assert.equal((await example('p-exercise-4.ts', [library('/page1.htm')])).stdout, '1\n')
    const paragraphs = (await bytesOf(library('/afile.html'))).toString().match(/<p>/g)
    assert.equal((await example('p-exercise-4.ts', [library('/afile.html')])).stdout, `${paragraphs?.length}\n`)
  })

  test('S11 to S20: the story', async () => {
    const { lines } = await example('s11-story.ts', [library('/dormouse.html')])
    assert.deepEqual(lines.slice(0, 4), ["<title>The Dormouse's story</title>", 'title', "The Dormouse's story", 'head'])
    assert.equal(lines[4], `<p class="title" <b="">The Dormouse's story</p>`)
    assert.equal(lines[5], "title [ 'title' ]")
    const sister = (name: string, number: number) =>
      `<a class="sister" href="http://example.com/${name}" id="link${number}"> ${name[0]!.toUpperCase()}${name.slice(1)} </a>`
    const sisters = [sister('elsie', 1), sister('lacie', 2), sister('tillie', 3)]
    assert.deepEqual(lines.slice(6), [sisters[0], ...sisters, sisters[2]])
  })

  for (const [file, says] of [
    ['p09-whole-file.ts', '568248 bytes written to'],
    ['p10-block-copy.ts', '568248 characters copied.'],
  ] as const) {
    test(`P32, P33: ${file} copies the cover byte for byte`, async () => {
      const target = join(work, `${file}.jpg`)
      const { stdout } = await example(file, [library('/cover.jpg'), target])
      assert.ok(stdout.startsWith(says), stdout)
      assert.deepEqual(readFileSync(target), await bytesOf(library('/cover.jpg')))
    })
  }

  test('P35, P36: the fuller copy asks, names and counts; P38: a bad URL is a message', async () => {
    const target = mkdtempSync(join(work, 'copy-'))
    const { stdout } = await example('p11-fuller-copy.ts', [library('/cover.jpg'), target])
    assert.equal(stdout, `568248 characters copied to ${join(target, 'cover.jpg')}.\n`)
    const bad = await example('p11-fuller-copy.ts', [], 'http://nowhere.invalid/cover.jpg\n')
    assert.deepEqual([bad.code, bad.stdout], [1, ''])
    assert.match(bad.stderr, /^Enter - .*nowhere\.invalid.*check the spelling.*\n$/)
  })

  test('P40: 3000 characters shown, all counted', async () => {
    const { stdout } = await example('p-exercise-3.ts', [library('/afile.html')])
    const all = (await bytesOf(library('/afile.html'))).toString()
    assert.equal(stdout, `${all.slice(0, 3000)}\n152000 characters.\n`)
  })

  test('Z30, Z34: three versions asked, the answer in the version of the server', async () => {
    const { lines } = await example('z30-versions.ts', [library('/romeo.txt')])
    assert.deepEqual(lines, [
      'asked in 0.9, answered in 0.9: 0 fields, 167 bytes',
      'asked in 1.0, answered in 1.1: 8 fields, 167 bytes',
      'asked in 1.1, answered in 1.1: 8 fields, 167 bytes',
    ])
  })

  test('Z31, Z33: a GIF from an address, the name in Host', async () => {
    const { lines } = await example('z31-image-by-address.ts', at('library'))
    assert.equal(lines[0], 'HTTP/1.1 | 200 | OK')
    assert.ok(lines.includes('Content-Length: 8558'))
    assert.equal(lines.at(-1), '8558 bytes, they begin with GIF89a')
    const asked = town.log.find(({ headers }) => headers.includes('www.google.com'))
    assert.equal(asked?.target, '/intl/en_ALL/images/logo.gif')
  })

  test('Z32: the body under a name, in one call', async () => {
    const target = join(work, 'Picture.gif')
    const { stdout } = await example('z32-body-to-file.ts', [library('/intl/en_ALL/images/logo.gif'), target])
    assert.equal(stdout, `${target}: 8558 bytes\n`)
    assert.deepEqual(readFileSync(target), await bytesOf(library('/intl/en_ALL/images/logo.gif')))
  })

  test('Z35, Z38, Z39: the webcam is downloaded when Last-Modified differs', async () => {
    const target = mkdtempSync(join(work, 'cam-'))
    const { lines } = await example('z39-download-timer.ts', [town.url('airport', '/airport-camviewer.php'), target, '2', '0'])
    assert.match(lines[0]!, /^new: .* GMT, 32059 bytes in .*airport_00329\.jpg$/)
    assert.match(lines[1]!, /^(?:as it was: 32059 bytes saved|new: .*)$/)
    assert.equal(readFileSync(join(target, 'airport_00329.jpg')).length, 32_059)
  })

  test('Z51, Z52, Z53: 304 and no body to either condition', async () => {
    const { lines } = await example('z51-ask-if-changed.ts', [library('/romeo.txt')])
    assert.equal(lines[0], '200: 167 bytes, Last-Modified Tue, 29 Dec 2009 01:31:22 GMT, ETag "143c1b33-a7-4b395bea"')
    assert.deepEqual(
      lines.slice(1).map(line => line.split(';')[0]),
      ['If-Modified-Since: 304, 0 bytes', 'If-None-Match: 304, 0 bytes'],
    )
  })

  test('Z54, Z55, Z56: 250 bytes of 152,000, or all of them from a server that knows no ranges', async () => {
    assert.deepEqual((await example('z54-first-bytes.ts', [library('/afile.html')])).lines, ['250 bytes: bytes 0-249/152000'])
    const mend = town.override('quiet', ({ path }) => (path === '/whole' ? { status: 200, headers: [], body: 'all of it' } : undefined))
    const [promise, sent] = (await example('z54-first-bytes.ts', [town.url('quiet', '/whole')])).lines
    mend()
    assert.match(promise!, /promises no ranges/)
    assert.match(sent!, /^200: the server ignored the range and sent all 9 bytes\.$/)
  })

  test('Z57, Z58: six distances of four airports; what is known is not asked again', async () => {
    const table = join(work, 'distances.tsv')
    const codes = ['lga', 'cpt', 'ber', 'syd']
    const run = (...more: string[]) => example('z58-distances.ts', [town.url('airport', '/dist/'), table, ...codes, ...more])
    const { lines } = await run()
    assert.equal(lines[0], 'lga cpt 12574')
    assert.equal(lines.at(-1), `6 asked, 6 pairs in ${table}.`)
    assert.equal((await run('mad')).lines.at(-1), `4 asked, 10 pairs in ${table}.`)
    assert.equal(readFileSync(table, 'utf8').trimEnd().split('\n').length, 10)
  })

  test('Z63: 13 bytes by POST', async () => {
    const { lines } = await example('z63-post.ts', [town.url('airport', '/dist/')])
    assert.deepEqual(lines, ['13 bytes sent: a1=lga&a2=cpt', '200: 12574 km'])
    const post = town.log.find(({ method }) => method === 'POST')
    assert.equal(post?.headers[post.headers.findIndex(name => name.toLowerCase() === 'content-length') + 1], '13')
  })

  test('Z74: fields of a HEAD; Z75: or die; a failure is a message in the one, an end in the other', async () => {
    assert.ok((await example('z74-head.ts', [town.url('airport', '/airport/airport_00329.jpg')])).lines.includes('Content-Length: 32059'))
    assert.match((await example('z74-head.ts', ['http://nowhere.invalid/'])).stdout, /^dns-not-found: /)
    assert.equal((await example('z75-head-or-die.ts', [library('/page1.htm')])).stdout, '200 OK\n')
    const died = await example('z75-head-or-die.ts', ['http://nowhere.invalid/'])
    assert.deepEqual([died.code, died.stderr], [1, 'Error\n'])
  })

  test('Z76: by line; unknown host, malformed URL and the rest are told apart', async () => {
    assert.equal((await example('z76-document-by-line.ts', [library('/romeo.txt')])).stdout, romeo)
    assert.match((await example('z76-document-by-line.ts', ['http://nowhere.invalid/'])).stderr, /^I\/O Error: /)
    assert.match((await example('z76-document-by-line.ts', ['http//wrong'])).stderr, /^Malformed URL: /)
    assert.match((await example('z76-document-by-line.ts', [library('/none')])).stderr, /^http-status: /)
  })

  test('Z48, Z78, Z79: a robot with a name and an address is let in, one without is not', async () => {
    assert.deepEqual((await example('z78-identity.ts', [town.url('papers', '/')])).lines, ['200', '200', '403'])
    const agents = town.log
      .filter(({ site }) => site === 'papers')
      .map(({ headers }) => headers[headers.findIndex(name => /^user-agent$/i.test(name)) + 1])
    assert.ok(agents.includes('AgeStudy/1.0 (+mailto:noname@nowhere.example)'))
  })

  test('every program is tried here and has at most 60 lines', () => {
    const tried = readFileSync(import.meta.filename, 'utf8')
    for (const file of readdirSync(folder)) {
      assert.ok(tried.includes(`'${file}'`), file)
      assert.ok(readFileSync(resolve(folder, file), 'utf8').split('\n').length <= 60, file)
    }
  })
})
