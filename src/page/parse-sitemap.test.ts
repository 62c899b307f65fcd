import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { limits } from '../base/limits.ts'
import { parseSitemap, readSitemapText } from './parse-sitemap.ts'

const read = (text: string, url?: string) => parseSitemap(Buffer.from(text), { url })
const locs = (text: string, url?: string) => read(text, url).urls.map(entry => entry.loc)

test('an entry has its address and what is said about it', () => {
  const xml = `<?xml version="1.0"?><!DOCTYPE urlset><urlset><url>
    <loc>\n http://a.test/?x=1&amp;y=<![CDATA[2&z]]> \n</loc><lastmod>2024-02-30</lastmod><changefreq>never</changefreq><priority>0.5</priority>
  </url></urlset>`
  assert.deepEqual(read(xml), {
    kind: 'urlset',
    urls: [{ loc: 'http://a.test/?x=1&y=2&z', lastmod: '2024-02-30', changefreq: 'never', priority: '0.5' }],
    sitemaps: [],
    errors: [],
  })
})

test('an index names sitemaps', () => {
  const { kind, sitemaps } = read('<S:sitemapindex xmlns:S="x"><S:sitemap><S:loc>http://a.test/1.xml</S:loc></S:sitemap></S:sitemapindex>')
  assert.deepEqual([kind, sitemaps], ['index', ['http://a.test/1.xml']])
})

test('extensions are passed over, closed or not', () => {
  const entry = '<loc>http://a.test/1</loc><image:image><image:loc>http://a.test/1.png</image:loc>'
  assert.deepEqual(locs(`<urlset><url>${entry}</image:image></url></urlset>`), ['http://a.test/1'])
  assert.deepEqual(locs(`<urlset><url>${entry}</url><url><loc>http://a.test/2</loc></url></urlset>`), [
    'http://a.test/1',
    'http://a.test/2',
  ])
  assert.deepEqual(locs(`<urlset><url>${entry}<url><loc>http://a.test/2</loc></url></urlset>`), ['http://a.test/1', 'http://a.test/2'])
  assert.deepEqual(locs('<urlset><url><PageMap><loc>http://a.test/no</loc></PageMap><loc>http://a.test/1</loc></url></urlset>'), [
    'http://a.test/1',
  ])
})

test('a cut file keeps what was read, and says so', () => {
  const whole = '<urlset><url><loc>http://a.test/1</loc></url><url><loc>http://a.test/2</loc></url></urlset>'
  // Without its last `>` it is whole.
  for (let length = 8; length < whole.length - 1; length++) {
    const { urls, errors } = read(whole.slice(0, length))
    const expected = ['http://a.test/1', 'http://a.test/2'].filter(url => whole.slice(0, length).includes(`${url}</loc`))
    assert.deepEqual(
      urls.map(entry => entry.loc),
      expected,
    )
    assert.notEqual(errors.length, 0)
  }
  const packed = gzipSync(whole.repeat(50))
  assert.deepEqual(parseSitemap(packed.subarray(0, -12)).urls[0], { loc: 'http://a.test/1' })
})

