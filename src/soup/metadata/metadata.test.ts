import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../../base/limits.ts'
import { parseSoup } from '../parse/parse-soup.ts'
import { metadata } from './metadata.ts'
import type { MicrodataValue } from './microdata.ts'

const url = 'http://shop.test/x/'
const read = (html: string) => metadata(parseSoup(html), url)

test('what a page says about itself', () => {
  const page = read(`<html lang=de><head><title> Der
    Titel </title><meta name=Description content="Short."><meta property="og:title" content=T><meta property=og:image content=/a.png>
    <meta property=og:image content=/b.png><meta name="twitter:card" content=summary><meta name=author content="A. B.">
    <meta property=article:published_time content=2024-01-02><meta http-equiv=refresh content="5; url=/y">
    <link rel="CANONICAL" href="/y?a=1&amp;b=2"><link rel="shortcut icon" href=i.ico><link rel=alternate type=application/rss+xml title=News href=rss>
    <link rel=alternate hreflang=en href=/en></head><body><svg><title>no</title></svg>`)
  assert.deepEqual(
    [page.title, page.language, page.description, page.author, page.published, page.canonical, page.image],
    ['Der Titel', 'de', 'Short.', 'A. B.', '2024-01-02', 'http://shop.test/y?a=1&b=2', 'http://shop.test/a.png'],
  )
  assert.deepEqual(page.feeds, [{ url: 'http://shop.test/x/rss', title: 'News', type: 'application/rss+xml', language: '' }])
  assert.deepEqual([page.icons, page.translations.map(({ language }) => language)], [['http://shop.test/x/i.ico'], ['en']])
  assert.deepEqual(
    [...page.openGraph],
    [
      ['title', ['T']],
      ['image', ['/a.png', '/b.png']],
    ],
  )
  assert.deepEqual([page.twitter.get('card'), page.meta.get('refresh')], [['summary'], ['5; url=/y']])
  const bare = metadata(parseSoup('<meta property=og:url content=p><meta name=__proto__ content=x><meta property=og:title content=O>'))
  assert.deepEqual([bare.title, bare.canonical, bare.meta.get('__proto__'), bare.language], ['O', 'p', ['x'], undefined])
})

test('JSON-LD as pages write it', () => {
  const { items, errors } = read(`<script type="application/ld+json">{"@type":"A"}</script>
    <script type="Application/LD+JSON; charset=utf-8"><!-- [{"@type":"B",},{"s":"two
lines\\"\t",}] --></script><script type=application/ld+json>
    //<![CDATA[
    {"c": [1, 2, ], "d": "a, ]b"};
    //]]></script><script type=application/ld+json>{"broken": </script><script type=text/javascript>{"no":1}</script>
    <script type=application/ld+json>{"__proto__": {"x": 1}}</script>`).jsonLd
  assert.equal(JSON.stringify(items.slice(0, 4)), '[{"@type":"A"},{"@type":"B"},{"s":"two\\nlines\\"\\t"},{"c":[1,2],"d":"a, ]b"}]')
  assert.deepEqual(Object.keys(items[4] as object), ['__proto__'])
  assert.equal(({} as { x?: number }).x, undefined)
  assert.deepEqual([errors.length, /JSON/.test(errors[0]!)], [1, true])
})

const plain = (value: MicrodataValue): unknown =>
  typeof value === 'string'
    ? value
    : { types: value.types, ...Object.fromEntries([...value.properties].map(([name, values]) => [name, values.map(plain)])) }

