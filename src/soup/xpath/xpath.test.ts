import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CrawlError } from '../../base/crawl-error.ts'
import { limits } from '../../base/limits.ts'
import { parseSoup } from '../parse/parse-soup.ts'
import { parseXml } from '../xml/parse-xml.ts'
import type { XPathNode } from './nodes.ts'
import type { XPathOptions } from './run.ts'
import { xpath, xpathValue } from './xpath.ts'

const shown = (node: XPathNode) => (node.kind === 'tag' ? `<${[node.name, node.get('id')].filter(Boolean).join(' ')}>` : String(node))
const page = parseSoup(`<!DOCTYPE html><html lang=en-GB><title>T</title><body><!--c--><h1 id=h>Head</h1>
<ul id=u><li id=l1 class=x>one<li id=l2>two <b id=b>bold</b><li id=l3 class=y lang=de>three</ul><p id=p><a href="/1" id=a1>1</a> <a id=a2>2</a></p>
<svg viewBox="0 0 1 1"><foreignObject><p>in</p></foreignObject></svg>`)
const found = (expression: string, options: XPathOptions = {}) => xpath(page, expression, options).map(shown).join(' ')
const value = (expression: string, options: XPathOptions = {}) => xpathValue(page, expression, options)

test('attributes, texts, comments and tags, in document order (B20)', () => {
  assert.equal(found('//a[@href]/@href'), '/1')
  assert.equal(found('//li'), '<li l1> <li l2> <li l3>')
  assert.equal(found('//li/text()'), 'one two  three')
  assert.equal(found('//comment()'), 'c')
  assert.equal(found('//b/ancestor::*'), '<html> <body> <ul u> <li l2>')
  assert.equal(found('//p | //h1 | //li[2]'), '<h1 h> <li l2> <p p> <p>')
  assert.equal(found('/'), page.toString())
  assert.equal(found('/html/body/node()[1]'), 'c')
})

test('every axis', () => {
  const from = (path: string) =>
    xpath(page.find({ id: 'l2' })!, path)
      .map(shown)
      .join(' ')
  assert.equal(from('self::li'), '<li l2>')
  assert.equal(from('child::*'), '<b b>')
  assert.equal(from('..'), '<ul u>')
  assert.equal(from('following-sibling::*'), '<li l3>')
  assert.equal(from('preceding-sibling::*[1]/@id'), 'l1')
  assert.equal(from('following::a'), '<a a1> <a a2>')
  assert.equal(from('preceding::*[@id]'), '<h1 h> <li l1>')
  assert.equal(from('preceding::*[@id][1]'), '<li l1>')
  assert.equal(from('ancestor-or-self::*[@id]'), '<ul u> <li l2>')
  assert.equal(from('ancestor::*[1]'), '<ul u>')
  assert.equal(from('descendant-or-self::*'), '<li l2> <b b>')
  assert.equal(from('.//b/text()'), 'bold')
  assert.equal(from('@id/..'), '<li l2>')
  assert.equal(from('@id/following::b'), '<b b>')
})

test('places: by number, last, position; in brackets of the whole', () => {
  assert.equal(found('//li[1]'), '<li l1>')
  assert.equal(found('//li[last()]/@id'), 'l3')
  assert.equal(found('//li[position() > 1][1]'), '<li l2>')
  assert.equal(found('//a[1]'), '<a a1>')
  assert.equal(found('(//li | //a)[4]'), '<a a1>')
  assert.equal(found('//*[self::li or self::a][@id="a2"]'), '<a a2>')
  assert.equal(found('//li[0.5]'), '')
  assert.equal(found('//li[b]/following-sibling::li[@lang]'), '<li l3>')
})

test('names: any case in HTML, as written elsewhere; prefixes of the document or of the caller', () => {
  assert.equal(found('//LI[1]/@ID'), 'l1')
  assert.equal(found('//svg/foreignObject/p'), '<p>')
  assert.equal(found('//foreignobject'), '')
  assert.equal(value('string(//svg/@viewBox)'), '0 0 1 1')
  assert.equal(value('namespace-uri(//svg)'), 'http://www.w3.org/2000/svg')
  const feed = parseXml(
    `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:m="urn:media"><entry><link href="a"/><m:thumb m:url="b"/></entry><?go x y?></feed>`,
  )
  const read = (path: string, namespaces = {}) => xpath(feed, path, { namespaces }).map(shown).join(' ')
  assert.equal(read('//entry/link/@href'), 'a')
  assert.equal(read('//m:thumb/@m:url'), 'b')
  assert.equal(read('//other:*/@other:url', { other: 'urn:media' }), 'b')
  assert.equal(read('//a:entry/a:link', { a: 'http://www.w3.org/2005/Atom' }), '<link>')
  assert.equal(read('//m:*'), '<m:thumb>')
  assert.equal(read('//Entry'), '')
  assert.equal(read('//@*'), 'a b')
  assert.deepEqual([xpathValue(feed, 'local-name(//m:thumb)'), xpathValue(feed, 'name(//m:thumb/@*)')], ['thumb', 'm:url'])
  assert.deepEqual(
    [xpathValue(feed, 'string(//processing-instruction("go"))'), xpathValue(feed, 'name(//processing-instruction())')],
    ['x y', 'go'],
  )
})

