import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CrawlError } from '../base/crawl-error.ts'
import { createRouter } from './router.ts'

test('the first pattern that matches wins; its groups are the params', () => {
  const router = createRouter()
  const names = ['book', 'shop', 'own', 'rest'].map(name => Object.assign(() => name, { label: name }))
  const [book, shop, own, rest] = names
  router.add('/books/:id', book!)
  router.add('https://:shop.example.org/*', shop!)
  router.add(new URLPattern({ search: 'q=:word' }), own!)
  assert.equal(router.match('http://a.example/books/'), undefined)
  router.add(undefined, rest!)
  assert.equal(router.size, 4)
  const matched = (url: string) => {
    const route = router.match(url)
    return [route?.handler, { ...route?.params }]
  }
  assert.deepEqual(matched('http://any.example:8080/books/7'), [book, { id: '7' }])
  assert.deepEqual(matched('https://b.example.org/books/7'), [book, { id: '7' }])
  assert.deepEqual(matched('https://b.example.org/x/y'), [shop, { shop: 'b', 0: 'x/y' }])
  assert.deepEqual(matched('http://a.example/?q=tea')[0], own)
  assert.deepEqual(matched('http://a.example/books/7/reviews'), [rest, {}])
})

test('a pattern that cannot be read names itself and the next step', () => {
  assert.throws(
    () => createRouter().add('/books/:id(', () => {}),
    (error: unknown) =>
      error instanceof CrawlError && error.code === 'usage' && /"\/books\/:id\(" is no URL pattern.*Give a path/.test(error.message),
  )
})
