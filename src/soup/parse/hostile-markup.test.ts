import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../../base/limits.ts'
import { parseSoup } from '../index.ts'

const distinct = (count: number, make: (number: number) => string) => Array.from({ length: count }, (_, number) => make(number)).join('')

test('formatting tags that are left open are opened again, until they are more than the page', () => {
  assert.equal(parseSoup('<p><b><i>x<p>y').body?.innerHtml, '<p><b><i>x</i></b></p><p><b><i>y</i></b></p>')
  const page = distinct(3000, number => `<p><font size=${number}>x`)
  const { length } = parseSoup(page).findAll('font')
  // By the standard they are 4.5 million.
  assert.ok(length > limits.reopenedTags && length < limits.reopenedTags + page.length / 4 + 6000, String(length))
})

test('what is forgotten in a cell is forgotten there alone', () => {
  const soup = parseSoup(`<b>1<table><td>${distinct(1000, number => `<p><font size=${number}>x`)}</table>2`)
  const [outer] = soup.findAll('b')
  assert.equal(outer?.contents.at(-1)?.toString(), '2')
})

test('attributes of many html and body tags are those of the first, and what the others add', () => {
  const soup = parseSoup(`<html a=1><body b=1>${distinct(2000, number => `<html a=2 x${number}=y><body b=2 y${number}=z>`)}`)
  const [html, body] = [soup.find('html')!, soup.find('body')!]
  assert.deepEqual([html.get('a'), body.get('b'), html.attrs.size, body.attrs.size], ['1', '1', 2001, 2001])
})

test('comments end where they end', () => {
  const values = (html: string) =>
    parseSoup(html)
      .findAll({ string: true })
      .map(node => node.value)
  assert.deepEqual(values('<!--a--!><!--b-->'), ['a', 'b'])
  assert.deepEqual(values('<!-- a -- b -----><!-- c --! d -->'), [' a -- b ---', ' c --! d '])
  assert.deepEqual(values('<!--><!---><!----><!-----><!--->-->'), ['', '', '', '-', '', '-->'])
  assert.deepEqual(values('<!--a\0-->'), ['a\ufffd'])
  assert.deepEqual(values('<!--a--'), ['a'])
  assert.equal(parseSoup('<!--x--!>'.repeat(100_000)).contents.length, 100_001)
})
