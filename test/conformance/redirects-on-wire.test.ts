/** own/redirect-*.json with real ports and names, over TLS where the case says so: what counts is the bytes that each origin received. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { createClient } from '../../src/fetch/index.ts'
import { createHttpFetcher } from '../../src/http/index.ts'
import { crawl } from '../../src/index.ts'
import { bodyReply, movedReply, openOrigins } from '../support/origins.ts'
import { casesMissing, readCases } from './cases.ts'

type HeadersCase = { id: string; status: number; method: string; from: string; to: string; user_headers: string[]; headers_kept: string[] }
type MethodCase = { id: string; status: number; method: string; becomes: string; body_kept: boolean }
type MoreCase = { id: string; from?: string; to?: string; chain?: string[]; headers_on_last?: string[]; referer?: string | null }

const names = ['a.test', 'b.test', 'sub.a.test']
const sites = [...names.flatMap(name => [`http://${name}`, `https://${name}`]), 'http://a.test:8080']
let way: { readonly status: number; readonly locations: readonly string[] } = { status: 302, locations: [] }
let asked = 0
const origins = await openOrigins(sites, ({ target }) => {
  if (target === '/robots.txt') return bodyReply('', '', '404 No')
  const location = way.locations[asked++]
  // Field values are bytes: the cases are in UTF-8.
  return location === undefined ? bodyReply() : movedReply(Buffer.from(location).toString('latin1'), { status: way.status })
})
after(() => origins[Symbol.asyncDispose]())

function begin(status: number, ...locations: readonly string[]): void {
  origins.clear()
  asked = 0
  way = { status, locations }
}

const secretOf = (name: string) =>
  name.toLowerCase() === 'content-type' || name.toLowerCase() === 'accept-language' ? 'de' : `s3cret-${name}`
const fieldsFor = (fields: readonly string[]) => fields.flatMap(name => [name, secretOf(name)])
const has = (text: string, name: string) => text.toLowerCase().includes(`\r\n${name.toLowerCase()}: ${secretOf(name).toLowerCase()}\r\n`)
const pages = () => origins.received.filter(({ target }) => target !== '/robots.txt')

describe('redirects on the wire', { skip: casesMissing }, () => {
  for (const transport of ['undici', 'wire'] as const) {
    for (const { id, status, method, from, to, user_headers: given, headers_kept: kept } of readCases<HeadersCase>(
      'own/redirect-headers.json',
    )) {
      test(`${id} (client, ${transport})`, async () => {
        begin(status, to)
        await using client = createClient({ ...origins.options, transport })
        const body = method === 'GET' ? undefined : Buffer.from('a=1')
        const { exchange } = await client.follow({ method, url: new URL(from).href, headers: fieldsFor(given), body })
        assert.equal(exchange.status, 200)
        const [first, last, ...more] = pages()
        assert.equal(more.length, 0)
        for (const name of given) assert.equal(has(first!.text, name), name !== 'Proxy-Authorization', `first: ${name}`)
        for (const name of given) assert.equal(has(last!.text, name), kept.includes(name), `last: ${name}`)
        assert.equal(last!.origin, new URL(to, from).origin.replace('a.test.', 'a.test'))
      })
    }

    for (const { id, status, method, becomes, body_kept: isKept } of readCases<MethodCase>('own/redirect-method.json')) {
      test(`${id} (client, ${transport})`, async () => {
        begin(status, '/next')
        await using client = createClient({ ...origins.options, transport })
        const hasBody = method !== 'GET' && method !== 'HEAD'
        const body = hasBody ? Buffer.from('secret=1') : undefined
        await client.follow({ method, url: 'http://a.test/', headers: hasBody ? ['Content-Type', 'text/plain'] : [], body })
        const { text } = pages()[1]!
        assert.ok(text.startsWith(`${becomes} /next HTTP/1.1\r\n`), text)
        assert.deepEqual([text.endsWith('secret=1'), /content-type/i.test(text)], [isKept, isKept])
      })
    }

    for (const { id, from, to, chain, headers_on_last: onLast, referer } of readCases<MoreCase>('own/redirect-more.json')) {
      test(`${id} (client and crawl, ${transport})`, async () => {
        const [first, ...locations] = chain ?? [from!, to!]
        const secret = fieldsFor(['Authorization', 'X-Api-Key'])
        begin(302, ...locations)
        await using client = createClient({ ...origins.options, transport, follow: { referer: true } })
        const code = await client.fetch({ method: 'GET', url: first!, headers: secret }).then(
          () => 'done',
          error => error.code,
        )
        checkLeaks(new URL(first!).origin)
        const last = pages().at(-1)!
        if (onLast !== undefined) assert.deepEqual([pages().length, has(last.text, 'Authorization')], [3, false])
        if (referer !== undefined) assert.equal(/\r\nreferer: (.*)\r/i.exec(last.text)?.[1] ?? null, referer)

        begin(302, ...locations)
        await using fetcher = createHttpFetcher({ ...origins.options, transport })
        const manners = { fetcher, delayMs: 0, attempts: 1, identity: { contact: 'me@uni.example' }, scope: 'all' } as const
        const report = await crawl(first!, { ...manners, headers: secret }).run()
        checkLeaks(new URL(first!).origin)
        assert.equal(report.counts.failed, code === 'done' ? 0 : 1)
        if (referer !== undefined) assert.equal(/\r\nreferer: (.*)\r/i.exec(pages().at(-1)!.text)?.[1] ?? null, referer)
      })
    }
  }

  for (const { id, from, to, user_headers: given, headers_kept: kept, method } of readCases<HeadersCase>('own/redirect-headers.json')) {
    if (method !== 'GET') continue
    test(`${id} (crawl)`, async () => {
      begin(302, to)
      await using fetcher = createHttpFetcher(origins.options)
      const manners = { fetcher, delayMs: 0, attempts: 1, identity: { contact: 'me@uni.example' }, scope: 'all' } as const
      await crawl(from, { ...manners, headers: fieldsFor(given) }).run()
      checkLeaks(new URL(from).origin)
      const [first, last] = pages()
      for (const name of given) assert.equal(has(first!.text, name), name !== 'Proxy-Authorization', `first: ${name}`)
      // To a crawl a.test. is a.test, which leads to itself.
      if (to.includes('a.test.')) return assert.equal(pages().length, 1)
      // A crawl keeps all of a user's fields at home.
      const isHome = last!.origin === new URL(from).origin
      for (const name of given) assert.equal(has(last!.text, name), name !== 'Proxy-Authorization' && isHome, `last: ${name}`)
      for (const name of given) if (!kept.includes(name)) assert.ok(!has(last!.text, name), name)
    })
  }
})

/** Home alone received secrets; nobody the user's proxy password. */
function checkLeaks(home: string): void {
  const elsewhere = origins.bytesAt(origin => origin !== home)
  assert.ok(!/s3cret|dTpw|u:p/.test(elsewhere), elsewhere)
  assert.ok(!/proxy-authorization|u:p@/i.test(origins.bytesAt(() => true)))
}
