import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CrawlError } from '../../base/crawl-error.ts'
import type { Criteria, NameFilter, StringNode, Tag, ValueFilter } from '../index.ts'
import { parseFragment, parseSoup } from '../index.ts'

const page = `<p id=1 class="a b">one</p><p id=2 class=A name=n>two <b id=3>three</b></p><a id=4 href="" title=x>one</a>
<a id=5 href=/x tabindex=1><i id=6>deep</i></a><!--one--><div id=7 class string=s limit=l recursive=r attrs=t></div><svg id=8><linearGradient id=9 /></svg>`
const soup = parseFragment(page)

const ids = (found: readonly Tag[]) => found.map(tag => tag.get('id')).join('')
const values = (found: readonly StringNode[]) => found.map(node => `${node.kind} ${node.value}`)
const all = '123456789'

test('every kind of filter on a name', () => {
  const cases: readonly (readonly [NameFilter | undefined, string])[] = [
    ['p', '12'],
    ['P', ''],
    ['linearGradient', '9'],
    ['', ''],
    [/^[ab]$/, '345'],
    [/p/g, '12'],
    [/p/y, '12'],
    [/i/y, '679'],
    [/G/i, '89'],
    [['a', 'i'], '456'],
    [['a', /^sv/, tag => tag.get('id') === '7'], '4578'],
    [[], ''],
    [true, all],
    [null, all],
    [undefined, all],
    [tag => tag.contents.length === 0, '79'],
    [() => false, ''],
  ]
  for (const [filter, found] of cases) {
    for (let again = 0; again < 2; again++) assert.equal(ids(soup.findAll(filter)), found, String(filter))
    assert.equal(soup.find(filter)?.get('id') ?? '', found.slice(0, 1), String(filter))
  }
})

test('nested lists are lists, and what is no filter is refused with the way out', () => {
  assert.equal(ids(soup.findAll([['b'], [['i', [/svg/]]]] as unknown as string[])), '368')
  assert.equal(ids(soup.findAll('a', { title: [['x', null]] as unknown as ValueFilter })), '45')
  for (const odd of [5, false, Symbol('x')])
    assert.throws(
      () => soup.findAll(odd as unknown as string),
      (error: unknown) => error instanceof CrawlError && error.code === 'usage' && /A filter is/.test(error.message),
    )
  assert.throws(() => soup.findAll({ id: {} as unknown as string }), CrawlError)
})

test('a pattern keeps where it was', () => {
  const pattern = /p/g
  pattern.lastIndex = 1
  assert.equal(ids(soup.findAll(pattern)), '12')
  assert.equal(pattern.lastIndex, 1)
})

test('every kind of filter on an attribute', () => {
  const cases: readonly (readonly [Criteria, string])[] = [
    [{ id: '4' }, '4'],
    [{ id: 4 }, '4'],
    [{ tabindex: [2, 1] }, '5'],
    [{ id: /[1-3]/g }, '123'],
    [{ href: true }, '45'],
    [{ href: '' }, '4'],
    [{ href: null, id: /[3-5]/ }, '3'],
    [{ href: false, id: /[3-5]/ }, '3'],
    [{ id: ['1', /9/, value => value === '5'] }, '159'],
    [{ id: [] }, ''],
    [{ href: value => value === null || value === '/x', id: /[456]/ }, '56'],
    [{ id: undefined, title: 'x' }, '4'],
    [{ class: 'a' }, '1'],
    [{ class: 'a b' }, '1'],
    [{ class: 'b a' }, ''],
    [{ class: /^a/i }, '12'],
    [{ class: '' }, '7'],
    [{ class: true }, '127'],
    [{ class: null }, '345689'],
    [{ attrs: 'a' }, '1'],
    [{ attrs: ['a', 'A'] }, '12'],
    [{ attrs: { class: 'a' }, class: 'A' }, '2'],
    [{ attrs: { class: 'a', id: '1' } }, '1'],
    [{ attrs: { name: 'n' } }, '2'],
    [{ attrs: { id: 'x' }, id: '3' }, '3'],
    [{ attrs: { string: 's', limit: 'l', recursive: 'r', attrs: 't', class: '' } }, '7'],
    [{}, all],
  ]
  for (const [criteria, found] of cases) {
    assert.equal(ids(soup.findAll(criteria)), found, JSON.stringify(criteria))
    assert.equal(ids(soup.findAll(null, criteria)), found, JSON.stringify(criteria))
  }
  assert.equal(ids(soup.findAll({ name: 'n' })), '2', 'name is an attribute in criteria')
})

