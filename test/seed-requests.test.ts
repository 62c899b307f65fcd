/** Capabilities of docs/seeds.md that are one request of a program. */
import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { runCli } from '../src/cli/run-cli.test-helper.ts'
import { head } from '../src/fetch/index.ts'
import { CrawlError, headerValue, readHeader } from '../src/index.ts'
import { fetchPage, openUrl } from '../src/page/index.ts'
import { openTown } from '../src/testing/index.ts'

const town = await openTown({ pages: 2 })
after(() => town.close())
beforeEach(() => town.clearLog())

const pair = 'a1=lga&a2=cpt'

test('Z57: a query string asks for the distance of two airports', async () => {
  const url = town.url('airport', `/dist/?${pair}`)
  const page = await fetchPage(url)
  assert.match(page.text, /New York La Guardia.*Cape Town.*\d+/s)
  assert.equal(town.log[0]?.target, `/dist/?${pair}`)
  const { code, stdout } = await runCli(['words', url, '--top', '0'])
  assert.deepEqual([code, /\bcape\b/.test(stdout)], [0, true])
})

test('Z63: the same as a POST: 13 characters, and so Content-Length 13', async () => {
  const body = Buffer.from(pair)
  const headers = ['Content-Type', 'application/x-www-form-urlencoded']
  const page = await fetchPage({ url: town.url('airport', '/dist/'), method: 'POST', body, headers })
  assert.match(page.text, /Cape Town.*\d+/s)
  assert.equal(headerValue(town.log[0]!.headers, 'content-length'), '13')
  assert.equal(headerValue(town.log[0]!.headers, 'content-type'), headers[1])
})

test('Z75, Z44: the size in one line, without the body', async () => {
  const size = readHeader((await head(town.url('library', '/cover.jpg'))).headers, 'content-length')
  assert.equal(size, 568_248)
  assert.equal(town.log[0]?.method, 'HEAD')
})

test('Z76: a document line by line; an unknown host, a malformed URL and a failed transfer are told apart', async () => {
  const lines: string[] = []
  for await (const line of openUrl(town.url('library', '/romeo.txt'))) lines.push(line)
  assert.equal(lines.length, 4)
  const codeOf = async (url: string) => {
    try {
      for await (const line of openUrl(url)) lines.push(line)
      return 'none'
    } catch (error) {
      return error instanceof CrawlError ? error.code : 'untyped'
    }
  }
  assert.deepEqual(
    [await codeOf('http://nowhere.invalid/'), await codeOf('no such thing'), await codeOf('http://127.0.0.1:9/')],
    ['dns-not-found', 'url-invalid', 'connection-refused'],
  )
})

test('Z78, Z79: cookie, mail address and name of the program with one request, or all fields in one call', async () => {
  const url = town.url('quiet', '/')
  await fetchPage({ url, headers: ['Cookie', ''] }, { identity: { name: 'AgeStudy/1.0', contact: 'me@uni.example' } })
  await fetchPage({ url, headers: ['User-Agent', 'AgeStudy/1.0', 'From', 'me@uni.example', 'Cookie', 'a=1'] })
  const sent = town.log.map(({ headers }) => ['user-agent', 'from', 'cookie'].map(name => headerValue(headers, name)))
  assert.deepEqual(sent, [
    ['AgeStudy/1.0 (+mailto:me@uni.example)', 'me@uni.example', ''],
    ['AgeStudy/1.0', 'me@uni.example', 'a=1'],
  ])
})
