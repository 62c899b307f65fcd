import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkLinks } from '../../../test/support/check-links.ts'
import type { AnyNode } from '../index.ts'
import { parseFragment, parseSoup } from '../index.ts'

const soup = parseFragment('<p id=a>1<b>2</b><!--3--></p>4<template><i>5</i></template>')
const said = (nodes: Iterable<AnyNode>) =>
  [...nodes].map(node => (node.kind === 'tag' || node.kind === 'document' ? node.name : node.value))
const [a, b, i] = [soup.find('p')!, soup.find('b')!, soup.find('i')!]

test('every way from a node', () => {
  checkLinks(soup)
  assert.deepEqual(said(soup.descendants), ['p', '1', 'b', '2', '3', '4', 'template', 'i', '5'])
  assert.deepEqual(said(soup.children), ['p', '4', 'template'])
  assert.deepEqual(said([...soup]), said(soup.contents))
  assert.deepEqual(said(i.parents), ['template', '[document]'])
  assert.deepEqual(said(b.nextSiblings), ['3'])
  assert.deepEqual(said(b.previousSiblings), ['1'])
  assert.deepEqual(said(b.nextElements), ['2', '3', '4', 'template', 'i', '5'])
  assert.deepEqual(said(i.previousElements), ['template', '4', '3', '2', 'b', '1', 'p', '[document]'])
  assert.deepEqual(said([a.nextElement!, b.previousElement!, a.nextSibling!]), ['1', '1', '4'])
  assert.deepEqual([soup.parent, soup.nextElement === a, soup.previousElement, soup.previousSibling], [null, true, null, null])
  assert.deepEqual([i.string?.nextElement, a.previousSibling], [null, null])
  assert.deepEqual([a.index(b), soup.index(a)], [1, 0])
  assert.throws(() => soup.index(b), /no child of this one/)
})

test('contents are a list that stays until something changes', () => {
  const { contents } = a
  assert.equal(a.contents, contents)
  const comment = a.lastNode!
  comment.extract()
  assert.equal(contents.length, 3)
  assert.deepEqual(said(a.contents), ['1', 'b'])
  a.append(comment)
  assert.deepEqual(said(a.contents), ['1', 'b', '3'])
})

test('string goes down through tags that hold nothing else', () => {
  const string = (html: string) => parseFragment(html).string?.value ?? null
  assert.deepEqual(
    ['<p><b>x</b></p>', 'x', '<!--c-->', '<p></p>', '', '<p>x<b></b></p>', '<p>x</p>y', '<b><i>x</i><i></i></b>', '<script>s</script>'].map(
      string,
    ),
    ['x', 'x', 'c', null, null, null, null, null, 's'],
  )
})

test('the document names its parts', () => {
  const page = parseSoup('<title>One</title><body><svg><title>Two</title></svg>')
  assert.deepEqual(
    [page.title?.text, page.head?.name, page.body?.name, page.tag('title')?.text, page.tag('x')],
    ['One', 'head', 'body', 'One', null],
  )
  assert.equal(parseFragment('x').title, null)
  assert.deepEqual([page.name, page.kind, page.string], ['[document]', 'document', null])
})

test('strings are nodes with a value', () => {
  const [doctype] = parseSoup(`<!DOCTYPE html PUBLIC 'a"b' "c'd">`).contents
  assert.ok(doctype?.kind === 'doctype')
  assert.deepEqual([doctype.root, doctype.publicId, doctype.systemId, doctype.value], ['html', 'a"b', "c'd", `html PUBLIC 'a"b' "c'd"`])
  assert.deepEqual(
    ['<!DOCTYPE x SYSTEM y>', '<!DOCTYPE x SYSTEM "y">', '<!DOCTYPE>', '<!DOCTYPE x PUBLIC "y">'].map(html =>
      String(parseSoup(html).contents[0]),
    ),
    ['x', 'x SYSTEM "y"', '', 'x PUBLIC "y"'],
  )
  const text = b.string!
  assert.deepEqual([`${text}`, text.getText(), text.name, text.value === '2', text.outerHtml], ['2', '2', null, true, '2'])
  assert.equal(parseFragment('<p> x ').find({ string: /x/ })!.getText({ strip: true }), 'x')
})
