import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkLinks } from '../../../test/support/check-links.ts'
import { CrawlError } from '../../base/crawl-error.ts'
import type { Soup, Tag } from '../index.ts'
import { parseFragment, TextNode } from '../index.ts'

const list = '<ul><li id="a">1</li><li id="b">2<b>x</b></li><li id="c">3</li></ul><p></p>'

function open(html = list): { soup: Soup; tag: (id: string) => Tag } {
  const soup = parseFragment(html)
  return { soup, tag: id => soup.find({ id }) ?? soup.find(id) ?? assert.fail(id) }
}

/** A call that is a misuse: its message says what to do, and nothing changes. */
function refused(soup: Soup, call: () => unknown, says: RegExp): void {
  const before = soup.toString()
  assert.throws(call, (error: unknown) => error instanceof CrawlError && error.code === 'usage' && says.test(error.message))
  assert.equal(soup.toString(), before)
  checkLinks(soup)
}

test('append moves what is given, makes texts of strings, and returns what it put in', () => {
  const { soup, tag } = open()
  const put = tag('p').append(tag('b'), 'and', soup.newTag('i', {}, 'x'))
  assert.equal(soup.toString(), '<ul><li id="a">1</li><li id="c">3</li></ul><p><li id="b">2<b>x</b></li>and<i>x</i></p>')
  assert.deepEqual(put, [...tag('p').contents])
  assert.deepEqual(tag('p').append(), [])
  checkLinks(soup)
})

test('the same node twice stands where it was put last', () => {
  const { soup, tag } = open()
  const [a, c] = [tag('a'), tag('c')]
  assert.deepEqual(tag('p').append(a, c, a), [a, c, a])
  assert.equal(tag('p').toString(), '<p><li id="c">3</li><li id="a">1</li></p>')
  checkLinks(soup)
})

test('a document stands for its children, also an empty one', () => {
  const { soup, tag } = open()
  const other = parseFragment('<i>1</i>two')
  assert.equal(tag('p').append(other, parseFragment('')).length, 2)
  assert.equal(tag('p').toString(), '<p><i>1</i>two</p>')
  assert.equal(other.toString(), '')
  checkLinks(soup)
  checkLinks(other)
})

test('extend takes a list, a branch, a text; itself keeps its order', () => {
  const { soup, tag } = open()
  tag('p').extend(tag('b'))
  tag('p').extend(['y', soup.newComment('z')])
  tag('p').extend('text')
  tag('p').extend(new Set(['u', 'v']).values())
  assert.equal(tag('p').toString(), '<p>2<b>x</b>y<!--z-->textuv</p>')
  assert.equal(tag('p').extend(tag('p')).length, 7)
  assert.equal(tag('p').innerHtml, '2<b>x</b>y<!--z-->textuv')
  assert.equal(tag('p').extend(Array.from({ length: 200_000 }, () => 'x')).length, 200_000)
  checkLinks(soup)
})

test('insert counts positions before the move', () => {
  const cases: readonly (readonly [position: number, id: string, order: string])[] = [
    [0, 'c', 'cab'],
    [1, 'c', 'acb'],
    [1, 'a', 'abc'],
    [2, 'a', 'bac'],
    [3, 'a', 'bca'],
    [99, 'b', 'acb'],
  ]
  for (const [position, id, order] of cases) {
    const { soup, tag } = open()
    tag('ul').insert(position, tag(id))
    assert.equal(
      tag('ul')
        .findAll('li')
        .map(item => item.get('id'))
        .join(''),
      order,
      `${id} to ${position}`,
    )
    checkLinks(soup)
  }
  const { soup, tag } = open()
  for (const position of [-1, 0.5, Number.NaN]) refused(soup, () => tag('ul').insert(position, 'x'), /count children from 0/)
})

test('insertBefore and insertAfter keep the order of what is given, also of neighbours', () => {
  const { soup, tag } = open()
  tag('b').insertBefore(tag('c'), 'x', tag('a'))
  assert.equal(tag('ul').innerHtml, '<li id="c">3</li>x<li id="a">1</li><li id="b">2<b>x</b></li>')
  tag('c').insertAfter(tag('a'), tag('b'))
  assert.equal(
    tag('ul')
      .findAll('li')
      .map(item => item.get('id'))
      .join(''),
    'cab',
  )
  checkLinks(soup)
  refused(soup, () => tag('b').insertBefore('x', tag('b')), /beside itself/)
  refused(soup, () => soup.insertAfter('x'), /append this one somewhere first/)
  refused(soup, () => soup.newTag('i').insertBefore('x'), /append this one somewhere first/)
})

test('a node never comes into itself, nor what holds it into it', () => {
  const { soup, tag } = open()
  const b = tag('b')
  const inner = b.find('b')!
  for (const call of [
    () => inner.append('x', inner),
    () => tag('p').append(tag('p')),
    () => inner.append(soup.newTag('i'), b),
    () => inner.append(soup),
    () => inner.insertBefore(b),
    () => inner.insertAfter(tag('ul')),
    () => inner.replaceWith('x', b),
    () => inner.wrap(b),
    () => inner.wrap(inner),
    () => b.extend([inner, b]),
    () => b.insert(0, soup),
  ])
    refused(soup, call, /cannot be put into itself/)
})

