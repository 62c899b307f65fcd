import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CrawlError } from '../../base/crawl-error.ts'
import { parseFragment } from '../index.ts'

const tagOf = (html: string) => parseFragment(html).find() ?? assert.fail(html)

test('the first of two attributes of a name counts, in the order of the source', () => {
  const tag = tagOf('<p B=1 a=2 b=3 c A>')
  assert.deepEqual(
    [...tag.attrs],
    [
      ['b', '1'],
      ['a', '2'],
      ['c', ''],
    ],
  )
  assert.deepEqual(
    [tag.get('b'), tag.get('c'), tag.get('B'), tag.get('d'), tag.has('c'), tag.has('d')],
    ['1', '', undefined, undefined, true, false],
  )
})

test('set changes in place or adds at the end, delete forgives', () => {
  const tag = tagOf('<p a=1 b=2>')
  tag.set('a', '3')
  tag.set('c', ['x', 'y'])
  tag.delete('b')
  tag.delete('d')
  assert.equal(tag.toString(), '<p a="3" c="x y"></p>')
  assert.deepEqual([...tag.attrs.keys()], ['a', 'c'])
})

test('names that objects have are names like any other', () => {
  const tag = tagOf('<p constructor=1 __proto__=2 toString=3>')
  tag.set('hasOwnProperty', '4')
  tag.set('__proto__', '5')
  assert.deepEqual(
    [...tag.attrs],
    [
      ['constructor', '1'],
      ['__proto__', '5'],
      ['tostring', '3'],
      ['hasOwnProperty', '4'],
    ],
  )
  assert.equal(tag.get('valueOf'), undefined)
  assert.equal(tag.has('hasOwnProperty'), true)
  const made = parseFragment('').newTag('constructor', JSON.parse('{"__proto__":"x"}'))
  assert.equal(made.toString(), '<constructor __proto__="x"></constructor>')
  assert.equal(parseFragment('<a constructor=1>').findAll({ constructor: '1' }).length, 1)
  assert.equal(parseFragment('<a __proto__=1><a>').findAll({ attrs: JSON.parse('{"__proto__":"1"}') }).length, 1)
})

test('a name that could not be read back is refused', () => {
  const tag = tagOf('<p>')
  for (const name of ['', 'a b', 'a\n', 'a=b', 'a>', 'a/b', 'a\0']) {
    assert.throws(
      () => tag.set(name, ''),
      (error: unknown) => error instanceof CrawlError && error.code === 'usage',
    )
    assert.throws(() => parseFragment('').newTag(name), CrawlError)
  }
  tag.set('"', '1')
  tag.set('ключ', '2')
  assert.deepEqual(
    [...tagOf(tag.toString()).attrs],
    [
      ['"', '1'],
      ['ключ', '2'],
    ],
  )
})

test('attributes of SVG and MathML go by their whole name', () => {
  const link = parseFragment('<svg><a xlink:href=x xml:lang=de viewbox=1 xlink:odd=2 foo:bar=3></a></svg>').find('a')!
  assert.deepEqual([...link.attrs.keys()], ['xlink:href', 'xml:lang', 'viewBox', 'xlink:odd', 'foo:bar'])
  assert.deepEqual([link.get('xlink:href'), link.get('href'), link.get('viewbox')], ['x', undefined, undefined])
  link.set('xlink:href', 'y')
  link.set('href', 'z')
  link.delete('xml:lang')
  assert.equal(link.toString(), '<a xlink:href="y" viewBox="1" xlink:odd="2" foo:bar="3" href="z"></a>')
  assert.equal(parseFragment('<p xlink:href=x>').find('p')?.get('xlink:href'), 'x')
})

test('lists are those of HTML, by tag', () => {
  const soup = parseFragment('<a rel=" x\ty\n" class="a  b" headers="c d" title="e f"></a><td><table><td headers="g h" rel="i j">')
  const [link, cell] = [soup.find('a')!, soup.find('td')!]
  assert.deepEqual(
    ['rel', 'class', 'headers', 'title', 'none'].map(name => link.getList(name)),
    [['x', 'y'], ['a', 'b'], ['c d'], ['e f'], []],
  )
  assert.deepEqual(
    ['headers', 'rel'].map(name => cell.getList(name)),
    [['g', 'h'], ['i j']],
  )
  assert.deepEqual([link.classList, cell.classList], [['a', 'b'], []])
  assert.equal(link.get('class'), 'a  b')
})

test('tags that the parser copied do not change one another', () => {
  const soup = parseFragment('<p><b class=x id=y>1<p>2</b><p>3')
  const [one, two] = soup.findAll('b')
  one!.set('class', 'z')
  two!.delete('id')
  const copy = two!.clone()
  copy.set('class', 'w')
  assert.deepEqual(
    [one!, two!, copy].map(tag => [tag.get('class'), tag.get('id')]),
    [
      ['z', 'y'],
      ['x', undefined],
      ['w', undefined],
    ],
  )
})

test('attrs is a copy', () => {
  const tag = tagOf('<p a=1>')
  ;(tag.attrs as Map<string, string>).set('a', '2')
  assert.equal(tag.get('a'), '1')
})
