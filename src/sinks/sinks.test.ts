import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Exchange } from '../exchange/exchange.ts'
import type { Item } from '../spider/index.ts'
import { crawl } from '../spider/index.ts'
import { csvSink, jsonlSink, memorySink } from './index.ts'

function temporaryFolder(): Disposable & { at(name: string): string } {
  const path = mkdtempSync(join(tmpdir(), 'orbweaver-sinks-'))
  return { at: name => join(path, name), [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

test('csv: columns of the first item, quotes, unicode, gaps, objects', () => {
  using folder = temporaryFolder()
  const sink = csvSink(folder.at('a.csv'))
  const text =
    sink.write({ name: 'Žluť "kůň", 😀', n: -5, list: [1, 'a"b'], none: null }) +
    sink.write({ n: 1.5, name: 'two\r\nlines', more: 'left out' })
  assert.equal(text, 'name,n,list,none\r\n"Žluť ""kůň"", 😀",-5,"[1,""a\\""b""]",\r\n"two\r\nlines",1.5,,\r\n')
})

test('csv: given columns, and keys that every object inherits', () => {
  using folder = temporaryFolder()
  const item = JSON.parse('{"a": 1, "__proto__": "own"}') as Item
  assert.equal(csvSink(folder.at('a.csv'), ['b', 'a', 'constructor']).write(item), 'b,a,constructor\r\n,1,\r\n')
  assert.equal(csvSink(folder.at('b.csv')).write(item), 'a,__proto__\r\n1,own\r\n')
  assert.equal(csvSink(folder.at('c.csv'), ['a', '__proto__']).write({ a: 1 }), 'a,__proto__\r\n1,\r\n')
})

test('csv: what a spreadsheet would run is text, numbers stay numbers', () => {
  using folder = temporaryFolder()
  const sink = csvSink(folder.at('a.csv'), ['x'])
  sink.write({ x: 0 })
  for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '  =1', '＝1', '＠x']) {
    const cell = sink.write({ x: formula })
    assert.match(cell, /^"?'/, JSON.stringify(formula))
    assert.ok(cell.includes(formula))
  }
  assert.equal(sink.write({ x: -1 }), '-1\r\n')
  assert.equal(sink.write({ x: 'a=b' }), 'a=b\r\n')
})

test('csv: a file begun before keeps its header, whatever its columns are called', () => {
  using folder = temporaryFolder()
  const names = fc.uniqueArray(
    fc.string({ unit: fc.constantFrom('a', 'b', '"', ',', '\r\n', '\n', '=', '-', ' ', '\t', 'ž'), maxLength: 6 }),
    { minLength: 1, maxLength: 5 },
  )
  let run = 0
  fc.assert(
    fc.property(names, columns => {
      // One column without a name is an empty line, which no reader can tell from none.
      fc.pre(columns.some(name => name !== ''))
      const file = folder.at(`${run++}.csv`)
      const item = Object.fromEntries(columns.map((name, at) => [name, at]))
      writeFileSync(file, csvSink(file, columns).write(item))
      assert.equal(csvSink(file).write(item), `${columns.map((_, at) => at).join(',')}\r\n`)
    }),
    { seed: 7, numRuns: 200 },
  )
  writeFileSync(folder.at('excel.csv'), '\ufeffb,a\n1,2\n')
  assert.equal(csvSink(folder.at('excel.csv')).write({ a: 'A', b: 'B' }), 'B,A\r\n')
})

test('csv in a store: resumed, the header stands there once', async () => {
  using folder = temporaryFolder()
  const file = folder.at('pages.csv')
  const run = (maxPages: number) =>
    crawl('http://127.0.0.1/0', {
      store: folder.at('s'),
      fetcher: chain(5),
      robots: 'ignore',
      delayMs: 0,
      maxPages,
      sinks: [csvSink(file)],
    }).run()
  await run(2)
  assert.equal(readFileSync(file, 'utf8').split('\r\n').length, 4)
  assert.equal((await run(100)).state, 'finished')
  const rows = readFileSync(file, 'utf8').split('\r\n')
  assert.match(rows[0]!, /^url,status,/)
  assert.deepEqual(
    rows.slice(1, -1).map(row => row.split(',')[0]),
    [0, 1, 2, 3, 4].map(page => `http://127.0.0.1/${page}`),
  )
})

test('jsonl: one line an item, and JSON.parse gives it back', () => {
  const sink = jsonlSink('items.jsonl')
  const odd = JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}') as Item
  const items: Item[] = [{ a: 'u\u2028v\u2029w\r\n\x1b' }, { lone: '\ud83d', pair: '😀' }, odd, { deep: [[{ '': null }]] }]
  for (const item of items) {
    const line = sink.write(item)
    assert.match(line, /^[^\r\n\u2028\u2029\x1b]*\n$/)
    assert.deepEqual(JSON.parse(line), item)
  }
  assert.equal(({} as { x?: number }).x, undefined)
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), item => {
      const line = sink.write(item)
      assert.deepEqual(JSON.parse(line), JSON.parse(JSON.stringify(item)))
      assert.equal(line.split(/[\n\r\u2028\u2029]/).length, 2)
    }),
    { seed: 7, numRuns: 200 },
  )
})

test('memory: committed items in an array', async () => {
  const items: Item[] = []
  await crawl('http://127.0.0.1/0', { fetcher: chain(3), robots: 'ignore', delayMs: 0, plugins: [memorySink(items)] }).run()
  assert.deepEqual(
    items.map(({ url }) => url),
    ['http://127.0.0.1/0', 'http://127.0.0.1/1', 'http://127.0.0.1/2'],
  )
})

/** Pages /0, /1 ... each with a link to the next. */
function chain(pages: number) {
  return async (order: Exchange['order']): Promise<Exchange> => {
    const page = Number(new URL(order.url).pathname.slice(1))
    const body = Buffer.from(page + 1 < pages ? `<title>${page}</title><a href="/${page + 1}">next</a>` : 'the end')
    return {
      order,
      status: 200,
      reason: 'OK',
      headers: ['content-type', 'text/html'],
      body,
      bytes: { raw: body.length, decoded: body.length },
      timings: { startedAt: 0, headersMs: 0, totalMs: 0 },
      anomalies: [],
    }
  }
}