test('a filter in the place of criteria is one on class; both objects count', () => {
  assert.equal(ids(soup.findAll('p', 'a')), '1')
  assert.equal(ids(soup.findAll('p', /a/i)), '12')
  assert.equal(ids(soup.findAll({ class: true }, { limit: 2 })), '12')
  assert.equal(ids(soup.findAll({ id: '1' }, { id: '2' })), '2')
})

test('string with a name is on what the tag holds alone', () => {
  assert.equal(ids(soup.findAll(true, { string: 'one' })), '14')
  assert.equal(ids(soup.findAll('a', { string: /e/ })), '45')
  assert.equal(ids(soup.findAll(true, { string: null })), '2789')
  assert.equal(ids(soup.findAll(['p', 'div'], { string: value => value === null })), '27')
  assert.equal(ids(soup.findAll({ id: true, string: 'deep' })), '56')
})

test('string alone finds strings of every kind', () => {
  assert.deepEqual(values(soup.findAll({ string: 'one' })), ['text one', 'text one', 'comment one'])
  assert.deepEqual(values(soup.findAll(null, { string: ['deep', /tw/] })), ['text two ', 'text deep'])
  assert.deepEqual(values(parseSoup('<!DOCTYPE html><p>x').findAll({ string: true })), ['doctype html', 'text x'])
  assert.deepEqual(soup.findAll({ string: null }), [])
  assert.deepEqual(soup.findAll({ string: [] }), [])
  assert.equal(soup.find({ string: /three/ })?.parent?.get('id'), '3')
})

test('limit and recursive', () => {
  assert.equal(ids(soup.findAll(true, { limit: 3 })), '123')
  assert.equal(ids(soup.findAll(true, { limit: 0 })), all)
  assert.equal(ids(soup.findAll(true, { limit: -1 })), all)
  assert.equal(ids(soup.findAll(true, { recursive: false })), '124578')
  assert.equal(ids(soup.findAll({ recursive: false, limit: 2 })), '12')
  assert.equal(soup.find('b', { recursive: false }), null)
  assert.deepEqual(values(soup.findAll({ string: true, recursive: false, limit: 2 })), ['text \n', 'comment one'])
})

test('the same search in every direction', () => {
  const bold = soup.find('b')!
  assert.equal(bold.findNext('a')?.get('id'), '4')
  assert.equal(ids(bold.findAllNext('a', { limit: 5 })), '45')
  assert.equal(bold.findNext({ string: /e/ })?.value, 'three')
  assert.deepEqual(values(bold.findAllNext({ string: /deep|three/ })), ['text three', 'text deep'])
  assert.equal(bold.findPrevious('p')?.get('id'), '2')
  assert.equal(ids(bold.findAllPrevious()), '21', 'the document is no tag')
  assert.equal(bold.findPrevious({ string: 'one' })?.value, 'one')
  assert.deepEqual(values(bold.findAllPrevious({ string: true })), ['text two ', 'text one'])
  assert.equal(bold.findNextSibling(), null)
  assert.equal(bold.findPreviousSibling({ string: true })?.value, 'two ')
  const link = soup.find('a')!
  assert.equal(link.findPreviousSibling('p')?.get('id'), '2')
  assert.equal(ids(link.findPreviousSiblings('p')), '21')
  assert.deepEqual(values(link.findPreviousSiblings({ string: true })), [])
  assert.equal(link.findNextSibling('a')?.get('id'), '5')
  assert.equal(link.findNextSibling({ string: 'one' })?.kind, 'comment')
  assert.equal(ids(link.findNextSiblings({ id: true })), '578')
  assert.deepEqual(values(link.findNextSiblings({ string: /o/ })), ['comment one'])
})

test('among parents stands the document, but for what asks tags alone', () => {
  const deep = soup.find('i')!
  assert.deepEqual(
    deep.findParents().map(({ name }) => name),
    ['a', '[document]'],
  )
  assert.deepEqual(
    deep.findParents(/./, { limit: 1 }).map(({ name }) => name),
    ['a'],
  )
  assert.deepEqual(
    deep.findParents(tag => tag.get('id') !== '0').map(({ name }) => name),
    ['a'],
  )
  assert.deepEqual(deep.findParents({ href: null }), [])
  assert.equal(deep.findParent('[document]' as string), soup)
  assert.equal(deep.findParent('p'), null)
  assert.equal(soup.findParent(), null)
})

test('the string of a long chain is found for each of its tags', () => {
  const chain = parseFragment(`${'<b>'.repeat(60)}x`)
  assert.equal(chain.findAll('b', { string: 'x' }).length, 60)
  assert.equal(parseFragment(`${'<b>'.repeat(60)}x<i></i>`).findAll('b', { string: null }).length, 60)
})