test('what is neither node nor text is refused before anything moves', () => {
  const { soup, tag } = open()
  for (const odd of [undefined, null, 5, {}, { kind: 'tag' }, ['x']])
    refused(soup, () => tag('p').append(tag('a'), odd as unknown as string), /Only nodes and texts/)
  refused(soup, () => tag('a').wrap(soup as unknown as Tag), /into a tag/)
})

test('replaceWith: several, its own children, itself among others, nothing', () => {
  const { soup, tag } = open()
  const [a, b, c] = [tag('a'), tag('b'), tag('c')]
  assert.equal(a.replaceWith(a), null)
  assert.equal(a.replaceWith('x', a, 'y'), a)
  assert.equal(tag('ul').innerHtml, 'x<li id="a">1</li>y<li id="b">2<b>x</b></li><li id="c">3</li>')
  assert.equal(b.replaceWith(b.find('b')!), b)
  assert.equal(b.parent, null)
  assert.equal(c.replaceWith(), c)
  assert.equal(tag('ul').innerHtml, 'x<li id="a">1</li>y<b>x</b>')
  checkLinks(soup)
  checkLinks(b)
  refused(soup, () => b.replaceWith('x'), /append this one somewhere first/)
})

test('wrap: by a new tag, by one that holds something, by its own child, by a neighbour', () => {
  const { soup, tag } = open()
  tag('a').wrap(soup.newTag('div'))
  tag('c').string!.wrap(soup.newTag('i', {}, '>'))
  assert.equal(tag('ul').innerHtml, '<div><li id="a">1</li></div><li id="b">2<b>x</b></li><li id="c"><i>&gt;3</i></li>')
  const [b, inner] = [tag('b'), tag('b').find('b')!]
  assert.equal(b.wrap(inner), inner)
  assert.equal(inner.toString(), '<b>x<li id="b">2</li></b>')
  inner.wrap(tag('div'))
  assert.equal(tag('ul').innerHtml, '<div><li id="a">1</li><b>x<li id="b">2</li></b></div><li id="c"><i>&gt;3</i></li>')
  checkLinks(soup)
})

test('unwrap, clear, setString, extract, decompose', () => {
  const { soup, tag } = open()
  const b = tag('b')
  const inner = b.find('b')!
  assert.equal(b.unwrap(), b)
  assert.equal(b.contents.length, 0)
  assert.equal(tag('ul').innerHtml, '<li id="a">1</li>2<b>x</b><li id="c">3</li>')
  refused(soup, () => b.unwrap(), /append this one somewhere first/)
  tag('c').setString('<&>')
  assert.equal(tag('c').innerHtml, '&lt;&amp;&gt;')
  const text = inner.string!
  inner.clear()
  assert.equal(text.parent, null)
  assert.equal(text.decomposed, false)
  inner.append(text)
  tag('ul').clear({ decompose: true })
  assert.deepEqual([inner.decomposed, text.decomposed, tag('ul').decomposed], [true, true, false])
  assert.equal(inner.toString(), '<b>x</b>', 'what was destroyed can still be read')
  assert.equal(tag('p').extract().extract().parent, null)
  assert.equal(soup.toString(), '<ul></ul>')
  checkLinks(soup)
})

test('smooth joins neighbouring texts, at any depth, and no others', () => {
  const { soup, tag } = open('<p>a<b>b</b></p>')
  tag('p').append('c', 'd', soup.newComment('e'), 'f', 'g', '')
  tag('b').append('', 'x')
  soup.smooth()
  assert.deepEqual([...tag('p').contents].map(String), ['a', '<b>bx</b>', 'cd', 'e', 'fg'])
  checkLinks(soup)
})

test('nodes of another document are moved from there', () => {
  const [one, other] = [open(), open()]
  one.tag('p').append(other.tag('b'), other.tag('a').string!)
  assert.equal(one.tag('p').toString(), '<p><li id="b">2<b>x</b></li>1</p>')
  assert.equal(other.soup.toString(), '<ul><li id="a"></li><li id="c">3</li></ul><p></p>')
  checkLinks(one.soup)
  checkLinks(other.soup)
})

test('a loop may take out the node it is given, and what it does beyond that ends', () => {
  const html = '<p>1<b>2<i>3</i></b>4</p><p>5</p>'
  const walks: readonly ((soup: Soup) => Iterable<unknown>)[] = [
    soup => soup.descendants,
    soup => soup.children,
    soup => soup.find('b')!.nextElements,
    soup => soup.find('b')!.nextSiblings,
    soup => soup.find({ string: '5' })!.previousElements,
    soup => soup.find('i')!.parents,
    soup => soup.strings,
    soup => soup.strippedStrings,
  ]
  const deeds: readonly ((soup: Soup, node: unknown) => void)[] = [
    (_, node) => node instanceof TextNode && node.extract(),
    soup => soup.clear(),
    soup => soup.find('p')?.decompose(),
    soup => soup.find('i')?.unwrap(),
    soup => soup.find('b') && soup.append(soup.find('b')!),
    soup => parseFragment('<u></u>').find('u')!.extend(soup),
  ]
  for (const walk of walks)
    for (const deed of deeds) {
      const { soup } = open(html)
      let steps = 0
      for (const node of walk(soup)) {
        deed(soup, node)
        assert.ok(++steps < 100)
      }
      checkLinks(soup)
    }
  const { soup } = open(html)
  for (const node of soup.children) node.extract()
  assert.equal(soup.toString(), '')
})
