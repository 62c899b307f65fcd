import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CrawlError } from '../../base/crawl-error.ts'
import { limits } from '../../base/limits.ts'
import { parseFragment, parseSoup } from '../index.ts'
import type { SelectOptions } from './select.ts'

type Cases = readonly (readonly [selector: string, ids: string])[]

/** What each selector finds, by the ids of the tags. */
function finds(html: string, cases: Cases, options?: SelectOptions): void {
  const soup = parseFragment(html)
  for (const [selector, ids] of cases) {
    assert.equal(
      soup
        .select(selector, options)
        .map(tag => tag.get('id') ?? `<${tag.name}>`)
        .join(' '),
      ids,
      selector,
    )
    assert.equal(soup.selectOne(selector, options)?.get('id') ?? '', ids.split(' ')[0], selector)
    for (const tag of soup.findAll())
      assert.equal(tag.matches(selector, options), ids.split(' ').includes(tag.get('id') ?? ''), `${selector} on ${tag}`)
  }
}

test('names, ids, classes, any', () => {
  finds('<p id=a class="x y"><b id=b class=X></b></p><my-tag id=c class="y"></my-tag>', [
    ['p', 'a'],
    ['P', 'a'],
    ['*', 'a b c'],
    ['my-tag', 'c'],
    ['#a', 'a'],
    ['#A', ''],
    ['.x', 'a'],
    ['.X', 'b'],
    ['.x.y', 'a'],
    ['p.y#a', 'a'],
    ['p, b', 'a b'],
    ['b,p,b', 'a b'],
    ['.y:not(p)', 'c'],
  ])
})

test('combinators, with any space and comments between', () => {
  finds('<ul id=u><li id=a><b id=b></b><i id=i></i></li>text<li id=c><!-- x --><b id=d></b></li></ul><b id=e></b>', [
    ['ul b', 'b d'],
    ['ul > b', ''],
    ['li>b', 'b d'],
    ['ul li > b', 'b d'],
    ['li + li', 'c'],
    ['li+li b', 'd'],
    ['b ~ i', 'i'],
    ['ul ~ b', 'e'],
    ['ul + b', 'e'],
    ['\n li \t>\f b \r\n', 'b d'],
    ['li/* child */>/* of */b', 'b d'],
    ['ul/**/b', 'b d'],
    ['li > i ~ b', ''],
    ['ul > li + li > b', 'd'],
  ])
})

test('attributes: every operator, case and quotes', () => {
  finds(
    '<p id=a title="foo bar" lang=de-AT data-x></p><p id=b title=Foo type=TEXT></p><p id=c title="" class=" y  x "></p><p id=d title=\'a"]\\\'></p>',
    [
      ['[title]', 'a b c d'],
      ['[TITLE]', 'a b c d'],
      ['[ title = "Foo" ]', 'b'],
      ['[title=foo]', ''],
      ['[title=foo i]', 'b'],
      ['[title="FOO"I]', 'b'],
      ['[title="FOO" s]', ''],
      ['[type=text]', 'b'],
      ['[type=text s]', ''],
      ['[title!=Foo]', 'a c d'],
      ['[lang!=x]', 'a b c d'],
      ['[title~=foo]', 'a'],
      ['[title~="foo bar"]', ''],
      ['[title~=""]', ''],
      ['[title^=fo]', 'a'],
      ['[title^=""]', ''],
      ['[title$=ar]', 'a'],
      ['[title$=""]', ''],
      ['[title*="o b"]', 'a'],
      ['[title*=""]', ''],
      ['[lang|=de]', 'a'],
      ['[lang|=d]', ''],
      ['[lang|="de-AT"]', 'a'],
      ['[title=""]', 'c'],
      ['[data-x=""]', 'a'],
      ['[class="y x"]', 'c'],
      ["[title='a\"]\\\\']", 'd'],
      ['[title="a\\22 ]\\5c"]', 'd'],
      ['[title="/* x */"]', ''],
      ['[title=":is()"]', ''],
      ['[title^="fo\\\no"]', 'a'],
    ],
  )
})