test('no entity of a document type is ever expanded', () => {
  const laughs = Array.from({ length: 30 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')
  const xml = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "<url><loc>http://evil.test/</loc></url>"><!ENTITY f SYSTEM "file:///etc/passwd">${laughs}]>
    <urlset><url><loc>http://a.test/&l30;</loc></url><url><loc>http://a.test/&f;</loc></url><url><loc>&f;</loc></url></urlset>`
  const { urls, errors } = read(xml)
  assert.deepEqual(
    urls.map(entry => entry.loc),
    ['http://a.test/&l30;', 'http://a.test/&f;'],
  )
  assert.deepEqual(errors, ['not an absolute URL: &f;'])
})

test('relative and empty addresses are errors', () => {
  const { urls, errors } = read('<urlset><url><loc>/x</loc></url><url/><url><loc>javascript:1</loc></url></urlset>', 'http://a.test/')
  assert.deepEqual([urls, errors.length], [[], 3])
})

test('feeds give their entries', () => {
  const rdf = `<rdf:RDF xmlns="http://purl.org/rss/1.0/"><channel><link>http://a.test/</link></channel>
    <item rdf:about="http://a.test/1"><link>http://a.test/1</link><dc:date>2020</dc:date></item></rdf:RDF>`
  assert.deepEqual(read(rdf).urls, [{ loc: 'http://a.test/1', lastmod: '2020' }])
  const rss = `<rss><channel><link>http://a.test/</link><item><atom:link href="http://a.test/no"/><link>/1</link></item>
    <item><guid>http://a.test/2</guid></item><item><guid isPermaLink="false">tag:1</guid></item></channel></rss>`
  assert.deepEqual(locs(rss, 'http://a.test/feed'), ['http://a.test/1', 'http://a.test/2'])
  const atom = `<a:feed><a:link href="http://a.test/"/><a:entry><a:link rel="self" href="http://a.test/no"/><a:link href="1&amp;2"/>
    <a:content><a:link href="http://a.test/no"/></a:content></a:entry></a:feed>`
  assert.deepEqual(locs(atom, 'http://a.test/x/'), ['http://a.test/x/1&2'])
})

test('text has one address a line', () => {
  const { kind, urls, errors } = read('\ufeffhttp://a.test/1\r\n\r\n  http://a.test/2 \nhello\n')
  assert.deepEqual([kind, urls.map(entry => entry.loc)], ['text', ['http://a.test/1', 'http://a.test/2']])
  assert.deepEqual(errors, ['line 4 is not an absolute URL: hello'])
})

test('encodings: declared, marked, mistaken', () => {
  const xml = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?><urlset><url><loc>http://a.test/é</loc></url></urlset>`
  const loc = (bytes: Uint8Array) => parseSitemap(bytes).urls[0]?.loc
  assert.equal(loc(Buffer.from(xml('iso-8859-1'), 'latin1')), 'http://a.test/é')
  assert.equal(loc(Buffer.from(xml('utf-8'), 'latin1')), 'http://a.test/é')
  assert.equal(loc(Buffer.from(xml('utf-8'))), 'http://a.test/é')
  assert.equal(loc(Buffer.from(`\ufeff${xml('utf-8')}`, 'utf16le')), 'http://a.test/é')
  assert.equal(loc(Buffer.from(xml('utf-16'), 'utf16le')), 'http://a.test/é')
})

test('what is no sitemap is unknown', () => {
  assert.equal(read('<!DOCTYPE html><html><a href=http://a.test/>x</a>').kind, 'unknown')
  assert.equal(read('').kind, 'unknown')
  assert.equal(read('<!-- only -->').kind, 'unknown')
  assert.deepEqual(parseSitemap(Buffer.from([0x1f, 0x8b, 1, 2, 3])).kind, 'unknown')
})

test('limits end the reading', () => {
  const many = `<urlset>${'<url><loc>http://a.test/</loc></url>'.repeat(limits.sitemapUrls + 5)}</urlset>`
  assert.deepEqual(
    [read(many).urls.length, read(many).errors],
    [limits.sitemapUrls, [`only the first ${limits.sitemapUrls} URLs were taken`]],
  )
  const bomb = gzipSync(Buffer.alloc(limits.sitemapBytes + 1, 32))
  assert.match(parseSitemap(bomb).errors[0]!, /larger than/)
  assert.equal(read('<urlset>'.padEnd(100_000, '<url><loc>x</loc>')).errors.length, limits.sitemapErrors)
})

const words = fc.constantFrom(
  ...['<urlset>', '</urlset>', '<url>', '</url>', '<loc>', '</loc>', 'http://a.test/', 'http://a.test/2?x=1&amp;y', '\n', ' ', '\r\n'],
  ...['<a:b ', '<a:b>', '</a:b>', '/>', '>', '<![CDATA[', ']]>', ']', '&amp;', '&#65;', '&x;', '<!-- ', ' -->', '<?xml ', '?>', '?'],
  ...['<rss>', '<item>', '<link href="', '"', '<guid isPermaLink=no>', '<feed>', '<entry>', '<link rel=alternate href=/x />'],
  ...['<!DOCTYPE x [', '<!doctype x>', '<!ENTITY a "<url><loc>http://evil.test/</loc></url>">', '<sitemapindex>', '<sitemap>'],
)
const texts = fc.array(fc.oneof({ weight: 8, arbitrary: words }, fc.string({ maxLength: 5 })), { maxLength: 40 }).map(all => all.join(''))

test('pieces of any length equal the whole', () => {
  const inPieces = (text: string, length: number) => {
    const errors: string[] = []
    const pieces = Array.from({ length: Math.ceil(text.length / length) }, (_, at) => text.slice(at * length, (at + 1) * length))
    return { ...readSitemapText(pieces, 'http://b.test/', error => errors.push(error)), errors }
  }
  const check = (text: string) => {
    const whole = inPieces(text, text.length)
    for (const length of [1, 2, 7]) assert.deepEqual(inPieces(text, length), whole)
  }
  const subset = '<!DOCTYPE a [<!ENTITY f SYSTEM "x"> ] ]\n>'
  check(`\n<?xml version="1.0"?> ${subset}<urlset><url><loc>http://a.test/?a&amp;b<![CDATA[&]]>]</loc></url></urlset>`)
  check(`<feed>${'<entry><link rel="alternate" href="1&amp;2?a>b"/><updated>now</updated></entry>'.repeat(3)}</feed>`)
  check(`<urlset><!--${'-'.repeat(10_000)}><!-- --><url><loc>http://a.test/</loc></url><!--${' ->'.repeat(4000)}`)
  check('\n \nhttp://a.test/1  \r\n\n  http://a.test/2\nno\n')
  check(`http://a.test/${'x'.repeat(limits.urlInputLength)}\nhttp://a.test/${' '.repeat(limits.urlInputLength)}\nhttp://a.test/3`)
  for (const root of ['', '<urlset><url><loc>', '<rss><item>', '<feed><entry>', '<?xml?><!DOCTYPE a [']) {
    fc.assert(
      fc.property(texts, text => check(root + text)),
      { seed: 7, numRuns: 500 },
    )
  }
})

test('what is no markup yet never is: an internal subset that does not close', () => {
  const { kind, urls, errors } = read('<!DOCTYPE x [<!ENTITY a "b"> <urlset><url><loc>http://evil.test/</loc></url></urlset>')
  assert.deepEqual([kind, urls, errors], ['unknown', [], ['there is no element in it']])
})

test('a sitemap of the largest size is never a string as a whole', () => {
  const pieces: number[] = []
  const decode = TextDecoder.prototype.decode
  mock.method(TextDecoder.prototype, 'decode', function (this: InstanceType<typeof TextDecoder>, ...args: Parameters<typeof decode>) {
    const text = decode.apply(this, args)
    pieces.push(text.length)
    return text
  })
  const entry = `<url><loc>http://a.test/é</loc><!--${'x'.repeat(1000)}--></url>`
  const { urls } = read(`<urlset>${entry.repeat(2000)}</urlset>`)
  mock.restoreAll()
  assert.equal(urls.length, 2000)
  assert.ok(Math.max(...pieces) <= 64 * 1024)
})

test('any text is read', () => {
  fc.assert(
    fc.property(texts, text => assert.ok(Array.isArray(read(text).urls))),
    { seed: 7, numRuns: 2000 },
  )
})

test('a field is kept whole up to its limit, and cut there', () => {
  const lastmod = (length: number) =>
    parseSitemap(Buffer.from(`<urlset><url><loc>http://a/</loc><lastmod>${'1'.repeat(length)}</lastmod></url></urlset>`)).urls[0]?.lastmod
  const most = limits.sitemapFieldLength
  assert.deepEqual(
    [most, most + 1].map(length => lastmod(length)?.length),
    [most, most],
  )
})
