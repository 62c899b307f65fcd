import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Exchange } from '../exchange/exchange.ts'
import type { LinkOptions } from './read-page.ts'
import { readPage } from './read-page.ts'

const link = { url: 'http://a.test/d/', via: 'seed', depth: 3 } as const

function pageOf(body: string | Uint8Array, ...types: string[]) {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const exchange: Exchange = {
    order: { method: 'GET', url: link.url, headers: [] },
    status: 200,
    reason: 'OK',
    headers: types.flatMap(type => ['content-type', type]),
    body: bytes,
    bytes: { raw: bytes.length, decoded: bytes.length },
    timings: { startedAt: 0, headersMs: 0, totalMs: 0 },
    anomalies: [],
  }
  return readPage(exchange, link)
}

test('a page is its parts, each made once', () => {
  const html = '<title>T\xe9</title><link rel=canonical href="../c?#x"><meta name=robots content=none><form></form><p>Hi<a href=x>y</a>'
  const page = pageOf(Buffer.from(html, 'latin1'), 'text/html; charset=ISO-8859-1')
  assert.deepEqual(
    [page.url, page.status, page.type, page.kind, page.isHtml, page.encoding],
    [link.url, 200, 'text/html', 'html', true, 'windows-1252'],
  )
  assert.deepEqual([page.title, page.canonical, page.text], ['Té', 'http://a.test/c', 'Hiy'])
  assert.deepEqual([page.meta, page.forms.length, page.html], [[{ name: 'robots', content: 'none' }], 1, html])
  assert.equal(page.soup.find('p')?.contents.length, 2)
  assert.equal(page.soup.find('nav'), null)
  assert.equal(page.soup, page.soup)
  assert.equal(page.scan, page.scan)
})

test('links are one step deeper; nofollow and resources on request', () => {
  const page = pageOf(
    '<a href=1>one</a><a href=2 rel="ugc nofollow">two</a><img src=3><meta http-equiv=refresh content="0;url=4"><a href=tel:5>',
    'text/html',
  )
  const ends = (options?: LinkOptions) => page.links(options).map(found => found.url.slice(-1))
  assert.deepEqual(page.links()[0], { url: 'http://a.test/d/1', via: 'anchor', text: 'one', from: link.url, depth: 4 })
  assert.deepEqual(ends(), ['1', '4'])
  assert.deepEqual(ends({ nofollow: true }), ['1', '2', '4'])
  assert.deepEqual(ends({ resources: true }), ['1', '3', '4'])
  assert.deepEqual(ends({ via: 'refresh' }), ['4'])
  assert.deepEqual(ends({ resources: true, via: ['image', 'refresh'] }), ['3', '4'])
  assert.equal(page.droppedLinks.nonWeb, 1)
})

test('a Refresh field leads on as its meta element does; one without an address does not', () => {
  const { exchange } = pageOf('<a href=1>one</a>', 'text/html')
  const linksOf = (value: string) => readPage({ ...exchange, headers: [...exchange.headers, 'Refresh', value] }, link).links()
  assert.deepEqual(
    linksOf('3600; url=/next').map(({ url, via }) => [url, via]),
    [
      ['http://a.test/next', 'refresh'],
      ['http://a.test/d/1', 'anchor'],
    ],
  )
  assert.equal(linksOf('30').length, 1)
})

test('the canonicalizer is asked once for the base, and may refuse', () => {
  const bases: string[] = []
  const canonicalizer = (base: string) => {
    bases.push(base)
    return (href: string) => (href === 'no' ? null : `${base}${href}`)
  }
  const page = readPage(pageOf('<base href=/b/><a href=yes><a href=no>', 'text/html').exchange, link, { canonicalizer })
  assert.deepEqual(
    [page.links().map(found => found.url), page.droppedLinks.invalid, bases],
    [['http://a.test/b/yes'], 1, ['http://a.test/b/']],
  )
})

test('sitemaps and feeds give their entries', () => {
  const index = pageOf('<sitemapindex><sitemap><loc>http://a.test/1</loc></sitemap></sitemapindex>', 'application/xml')
  assert.deepEqual(index.links(), [{ url: 'http://a.test/1', via: 'sitemap', from: link.url, depth: 4 }])
  const feed = pageOf('<rss><item><link>/1</link></item></rss>', 'application/rss+xml')
  assert.deepEqual(feed.links({ resources: true }), [{ url: 'http://a.test/1', via: 'feed', from: link.url, depth: 4 }])
})

test('a kind is what the type says, unless the bytes say otherwise', () => {
  const xml = '<?xml version="1.0"?><!-- x -->'
  const cases: [expected: string, body: string | Uint8Array, ...types: string[]][] = [
    ['html', 'plain', 'text/html'],
    ['html', '\0\x01 <p>', 'text/html'],
    ['empty', '', 'text/html'],
    ['binary', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'text/html'],
    ['binary', '%PDF-1.7', 'text/html; charset=utf-8'],
    ['binary', '\x7fELF\x02', 'text/html'],
    ['binary', 'abc', 'image/png'],
    ['binary', 'abc', 'application/octet-stream'],
    ['text', '<p>', 'text/plain'],
    ['binary', 'a\0b', 'text/plain'],
    ['text', '{}', 'application/ld+json'],
    ['html', `${xml}<html>`, 'application/xhtml+xml'],
    ['html', `${xml}<html xmlns="x">`, 'text/xml'],
    ['sitemap', `${xml}<s:urlset>`, 'application/xml'],
    ['sitemap', Buffer.from(`\ufeff${xml}<urlset>`, 'utf16le'), 'text/xml'],
    ['feed', `${xml}<rss version="2.0">`, 'text/plain'],
    ['feed', '<feed xmlns="x">', 'application/atom+xml'],
    ['feed', '<rdf:RDF >', 'application/rdf+xml'],
    ['xml', '<svg>', 'image/svg+xml'],
    ['xml', `${xml}<other>`, 'text/xml'],
    ['html', ' \n<!DOCTYPE HTML>'],
    ['html', '<a href=x>'],
    ['sitemap', `${xml}<urlset>`],
    ['text', 'hello'],
    ['binary', 'hel\0lo'],
    ['html', '<p>', 'nonsense'],
    ['html', '<p>', 'text/plain', 'text/html', 'nonsense'],
  ]
  for (const [expected, body, ...types] of cases)
    assert.equal(pageOf(body, ...types).kind, expected, JSON.stringify([body.toString(), types]))
})

test('what is not html has no links, title or tree', () => {
  const page = pageOf('<a href=x>', 'text/plain')
  assert.deepEqual([page.links(), page.title, page.text, page.canonical, page.forms], [[], undefined, '<a href=x>', undefined, []])
  assert.equal(page.soup.find('a'), null)
  assert.deepEqual([pageOf('%PDF-<a href=x>', 'text/html').html, pageOf('%PDF-', 'text/html').text], ['', ''])
})