test('microdata: nested items, values by element, itemref', () => {
  const { microdata } = read(`<div itemscope itemtype="http://schema.org/Product http://x/Y" itemref="more no">
    <h1 itemprop="name title">A <b>thing</b></h1><img itemprop=image src=a.png><meta itemprop=sku content=7><a itemprop=url href=/p>p</a>
    <div itemprop=offers itemscope itemtype=Offer><data itemprop=price value=9.5>9,50</data><time itemprop=until datetime=2024-02-01>x</time>
      <time itemprop=at>noon</time></div></div><p itemprop=stray>x</p>
    <section id=more><span itemprop=brand itemscope><i itemprop=name>B</i></span><i itemprop=color>red</i></section>`)
  assert.deepEqual(microdata.map(plain), [
    {
      types: ['http://schema.org/Product', 'http://x/Y'],
      name: ['A thing'],
      title: ['A thing'],
      image: ['http://shop.test/x/a.png'],
      sku: ['7'],
      url: ['http://shop.test/p'],
      offers: [{ types: ['Offer'], price: ['9.5'], until: ['2024-02-01'], at: ['noon'] }],
      brand: [{ types: [], name: ['B'] }],
      color: ['red'],
    },
  ])
})

test('items that refer to one another do not hold themselves', () => {
  const { microdata } = read(`<div itemscope itemref=b id=a itemprop=a><i itemprop=name>A</i></div>
    <div itemscope itemref="a b" id=b itemprop=b><i itemprop=name>B</i></div><div itemscope itemref="a b"></div>`)
  assert.deepEqual(microdata.map(plain), [
    { types: [], a: [{ types: [], name: ['A'], b: [{ types: [], name: ['B'] }] }], b: [{ types: [], name: ['B'] }] },
  ])
})

test('hostile items cost no more than their limits', () => {
  assert.equal(read(`<div itemscope>${'<div itemprop=a>x'.repeat(20_000)}`).microdata[0]?.properties.get('a')?.length, 20_000)
  assert.equal(read('<div itemscope itemprop=a>'.repeat(20_000)).microdata.length, 0)
  const many = read(`${'<i itemscope itemref=big></i>'.repeat(2000)}<p id=big>${'<i itemprop=x>y</i>'.repeat(5000)}`)
  assert.equal(many.microdata.length, 2000)
  const long = read(`<script type=application/ld+json>"${'x'.repeat(4 * 1024 * 1024)}"</script>`).jsonLd
  assert.deepEqual([long.items.length, long.errors.length], [0, 1])
  assert.equal(read(`<script type=application/ld+json>${'['.repeat(100_000)}</script>`).jsonLd.errors.length, 1)
})

test('a block of JSON-LD is read up to its limit', () => {
  const block = (length: number) => read(`<script type=application/ld+json>"${'x'.repeat(length - 2)}"</script>`).jsonLd
  const most = limits.jsonLdLength
  assert.deepEqual([block(most).items.length, block(most).errors], [1, []])
  assert.deepEqual(block(most + 1), { items: [], errors: [`a block of ${most + 1} characters is longer than ${most}`] })
})

test('properties in one another have their text up to a limit', () => {
  const nested = (depth: number) => {
    const [item] = read(
      `<div itemscope>${Array.from({ length: depth }, (_, at) => `<p-x itemprop=n${at + 1}>`).join('')}text</div>`,
    ).microdata
    return item?.properties.get(`n${depth}`)
  }
  assert.deepEqual(nested(limits.nestedProperties), ['text'])
  assert.deepEqual(nested(limits.nestedProperties + 1), [''])
})

test('what itemref may have read again has a limit', () => {
  const values = (length: number) => {
    const [item] = read(`<p id=a itemprop=n>${'x'.repeat(length)}</p>${'<div itemscope itemref="a a">y</div>'}`).microdata
    return item?.properties.get('n')?.length
  }
  const half = limits.itemrefNodes / 2
  assert.equal(values(half - 10), 2)
  assert.equal(values(limits.itemrefNodes), 1)
})

test('white space and semicolons around broken JSON-LD are read once', () => {
  const errors = (text: string) => read(`<script type=application/ld+json>${text}</script>`).jsonLd
  assert.deepEqual(errors(`${' '.repeat(500_000)}<!-- {"a": 1,} -->;${' '.repeat(500_000)}`).items, [])
  assert.equal(errors(`${' '.repeat(500_000)}{`).errors.length, 1)
  assert.equal(errors(`{${';'.repeat(500_000)}${' '.repeat(500_000)}`).errors.length, 1)
  assert.deepEqual(errors('{"a": 1,} ;').items, [{ a: 1 }])
})
