/**
 * Reads pages, headers, cookies, robots.txt and items that are full of the names of Object.prototype, and prints what came of it as JSON, a
 * line each. With the argument `polluted` every object first inherits what a program around us may have planted. Run: node key-tour.ts
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rawServer } from '../../src/http/raw-server.test-helper.ts'
import type { Item } from '../../src/index.ts'
import { csvSink, openCookieJar, parseHeader, parseRobots, parseSoup, readHeader, Spider } from '../../src/index.ts'
import { createWordCounter } from '../../src/page/word-counter.ts'
import { forms, metadata, submission, tables } from '../../src/soup/index.ts'
import { readCrawlFile } from '../../src/spider/index.ts'

if (process.argv[2] === 'polluted') Object.assign(Object.prototype, { canary: 'planted', polluted: 'planted', '': 'planted' })
const before = prototypeOf()

const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '\u2028', '\ud800', '1e999']
const each = (make: (name: string) => string) => names.map(make).join('\n')
const page = `<!DOCTYPE html><title>Names</title>
${each(name => `<meta name="${name}" content="meta ${name}"><meta property="og:${name}" content="og ${name}">`)}
<script type="application/ld+json">{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}, "n": 1e999}</script>
<div itemscope>${each(name => `<b itemprop="${name}">item ${name}</b>`)}</div>
<form action="/send">${each(name => `<input name="${name}" value="value ${name}">`)}</form>
<table><tr>${each(name => `<th>${name}`)}<tr>${each(name => `<td>cell ${name}`)}</table>
<p ${names.slice(0, 5).join('=a ')}=a class="${names.join(' ')}">${names.join(' ')}</p>`

const soup = parseSoup(page)
const said = metadata(soup)
show('meta', [...said.meta, ...said.openGraph])
show('microdata and JSON-LD', [said.microdata.map(({ properties }) => [...properties]), said.jsonLd])
show('forms', [
  forms(soup).map(({ fields }) => fields.map(({ name, value }) => [name, value])),
  submission(forms(soup, 'http://a.test/')[0]!),
])
show(
  'tables',
  tables(soup).flatMap(({ records }) => records.map(record => [...record])),
)
show('attributes', [[...soup.tag('p')!.attrs], soup.findAll('p', { class: '__proto__' }).length, soup.select('.constructor').length])

const fields = names.slice(0, 5).flatMap(name => [name, `value ${name}`])
show('headers', [
  fields,
  readHeader([...fields, 'cache-control', '__proto__=1, constructor, max-age=5'], 'cache-control'),
  parseHeader('content-disposition', 'attachment; __proto__=a; constructor=b; filename=c'),
  parseHeader('content-type', 'text/html; __proto__=a; constructor=b'),
])
const jar = openCookieJar()
jar.take('http://a.test/', [...names.slice(0, 5).map(name => `${name}=1`), '__proto__[x]=1; constructor=2'])
show(
  'cookies',
  jar.cookiesFor('http://a.test/').map(({ name, value }) => [name, value]),
)
const rules = parseRobots('User-agent: constructor\nDisallow: /\nUser-agent: *\nDisallow: /constructor\n')
show('robots', [rules.may('/', 'toString'), rules.may('/constructor', 'toString'), rules.may('/', 'constructor')])
const counter = createWordCounter()
counter.add(names.join(' '))
show('words', counter.most())

/** Keys as a page of JSON brings them: own ones. */
const hostile = JSON.parse(`{"__proto__": {"polluted": true}, "constructor": "c", "toString": "t", "\u2028": "\ud800", "n": 1e999}`) as Item
const folder = mkdtempSync(join(tmpdir(), 'orbweaver-keys-'))
try {
  await using server = await rawServer(socket => {
    const head = ['HTTP/1.1 200 OK', ...names.slice(0, 5).map(name => `${name}: x`), 'Content-Type: text/html', 'Connection: close', '', '']
    socket.end(head.join('\r\n') + page)
  })
  const csv = join(folder, 'items.csv')
  const items: Item[] = []
  const spider = new Spider([`${server.site}/__proto__`], {
    store: join(folder, 'store'),
    sinks: [csvSink(csv)],
    robots: 'ignore',
    delayMs: 0,
    identity: { contact: 'test@example.org' },
    visits: { '/:constructor': visit => visit.save({ ...hostile, ...visit.params, title: visit.page.title }) },
    recorded: JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}'),
  })
  spider.on('item', ({ item }) => items.push(item))
  const { counts } = await spider.run()
  show('crawl', [counts.done, items, readFileSync(csv, 'utf8'), readFileSync(join(folder, 'store', 'items.jsonl'), 'utf8')])
  show('crawl.json', readCrawlFile(join(folder, 'store'))?.options)
} finally {
  rmSync(folder, { recursive: true })
}
show('Object.prototype', prototypeOf() === before)

/** Every property of Object.prototype, without calling one. */
function prototypeOf(): string {
  return JSON.stringify(Reflect.ownKeys(Object.prototype).map(key => [String(key), Object.getOwnPropertyDescriptor(Object.prototype, key)]))
}

function show(what: string, value: unknown): void {
  console.log(what, JSON.stringify(value))
}