const values: readonly (readonly [string, string | number | boolean])[] = [
  ['count(//li)', 3],
  ['1 + 2 * 3 - -1', 8],
  ['7 mod 3 + 7 div 2', 4.5],
  ['-7 mod 3', -1],
  ['1 div 0', Infinity],
  ['string(1 div 0)', 'Infinity'],
  ['string(0.1 + 0.2)', '0.30000000000000004'],
  ['string(-1500000000000000000000000)', '-1500000000000000000000000'],
  ['string(0.0000001)', '0.0000001'],
  ['string(0.00000012)', '0.00000012'],
  ['string(-0)', '0'],
  ['1 < 2 and 2 <= 2 or false()', true],
  ['"a" = "b"', false],
  ['//li = "one"', true],
  ['//li != "one"', true],
  ['//li/@class = //li/@class', true],
  ['//nothing = //nothing', false],
  ['//nothing != "x"', false],
  ['//a > 1', true],
  ['1 < //a', true],
  ['//a < //a', true],
  ['boolean(//nothing) = false()', true],
  ['//nothing = false()', true],
  ['not(//li[4])', true],
  ['concat("a", 1, true())', 'a1true'],
  ['starts-with("abc", "ab")', true],
  ['contains("abc", "")', true],
  ['substring-before("1999/04/01", "/")', '1999'],
  ['substring-after("1999/04/01", "/")', '04/01'],
  ['substring("12345", 2, 3)', '234'],
  ['substring("12345", 1.5, 2.6)', '234'],
  ['substring("12345", 0, 3)', '12'],
  ['substring("12345", 0 div 0, 3)', ''],
  ['substring("12345", -42, 1 div 0)', '12345'],
  ['substring("12345", -1 div 0, 1 div 0)', ''],
  ['string-length("a\u{1f600}")', 2],
  ['normalize-space("  a \n b ")', 'a b'],
  ['translate("--aaa--", "abc-", "ABC")', 'AAA'],
  ['number(" 12.50 ")', 12.5],
  ['number("1e3")', Number.NaN],
  ['sum(//a)', 3],
  ['round(-2.5) = -2', true],
  ['floor(-1.5)', -2],
  ['ceiling(1.2)', 2],
  ['string(id("l3 a1")/@lang)', 'de'],
  ['count(id("l3 a1 no"))', 2],
  ['boolean(//li[@id="l1"][lang("en")])', true],
  ['boolean(//li[@id="l3"][lang("en")])', false],
  ['string(//ul)', 'onetwo boldthree'],
  ['name(//b)', 'b'],
  ['name(//comment())', ''],
  ['string(//li[2]/b)', 'bold'],
  ['//b', 'bold'],
  ['string()', xpathValue(page, 'string(/)')],
]

for (const [expression, wanted] of values) test(`value of ${JSON.stringify(expression)}`, () => assert.deepEqual(value(expression), wanted))

test('variables carry what quotes cannot', () => {
  assert.equal(found('//li[. = $text]', { variables: { text: 'one' } }), '<li l1>')
  assert.equal(value('concat($a, $b)', { variables: { a: `"'`, b: 2 } }), `"'2`)
  assert.throws(() => value('$missing'), /\$missing, which has no value\. Give it in `variables`/)
})

