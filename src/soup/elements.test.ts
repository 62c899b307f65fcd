import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outline, parseSoup } from './index.ts'

/** What the notes on HTML name, on a page with their own flaws. */
const soup = parseSoup(`<HTML><HEAD><TITLE>Spiders<\\TITLE></TITLE><META NAME=date CONTENT=2001-10-01></HEAD>
<BODY><H1>Robots</H1><H2>Names</H2><P>One <I>italic</I>, <B>bold</B>.<P>Two.
<UL><LI> First<LI> Second<\\UL></UL><OL><LI> Third<LI> Fourth<\\OL></OL>
<A target="_blank" href="http://a.example/">An edge</A></BODY></HTML>`)

test('an element: its start, its content, its end (Z66)', () => {
  const bold = soup.tag('b')
  assert.deepEqual([bold?.outerHtml, bold?.innerHtml, bold?.name], ['<b>bold</b>', 'bold', 'b'])
})

test('head and body, headings, paragraphs (Z67, Z68, Z69)', () => {
  assert.equal(soup.title?.text, 'Spiders<\\TITLE>')
  assert.equal(soup.head?.find('meta', { attrs: { name: 'date' } })?.get('content'), '2001-10-01')
  assert.deepEqual(
    outline(soup).map(({ text, children }) => [text, children.map(below => below.text)]),
    [['Robots', ['Names']]],
  )
  assert.deepEqual(
    soup.findAll('p').map(paragraph => paragraph.getText({ strip: true })),
    ['Oneitalic,bold.', 'Two.'],
  )
  assert.ok(soup.findAll('p').every(({ parent }) => parent === soup.body))
})

test('lists without end tags; an end tag with the wrong stroke is text of its item and ends nothing (Z70)', () => {
  const items = (list: string) => soup.select(`body > ${list} > li`).map(({ text }) => text.trim())
  assert.deepEqual(items('ul'), ['First', 'Second<\\UL>'])
  assert.deepEqual(items('ol'), ['Third', 'Fourth<\\OL>'])
})

test('I and B; an anchor as an edge with its text (Z71, Z72)', () => {
  assert.deepEqual(soup.findAll(['i', 'b']).map(String), ['<i>italic</i>', '<b>bold</b>'])
  const edges = soup.findAll('a', { href: true }).map(anchor => [anchor.get('target'), anchor.get('href'), anchor.text])
  assert.deepEqual(edges, [['_blank', 'http://a.example/', 'An edge']])
})
