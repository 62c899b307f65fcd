import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CrawlError } from '../base/crawl-error.ts'
import { webUrl, withScheme } from './given-url.ts'

test('a URL as people type it', () => {
  const typed: [given: string, meant: string][] = [
    ['example.org', 'http://example.org/'],
    ['example.org:8080/a?b#c', 'http://example.org:8080/a?b#c'],
    ['localhost:3000', 'http://localhost:3000/'],
    ['me:pass@example.org', 'http://me:pass@example.org/'],
    ['//example.org/x', 'http://example.org/x'],
    ['HTTPS://Example.org', 'https://example.org/'],
    ['[::1]:80/x', 'http://[::1]/x'],
    ['http:/example.org/x', 'http://example.org/x'],
    ['bücher.example', 'http://xn--bcher-kva.example/'],
  ]
  for (const [given, meant] of typed) assert.equal(webUrl(given).href, meant, given)
})

test('what is no web address is refused by name', () => {
  const codeOf = (text: string) => {
    try {
      return webUrl(text).href
    } catch (error) {
      return (error as CrawlError).code
    }
  }
  for (const text of ['ftp://x/', 'mailto:a@b', 'javascript:alert(1)', 'data:text/html,x', 'file:///etc/hosts', 'wss://x', 'htp:/x'])
    assert.equal(codeOf(text), 'scheme-unsupported', text)
  for (const text of ['', '/etc/hosts', './a', '../a', '?q', '#a', 'a b', 'http://[', 'x:99999'])
    assert.equal(codeOf(text), 'url-invalid', text)
  assert.throws(
    () => webUrl('http://me:secret@[/'),
    (error: unknown) => error instanceof CrawlError,
  )
  assert.equal(withScheme('gopher://x'), 'gopher://x')
})