test('names with escapes and without letters of ASCII', () => {
  finds('<p id=1a class="a.b"></p><p id="x+y" class=ž></p><p id=-- class="9"></p><p id="😀"></p>', [
    ['#\\31 a', '1a'],
    ['#\\000031a', '1a'],
    ['.a\\.b', '1a'],
    ['#x\\+y', 'x+y'],
    ['.ž', 'x+y'],
    ['#--', '--'],
    ['.\\39', '--'],
    ['#😀', '😀'],
    ['#\\1F600', '😀'],
    ['#\\1f600 ', '😀'],
    ['.\\', ''],
    ['.\\0', ''],
    ['.\\110000', ''],
  ])
})

test(':is, :where, :not, also within one another; empty places in lists that forgive', () => {
  finds('<p id=a class=x><b id=b></b></p><i id=i class=x></i>', [
    [':is(p, b)', 'a b'],
    [':where(p > b, .x:not(p))', 'b i'],
    [':matches(p):any(.x)', 'a'],
    [':not(p, b)', 'i'],
    [':not(:not(p))', 'a'],
    [':not(:is(:not(.x), i))', 'a'],
    [':IS( p )', 'a'],
    [':is()', ''],
    [':is(, p,)', 'a'],
    [':not(:is())', 'a b i'],
    [':is(p) b', 'b'],
    [':not(p > *)', 'a i'],
  ])
})

test(':has, with every combinator, in :has, in :not', () => {
  finds('<div id=a><p id=b><b id=c></b></p><i id=d></i></div><div id=e><p id=f></p></div>', [
    [':has(b)', 'a b'],
    [':has(> b)', 'b'],
    ['div:has(>p>b)', 'a'],
    [':has(+ i)', 'b'],
    [':has(~ div)', 'a'],
    ['div:has(p + i)', 'a'],
    [':has(b, i)', 'a b'],
    ['div:not(:has(b))', 'e'],
    [':has(:has(b))', 'a'],
    [':has(:not(:has(b)) > b)', ''],
    ['div:has(p:not(:has(b)))', 'e'],
    [':not(:has(*))', 'c d f'],
    ['p:has(b) + i', 'd'],
    ['div:has(:is(b, x)) p', 'b'],
    [':has(p b):not(p)', 'a'],
    [':has(+ div:has(p))', 'a'],
  ])
})

test('positions', () => {
  finds('<p id=1></p>x<b id=2></b><p id=3></p><!-- --><b id=4></b><p id=5 class=x></p><b id=6 class=x></b>', [
    [':nth-child(2)', '2'],
    [':nth-child(odd)', '1 3 5'],
    [':nth-child(even)', '2 4 6'],
    [':nth-child(2n+1)', '1 3 5'],
    [':nth-child( 2N + 1 )', '1 3 5'],
    [':nth-child(n)', '1 2 3 4 5 6'],
    [':nth-child(-n+2)', '1 2'],
    [':nth-child(-n)', ''],
    [':nth-child(n+5)', '5 6'],
    [':nth-child(3n-1)', '2 5'],
    [':nth-child(+3)', '3'],
    [':nth-child(0n+4)', '4'],
    [':nth-child(0)', ''],
    [':nth-child(-2n+5)', '1 3 5'],
    [':nth-child(99999999999999999999n+1)', '1'],
    [':nth-last-child(2)', '5'],
    ['p:nth-of-type(2)', '3'],
    [':nth-of-type(3)', '5 6'],
    [':nth-last-of-type(1)', '5 6'],
    [':nth-child(2 of p)', '3'],
    [':nth-child(1 of .x, b)', '2'],
    [':nth-child(even of :not(.x))', '2 4'],
    [':nth-last-child(1 of p:not(.x))', '3'],
    [':first-child', '1'],
    [':last-child', '6'],
    ['b:first-of-type', '2'],
    [':last-of-type', '5 6'],
    [':only-child', ''],
  ])
  finds('<p id=a><b id=b></b></p><div id=c><b id=d></b>x<i id=e></i></div>', [
    [':only-child', 'b'],
    [':only-of-type', 'a b c d e'],
  ])
})

