import assert from 'node:assert/strict'
import { test } from 'node:test'
import { documentBase, resolveLinks } from './resolve-links.ts'
import { scanPage } from './scan-page.ts'

/** The URL parser alone: what is tested here does not depend on the rules of canonical spelling. */
const plain = (base: string) => (href: string) => {
  const url = URL.parse(href, base)
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null
}
const resolve = (html: string) => resolveLinks(scanPage(html), 'http://a.test/dir/page?q', plain)
const urls = (html: string) => resolve(html).links.map(link => link.url)

test('links are read against the page', () => {
  const html = '<a href=x><a href=../y><a href=/z><a href="//b.test/"><a href="?r"><a href="#f"><a href=""><a href=http://c.test>'
  assert.deepEqual(urls(html), [
    ...['http://a.test/dir/x', 'http://a.test/y', 'http://a.test/z', 'http://b.test/', 'http://a.test/dir/page?r'],
    ...['http://a.test/dir/page?q#f', 'http://a.test/dir/page?q', 'http://c.test/'],
  ])
})

test('or against its base, unless that is data: or javascript:', () => {
  assert.deepEqual(urls('<base href="//b.test/d/"><a href=x>'), ['http://b.test/d/x'])
  assert.deepEqual(urls('<base target=_top><base href=../e/><a href=x>'), ['http://a.test/e/x'])
  for (const base of ['data:text/html,x', 'javascript:1', 'http://[', '']) {
    assert.deepEqual(urls(`<base href="${base}"><a href=x>`), ['http://a.test/dir/x'], base)
  }
  assert.equal(documentBase('http://a.test/', undefined), 'http://a.test/')
})

test('what a link is known by comes along; absent parts are left out', () => {
  assert.deepEqual(resolve('<a href=x rel=Nofollow>text</a><a href=y></a><frame src=z>').links, [
    { url: 'http://a.test/dir/x', via: 'anchor', text: 'text', rel: 'nofollow' },
    { url: 'http://a.test/dir/y', via: 'anchor' },
    { url: 'http://a.test/dir/z', via: 'frame' },
  ])
})

test('what leads nowhere is counted', () => {
  const nonWeb = ['javascript:void(0)', 'MailTo:a@b', 'tel:1', 'data:,x', 'about:blank', 'blob:x', 'sms:1', ' javascript:1']
  const html = [...nonWeb, 'http://[', 'ftp://a.test/', 'x'].map(href => `<a href="${href}">`).join('')
  const { links, dropped } = resolve(html)
  assert.deepEqual([links.length, dropped], [1, { nonWeb: nonWeb.length, invalid: 2, overLimit: 0 }])
})
