import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { RequestOptions } from 'node:http'
import { get } from 'node:http'
import { get as getByTls } from 'node:https'
import { test } from 'node:test'
import { runCli } from '../../src/cli/run-cli.test-helper.ts'
import { createHttpFetcher } from '../../src/http/index.ts'
import type { Report } from '../../src/index.ts'
import { classifyAddress, createDnsLookup } from '../../src/net/index.ts'
import { allEndpoints, judgeVisit, openHostileStreet } from '../../src/testing/index.ts'
import { openFakeInternet } from '../support/fake-internet.ts'
import { assertAsExpected, crawlStreet, openQuickStreet } from '../support/street-visit.ts'

const ids = allEndpoints.map(({ id }) => id).filter(id => id.startsWith('M'))

test('names and certificates that lie end each as they should, and no name leads a robot inside', async () => {
  using web = await openFakeInternet()
  await using street = await openQuickStreet(['M'])
  const { clock } = street
  const lookup = createDnsLookup({ servers: [street.dns], timeoutMs: 50, tries: 1, clock })
  await using fetcher = createHttpFetcher({ lookup, tls: { ca: street.ca }, clock })
  const seeds = street.endpoints.flatMap(({ url, parts }) => [url, ...parts.map(part => part.url)])
  const identity = { contact: 'me@uni.example' }
  const visit = await crawlStreet(street, seeds, { fetcher, identity, scope: 'all', allowAddresses: [], retryMs: 0 })
  assertAsExpected(street, visit, ids)
  assert.equal(visit.report.counts.waiting, 0)
  const inside = [...visit.settled].filter(([url]) => url.includes('/inside/'))
  const endsOf = (id: string) => new Set(inside.flatMap(([url, { reason }]) => (url.includes(`.${id}.`) ? [reason] : [])))
  assert.deepEqual(['m04', 'm05', 'm06'].map(endsOf), [
    new Set(['address-guarded']),
    new Set(['connection-refused']),
    new Set(['address-guarded']),
  ])
  const far = web.connects.filter(to => classifyAddress(to.slice(0, to.lastIndexOf(':')).replace(/[[\]]/g, '')) === 'public')
  assert.ok(far.length > 0 && far.every(to => to.startsWith('[3ffe::1]:')), far.join())
})

test('a visitor who asks whatever address a name has, and trusts every certificate, is found out', async () => {
  using _web = await openFakeInternet()
  await using street = await openHostileStreet({ only: ['M'] })
  const options = { lookup: createDnsLookup({ servers: [street.dns], timeoutMs: 50, tries: 1 }), rejectUnauthorized: false, agent: false }
  const visit = async (url: string) => {
    const body = await read(url, options)
    for (const [, link] of body.matchAll(/<a href="(http[^"]*)"/g)) await read(link!, options)
  }
  for (const id of ids.filter(one => /^M0[1-7]/.test(one))) await visit(street.url(id))
  for (let ask = 0; ask < 12; ask += 1) await read(street.url('M02', '/M02/none', 'none.m02.street.test'), options)
  const bad = judgeVisit(allEndpoints, street.log).flatMap(({ id, verdict }) => (verdict === 'bad' ? [id] : []))
  assert.deepEqual(
    bad,
    ids.filter(id => /^M0[124567]/.test(id)),
  )
})

/** The body; nothing of what could not be had. */
async function read(url: string, options: RequestOptions): Promise<string> {
  const request = (url.startsWith('https:') ? getByTls : get)(url, options)
  try {
    const [answer] = await once(request, 'response')
    return (await answer.toArray()).join('')
  } catch {
    return ''
  }
}

test('every name below that of an endpoint leads to it, and its questions are in the log', async () => {
  await using street = await openHostileStreet({ only: ['A', 'M'] })
  const options = { lookup: createDnsLookup({ servers: [street.dns] }), agent: false }
  assert.match(await read(street.url('A02', '/healthy', 'x.a02.street.test'), options), /Nothing is wrong here/)
  const told = (await (await fetch(`${street.start}__dns`)).text()).trim()
  assert.deepEqual([told, (await (await fetch(`${street.start}__ca`)).text()).trim()], [street.dns, street.ca])
  const asked = street.log.filter(({ method }) => method === 'DNS').map(({ target, endpoint }) => `${endpoint} ${target}`)
  assert.deepEqual(asked.sort(), ['A02 A x.a02.street.test', 'A02 AAAA x.a02.street.test'])
  assert.match(await (await fetch(`${street.start}__log?format=text`)).text(), / - 0ms DNS A x\.a02\.street\.test \| -\n/)
})

test('get and crawl ask the name servers that they are given, and nobody else', async () => {
  await using street = await openHostileStreet({ only: ['M'] })
  const url = street.url('M01')
  const page = await runCli(['get', '--dns-servers', street.dns, url])
  assert.match(page.stdout, /<title>Spellings/)
  const crawled = await runCli(['crawl', url, '--dns-servers', street.dns, '--delay', '0', '--json', '--contact', 'me@uni.example'])
  assert.deepEqual((JSON.parse(crawled.stdout) as Report).statuses, { 200: 2 })
  const line = await runCli(['get', '--as-curl', '--dns-servers', street.dns, url])
  assert.match(line.stdout, new RegExp(` --dns-servers ${street.dns} `))
  for (const verb of ['get', 'crawl']) {
    const { code, stderr } = await runCli([verb, '--dns-servers', 'dns.example', url])
    assert.equal(code, 2)
    assert.match(stderr, /--dns-servers .*dns\.example.* Give addresses, for example 192\.0\.2\.53 or \[2001:db8::53\]:5353\./)
  }
})
