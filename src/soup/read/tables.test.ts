import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../../base/limits.ts'
import { parseSoup } from '../parse/parse-soup.ts'
import { readTable, tables } from './tables.ts'

const read = (html: string) => tables(parseSoup(html))[0]!
const objects = (table: ReturnType<typeof read>) => table.records.map(record => Object.fromEntries(record))

test('rows by the names of their columns', () => {
  const table = read('<table><caption>Ages</caption><tr><th>User<th>Age<tr><td>1<td>31<tr><td>2</table>')
  assert.deepEqual(
    [table.caption, table.headers, table.rows],
    [
      'Ages',
      ['User', 'Age'],
      [
        ['1', '31'],
        ['2', ''],
      ],
    ],
  )
  assert.deepEqual(objects(table), [
    { User: '1', Age: '31' },
    { User: '2', Age: '' },
  ])
})

test('spans are spread over columns and rows; rowspan=0 runs to the end of the section', () => {
  const table = read(`<table><thead><tr><th rowspan=2>Name<th colspan=2>Size<tr><th>w<th>h</thead>
    <tbody><tr><td rowspan=0>a<td>1<td>2<tr><td colspan="2">3</tbody><tbody><tr><td>b<td>4<td>5</tbody></table>`)
  assert.deepEqual(table.headers, ['Name', 'Size w', 'Size h'])
  assert.deepEqual(table.rows, [
    ['a', '1', '2'],
    ['a', '3', '3'],
    ['b', '4', '5'],
  ])
})

test('a foot that stands first comes last; names that repeat or are missing get numbers', () => {
  const table = read('<table><tfoot><tr><td>sum<td><td>9</tfoot><thead><tr><th>x<th>x<th></thead><tr><td>1<td>2<td>3</table>')
  assert.deepEqual(table.headers, ['x', 'x (2)', '3'])
  assert.deepEqual(table.rows.at(-1), ['sum', '', '9'])
})

test('a table of facts is one record; a table without names has none', () => {
  const facts = read('<table><tr><th colspan=2>Kant<tr><th>Born<td>1724<tr><th>Died<td>1804</table>')
  assert.deepEqual(objects(facts), [{ Born: '1724', Died: '1804' }])
  const bare = read('<table><tr><td>a<td>b</table>')
  assert.deepEqual([bare.headers, bare.rows, bare.records], [[], [['a', 'b']], []])
})

test('a table within a cell is a table of its own', () => {
  const found = tables(parseSoup('<table><tr><td>out <table><tr><td>in</table> side<td>b</table>'))
  assert.deepEqual(
    found.map(({ rows }) => rows),
    [[['out side', 'b']], [['in']]],
  )
})

test('huge spans end at the limit of cells, and say so', () => {
  const wide = read(`<table>${`<tr>${'<td colspan=1000 rowspan=65534>x'.repeat(20)}`.repeat(200)}</table>`)
  assert.equal(wide.cut, true)
  assert.ok(wide.rows.length * wide.rows[0]!.length <= limits.tableCells)
  const oneWide = read(`<table><tr>${'<td colspan=1000>x'.repeat(500)}${'<tr><td>y'.repeat(1000)}</table>`)
  assert.deepEqual([oneWide.cut, oneWide.rows.length], [true, 2])
  const odd = read('<table><tr><td colspan=-1>a<td colspan=0>b<td colspan=x>c<td colspan=" +2x">d</table>')
  assert.deepEqual([odd.cut, odd.rows], [false, [['a', 'b', 'c', 'd', 'd']]])
})

test('20,000 tables in one another, 100,000 equal names', () => {
  assert.equal(tables(parseSoup('<table><tr><td>x'.repeat(20_000))).length, 20_000)
  const { headers } = read(`<table><tr>${'<th>n'.repeat(100_000)}<tr><td>1</table>`)
  assert.equal(headers.at(-1), 'n (100000)')
})

test('a table made by hand', () => {
  const soup = parseSoup('')
  const table = soup.newTag('table')
  const row = soup.newTag('tr')
  row.append(soup.newTag('th', {}, '__proto__'), soup.newTag('td', {}, 'v'))
  table.append(row)
  assert.deepEqual([...readTable(table).records[0]!], [['__proto__', 'v']])
})
