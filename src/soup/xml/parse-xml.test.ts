import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../../base/limits.ts'
import type { MarkupProblem } from './parse-xml.ts'
import { parseXml } from './parse-xml.ts'

const read = (xml: string) => {
  const problems: MarkupProblem[] = []
  const soup = parseXml(xml, { report: problem => problems.push(problem) })
  return { soup, text: soup.toString(), problems: problems.map(({ line, column, what }) => `${line}:${column} ${what}`) }
}

test('a tree of XML: names with case and prefix, namespaces, CDATA, instructions (S9)', () => {
  const { soup, problems } = read(`<?xml version="1.0" encoding="utf-8"?><?xml-stylesheet href="a.xsl"?>
<rss xmlns:media="http://search.yahoo.com/mrss/" version="2.0"><!-- c --><channel>
  <pubDate xml:lang='en'>Mon &amp; &#x41;&#66;</pubDate><media:thumbnail media:url="a&quot;b" width = "1"/>
  <description><![CDATA[<p>x</p>]]></description><item xmlns="http://www.w3.org/2005/Atom"><Item/></item></channel></rss>`)
  assert.deepEqual(problems, [])
  assert.deepEqual(
    [...soup.children].map(({ kind }) => kind),
    ['pi', 'pi', 'tag'],
  )
  assert.equal(soup.find('pubDate')?.getText(), 'Mon & AB')
  assert.equal(soup.find('pubdate'), null)
  assert.equal(soup.find('media:thumbnail')?.get('media:url'), 'a"b')
  assert.equal(soup.find('media:thumbnail')?.namespace, 'http://search.yahoo.com/mrss/')
  assert.deepEqual(
    [soup.find('item')?.namespace, soup.find('Item')?.namespace, soup.find('channel')?.namespace],
    ['http://www.w3.org/2005/Atom', 'http://www.w3.org/2005/Atom', ''],
  )
  assert.equal(soup.find('description')?.contents[0]?.kind, 'cdata')
  assert.equal(soup.find('description')?.getText(), '<p>x</p>')
  assert.equal(soup.select('pubDate, item > Item').length, 2)
})

test('what is written is read again as the same tree', () => {
  const { soup, text } = read('\ufeff<?xml version="1.0"?>\r\n<!DOCTYPE a SYSTEM "x"><a b="1&lt;\n2">x&amp;<![CDATA[<]]><c/>\r\n</a>')
  assert.equal(text, '<?xml version="1.0"?><!DOCTYPE a SYSTEM "x"><a b="1&lt; 2">x&amp;<![CDATA[<]]><c></c>\n</a>')
  assert.ok(parseXml(text).equals(soup))
  const script = '<a><script>1 &lt; 2</script></a>'
  assert.equal(parseXml(script).toString(), script)
})

const malformed: readonly (readonly [oddity: string, xml: string, text: string, problems: readonly string[]])[] = [
  ['unclosed', '<a><b>x</a>', '<a><b>x</b></a>', ['1:8 <b> is not closed before </a>']],
  ['closed twice', '<a>x</b></a>', '<a>x</a>', ['1:5 </b> closes nothing']],
  ['crossing', '<a><i><b>x</i>y</b></a>', '<a><i><b>x</b></i>y</a>', ['1:11 <b> is not closed before </i>', '1:16 </b> closes nothing']],
  ['cut off', '<a><b>x', '<a><b>x</b></a>', ['1:8 it ends before </b>']],
  [
    'cut in a tag',
    '<a><b c="d',
    '<a><b c="d"></b></a>',
    ['1:9 the value of c is not between quotes', '1:11 the start tag <b> is not closed', '1:11 it ends before </b>'],
  ],
  ['HTML entity', '<a>x&nbsp;y</a>', '<a>x&amp;nbsp;y</a>', ['1:5 &nbsp; stands for nothing']],
  ['bare ampersand', '<a>Q&A</a>', '<a>Q&amp;A</a>', ['1:5 "&" begins no reference; as text it is written &amp;']],
  ['less than', '<a>1 < 2</a>', '<a>1 &lt; 2</a>', ['1:6 "<" begins no tag; as text it is written &lt;']],
  ['no quotes', '<a b=1 c/>', '<a b="1" c=""></a>', ['1:6 the value of b is not between quotes', '1:8 the attribute c has no value']],
  ['attribute twice', '<a b="1" b="2"/>', '<a b="1"></a>', ['1:9 the attribute b stands twice; the first counts']],
  ['two roots', '<a/>\n<b/>', '<a></a><b></b>', ['2:1 <b> is a second root element']],
  ['text around', 'x<a/>y', 'x<a></a>y', ['1:1 text stands outside of the root element', '1:6 text stands outside of the root element']],
  ['unknown prefix', '<p:a q:b="1"/>', '<p:a q:b="1"></p:a>', ['1:1 the prefix q: is not declared', '1:1 the prefix p: is not declared']],
  [
    'late declaration',
    '\n<?xml version="1.0"?><a/>',
    '<?xml version="1.0"?><a></a>',
    ['2:1 the XML declaration does not stand at the begin'],
  ],
  ['nothing', '  ', '', ['1:1 there is no element in it']],
]

for (const [oddity, xml, text, problems] of malformed) {
  test(`malformed: ${oddity}`, () => {
    const found = read(xml)
    assert.deepEqual([found.text, found.problems], [text, problems])
  })
}

test('what a document type declares is not believed', () => {
  const { soup } = read(`<!DOCTYPE a [<!ENTITY lol "lol"><!ENTITY x SYSTEM "file:///etc/passwd"> <!-- ]> --> <?pi ]> ?>
    <!ENTITY y ']>'>]><a>&lol;&x;</a>`)
  assert.equal(soup.find('a')?.getText(), '&lol;&x;')
  assert.equal(soup.contents[0]?.kind, 'doctype')
})

test('limits: depth, length, problems', () => {
  const deep = read(`${'<a>'.repeat(limits.xmlDepth + 2)}x${'</a>'.repeat(limits.xmlDepth + 2)}`)
  assert.deepEqual(deep.problems, [`1:${3 * limits.xmlDepth + 1} deeper than 10000 elements stand beside one another`])
  assert.equal([...deep.soup.findAll('a').at(-1)!.parents].length, limits.xmlDepth + 1)
  assert.equal(deep.soup.getText(), 'x')
  assert.equal(read('<a>&</a>'.repeat(2000)).problems.length, limits.xmlProblems)
  const long = read(`<a>${'x'.repeat(limits.xmlLength)}</a>`)
  assert.match(long.problems[0]!, /only the first 67108864 characters were read/)
})

test('hostile texts are read in one go', () => {
  for (const text of [
    '<',
    '&',
    '<a ',
    '</a>',
    '<!',
    '<?',
    '<a b="',
    '<!--',
    '<a>',
    '<![CDATA[',
    '<!DOCTYPE ',
    '<!DOCTYPE a [',
    '<!DOCTYPE a [>',
    '<!DOCTYPE a <!-- >',
    '<!DOCTYPE "a>',
    "<a '",
    '</',
    '<a:',
  ]) {
    parseXml(`${text.repeat(30_000)}'`)
  }
  const wide = parseXml(`<a>${'<b/>'.repeat(100_000)}</a>`)
  assert.equal(wide.find('a')?.contents.length, 100_000)
  const scopes = parseXml(`<a xmlns:p="u">${'<p:b xmlns:q="v">'.repeat(9000)}`)
  assert.equal(scopes.findAll('p:b').at(-1)?.namespace, 'u')
})