test('what a tag is by its content and place', () => {
  finds('<p id=a> <!-- x -->\n</p><p id=b>x</p><a id=c href=x></a><a id=d></a><area id=e href><x-y id=f></x-y><link id=g href=x>', [
    ['p:empty', 'a'],
    [':link', 'c e'],
    [':any-link', 'c e'],
    [':defined', 'a b c d e g'],
    [':hover', ''],
    [':visited', ''],
    [':focus-within', ''],
    [':root', ''],
  ])
  const page = parseSoup('<p><b>x</b></p>')
  assert.deepEqual(
    page.select(':root').map(tag => tag.name),
    ['html'],
  )
  assert.deepEqual(
    page.select(':scope > body > p').map(tag => tag.name),
    ['p'],
  )
  const paragraph = page.find('p')!
  assert.deepEqual(
    paragraph.select(':scope > b, :scope').map(tag => tag.name),
    ['b'],
  )
  assert.deepEqual(
    paragraph.select('html b').map(tag => tag.name),
    ['b'],
    'seen from the whole tree',
  )
  assert.equal(paragraph.extract().matches(':root'), true)
  assert.equal(parseFragment('x<p></p>').find('p')!.matches(':root'), false, 'text beside it')
})

test('text, as soupsieve counts it', () => {
  const html = '<p id=a>one <b id=b>two</b><script id=c>three</script></p><i id=d>"q", \'r\'</i>'
  finds(html, [
    [':-soup-contains(two)', 'a b'],
    [':-soup-contains("one two")', 'a'],
    [':contains(three)', 'a c'],
    [':-soup-contains(x, one , "two")', 'a b'],
    [':-soup-contains("two", b)', 'a b'],
    [':-soup-contains-own(two)', 'b'],
    [':-soup-contains-own("one two")', ''],
    [":-soup-contains('\"q\\22, \\'r')", 'd'],
    [':-soup-contains("")', 'a b c d'],
    [':not(:-soup-contains(o))', 'c d'],
    ['p:-soup-contains(two) > b', 'b'],
  ])
  // Many tags are answered by one reading of the page, and each must be as if asked alone.
  const many = parseFragment(`${'<div><p>xa</p><p>ab</p><p></p></div>'.repeat(20)}<p>a</p><p>b</p>`)
  for (const text of ['a', 'ab', 'xaab', 'b', 'zz', 'x', 'abx'])
    assert.deepEqual(
      many.select(`:-soup-contains("${text}")`),
      many.findAll(tag => tag.getText().includes(text)),
      text,
    )
})

test('namespaces', () => {
  const html = '<a id=a></a><svg id=s><a id=b xlink:href=x></a><linearGradient id=c /></svg><math id=m><mi id=d></mi></math>'
  finds(html, [
    ['svg|a', 'b'],
    ['html|a', 'a'],
    ['math|*', 'm d'],
    ['*|a', 'a b'],
    ['|a', ''],
    ['lineargradient', 'c'],
    ['LINEARGRADIENT', 'c'],
    ['[xlink|href]', 'b'],
    ['[*|href]', 'b'],
    ['[xlink\\:href]', 'b'],
    ['[href]', ''],
    ['[|href]', ''],
    ['nobody|a', ''],
    ['[nobody|href]', ''],
    ['svg|a:not(html|a)', 'b'],
  ])
  const namespaces = { '': 'http://www.w3.org/2000/svg', h: 'http://www.w3.org/1999/xhtml', svg: 'other' }
  finds(
    html,
    [
      ['a', 'b'],
      ['h|a', 'a'],
      ['*|a', 'a b'],
      ['svg|a', ''],
      ['#a', 'a'],
    ],
    { namespaces },
  )
})

test('limit, and the nearest that matches', () => {
  const soup = parseFragment('<div class=x><div id=a><b></b><b></b></div></div>')
  assert.deepEqual([soup.select('b', { limit: 1 }).length, soup.select('b', { limit: 0 }).length, soup.select('b').length], [1, 2, 2])
  const bold = soup.find('b')!
  assert.equal(bold.closest('b'), bold)
  assert.equal(bold.closest('div')?.get('id'), 'a')
  assert.equal(bold.closest('.x > *')?.get('id'), 'a')
  assert.equal(bold.closest('div:has(> div)')?.get('class'), 'x')
  assert.equal(bold.closest('p'), null)
})