const wrong: readonly (readonly [string, number, RegExp])[] = [
  ['//a[', 5, /a name is expected/],
  ['//a[@href', 10, /\] is expected/],
  ['//', 3, /a name is expected/],
  ['', 1, /a name is expected/],
  ['//a]', 4, /\] is not expected/],
  ['foo()', 1, /there is no function foo/],
  ['count()', 1, /count\(\) takes 1 arguments/],
  ['nowhere::a', 1, /there is no axis nowhere/],
  ['//a["x]', 5, /the text is not closed/],
  ['a # b', 3, /# means nothing here/],
  ['(1', 3, /\) is expected/],
  ['$', 2, /the name of a variable/],
  ['a b', 3, /b is not expected/],
  [`${'('.repeat(300)}1`, 201, /nested deeper than 200/],
  ['a'.repeat(limits.xpathLength + 1), limits.xpathLength + 1, /longer than 4096/],
]

for (const [expression, place, message] of wrong) {
  test(`refused with its place: ${expression.slice(0, 20)}`, () => {
    assert.throws(
      () => found(expression),
      (error: CrawlError) =>
        error.code === 'usage' && error.value === place && message.test(error.message) && error.message.includes(`character ${place}:`),
    )
  })
}

test('what gives no nodes is said', () => {
  assert.throws(() => found('count(//a)'), /gives a number, no nodes\. Use `xpathValue`/)
  assert.throws(() => found('"a" | //b'), /needs nodes and gets a string/)
})

test('words are operators only where an operand has ended', () => {
  const soup = parseXml('<div><and><or/></and><mod>6</mod></div>')
  const read = (path: string) => xpath(soup, path).map(shown).join(' ')
  assert.equal(read('div/and/or'), '<or>')
  assert.equal(read('//and[or and or]'), '<and>')
  assert.equal(xpathValue(soup, 'div/mod mod 4'), 2)
  assert.equal(xpathValue(soup, '2 * 3'), 6)
  assert.equal(xpathValue(soup, 'count(//*[*])'), 2)
})

test('from a node of a tree that has no document', () => {
  const tag = page.newTag('div')
  tag.append('x', page.newTag('p'))
  assert.deepEqual(xpath(tag, '/p | text()').map(shown), ['x', '<p>'])
})

test('hostile trees: linear, or ended by the limit of steps', () => {
  const deep = parseSoup('<div><b></b>'.repeat(100_000))
  const wide = parseSoup(`<ul>${'<li>'.repeat(100_000)}`)
  for (const path of ['//div//b', '//b/ancestor::div', '//div/div', '//div[1]', '//div[b]/b', '//b/following::b']) xpath(deep, path)
  for (const path of [
    '//li/preceding-sibling::li[1]',
    '//li[following-sibling::li]',
    '//li[. = //li]',
    '//li/following-sibling::li',
    '//li[last()]',
  ]) {
    xpath(wide, path)
  }
  const says = /looks at more than 1000000 nodes\. Ask for less at once, or give `mostSteps`/
  assert.throws(() => xpath(wide, '//li[count(preceding-sibling::li) > 5]', { mostSteps: 1_000_000 }), says)
  assert.throws(() => xpath(deep, '//div[contains(., "x")]', { mostSteps: 1_000_000 }), says)
})

test('what follows or precedes several nodes is what follows or precedes one of them', () => {
  const soup = parseSoup('<b>1<b>2<i x=1>3</i></b><i>4</i></b><i>5</i><p><b>6</b><i>7<b>8</b></i></p><i>9</i>')
  for (const axis of ['following', 'preceding']) {
    for (const from of ['//b', '//i', '//text()', '//b[2]', '//p', '//nothing']) {
      const each = xpath(soup, from).flatMap(node => (node.kind === 'attribute' ? [] : xpath(node, `${axis}::node()`)))
      assert.deepEqual(new Set(xpath(soup, `${from}/${axis}::node()`)), new Set(each), `${from} ${axis}`)
    }
  }
  assert.equal(xpath(soup, '//i/@x/following::text()').join(''), '3456789')
})

test('a climb out of a deep tree counts', () => {
  const deep = parseSoup('<b>x'.repeat(50_000))
  assert.deepEqual(xpath(deep, '//b/following::b'), [])
  assert.throws(() => xpath(deep, '//b/following::b[1]'), /looks at more than 50000000 nodes/)
})

test('an expression may be as long, and look at as many nodes, as the limits say', () => {
  assert.deepEqual(xpath(page, 'a'.repeat(limits.xpathLength)), [])
  const least = Array.from({ length: 100 }, (_, steps) => steps).find(mostSteps => {
    try {
      return xpath(page, '//li', { mostSteps }).length === 3
    } catch {
      return false
    }
  })
  assert.ok(least !== undefined)
  assert.throws(() => xpath(page, '//li', { mostSteps: least - 1 }), { code: 'usage', value: least - 1 })
})