test('a selector that cannot be read is an error that says the place', () => {
  const cases: readonly (readonly [selector: string, place: string])[] = [
    ['', 'at its end: a name'],
    [' ', 'at its end: a name'],
    ['a >', 'at its end: a name'],
    ['> a', 'at character 3, "a": a combinator has nothing on its left'],
    ['a > > b', 'at character 5, "> b": a name'],
    ['a,', 'at its end: a name'],
    [',a', 'at character 1, ",a": a name'],
    ['a,,b', 'at character 3, ",b": a name'],
    ['a b)', 'at character 4, ")": this can stand nowhere'],
    ['.', 'at its end: a name should'],
    ['.1', 'at character 2, "1": a name should'],
    ['#', 'at its end: a name should'],
    ['#1', 'at character 2, "1"'],
    ['p.(x)', 'at character 3, "(x)"'],
    ['[', 'at its end: the name of an attribute'],
    ['[]', 'at character 2, "]"'],
    ['[*]', 'cannot be "*"'],
    ['[a', 'at its end: "]"'],
    ['[a=]', 'at character 4, "]": a value'],
    ['[a=1]', 'at character 4, "1]": a value'],
    ['[a="x]', 'at character 4'],
    ['[a=b x]', 'at character 6, "x]": "]"'],
    ['[a?=b]', 'at character 3'],
    ['[a==b]', 'at character 4'],
    [':', 'at its end: a name should'],
    [':nope', 'at character 1, ":nope": :nope is not known, or lacks its argument'],
    ['p:nth-child', 'at character 2, ":nth-child": :nth-child is not known, or lacks its argument'],
    [':nope(x)', ':nope() is not known'],
    [':first-child()', ':first-child() is not known'],
    ['a::before', 'at character 3, ":before"'],
    [':not()', 'at character 6, ")"'],
    [':has()', 'at character 6, ")"'],
    [':not(a', 'at its end: ")"'],
    [':not(.1)', 'at character 7, "1)"'],
    [':nth-child()', 'at character 12, ")": 2n+1'],
    [':nth-child(x)', 'at character 12, "x)": 2n+1'],
    [':nth-child(2 of)', 'at character 16, ")"'],
    [':nth-of-type(2 of p)', 'at character 16, "of p)": ")"'],
    [':nth-child(2n+)', 'at character 14'],
    [':-soup-contains()', 'a text should stand here'],
    [':-soup-contains(a b)', 'at character 19'],
    [':lang()', 'a text should stand here'],
    [':dir(up)', 'ltr or rtl'],
    ['a||b', 'at character 3'],
    ['a@b', 'at character 2'],
    ['a!b', 'at character 2'],
    ['$a', 'at character 1'],
    ['1', 'at character 1'],
    ['a & b', 'at character 3'],
  ]
  const soup = parseFragment('<p>x</p>')
  for (const [selector, place] of cases) {
    assert.throws(
      () => soup.select(selector),
      (error: unknown) => {
        assert.ok(error instanceof CrawlError && error.code === 'usage', selector)
        assert.ok(error.message.includes(place), `${selector}: ${error.message}`)
        return true
      },
      selector,
    )
  }
  const long = `a${'x'.repeat(1000)}!`
  assert.throws(
    () => soup.select(long),
    (error: Error) => error.message.length < 400,
  )
})

test('parts that hang on one another are limited, others are not', () => {
  const soup = parseFragment('<b></b>')
  const at = (depth: number) => [
    'b '.repeat(depth),
    `${':not('.repeat(depth - 1)}b${')'.repeat(depth - 1)}`,
    `${':has('.repeat(depth - 1)}b${')'.repeat(depth - 1)}`,
  ]
  for (const selector of at(limits.selectorDepth)) assert.ok(Array.isArray(soup.select(selector)))
  for (const selector of [...at(limits.selectorDepth + 1), ...at(100_000)]) assert.throws(() => soup.select(selector), /256 parts/)
  assert.equal(soup.select(`${'i, '.repeat(20_000)}b`).length, 1)
  assert.equal(soup.select(`b${':not(i)'.repeat(5_000)}`).length, 1)
})

test('a selector may be as long as its limit, and not longer', () => {
  const most = limits.selectorLength
  assert.deepEqual(parseSoup('<p>').select('x'.repeat(most)), [])
  assert.throws(() => parseSoup('<p>').select('x'.repeat(most + 1)), { code: 'usage', value: most })
})
