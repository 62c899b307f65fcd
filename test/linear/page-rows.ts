import { gzipSync } from 'node:zlib'
import { countTags } from '../../src/page/count-tags.ts'
import { parseRefresh } from '../../src/page/parse-refresh.ts'
import { parseSitemap } from '../../src/page/parse-sitemap.ts'
import { parseSrcset } from '../../src/page/parse-srcset.ts'
import { resolveLinks } from '../../src/page/resolve-links.ts'
import { scanPage } from '../../src/page/scan-page.ts'
import { visibleText } from '../../src/page/visible-text.ts'
import { createWordCounter } from '../../src/page/word-counter.ts'
import type { Soup } from '../../src/soup/index.ts'
import {
  article,
  checkXml,
  compareLinks,
  cssEscape,
  diagnose,
  forms,
  metadata,
  outline,
  parseFragment,
  parseSoup,
  parseXml,
  submission,
  tables,
  toMarkdown,
  xpath,
} from '../../src/soup/index.ts'
import { compileSelector } from '../../src/soup/select/compile.ts'
import type { LinearRow, Shapes } from './linear-row.ts'
import { each, fill, rowsOf } from './linear-row.ts'

const jsonLd = '<script type=application/ld+json>'

/** What pages are made of to stop their reader. */
const pages: Shapes = {
  'signs of tags': fill('<'),
  'open tags': fill('<a '),
  'end tags': fill('</p></b></li>'),
  'nested blocks': fill('<div>'),
  'nested formatting with text': fill('<b>x'),
  'nested lists': fill('<ul><li>x'),
  'nested quotations': fill('<blockquote>x'),
  'nested tables': fill('<table><tr><td>'),
  'text where tables have none': fill('<table>x<tr>y'),
  'anchors open': fill('<a href=x>y'),
  misnested: fill('<a><p><b></a></p>'),
  siblings: fill('<i></i>'),
  'what closes after its child': size => '<div>'.repeat(size / 24) + '<i></i></div><b></b>'.repeat(size / 24),
  'comments open': fill('<!--'),
  'comments of dashes': fill('-', '<!--'),
  'odd comments': fill('<!--x--!>'),
  'CDATA open': fill('<![CDATA['),
  declarations: fill('<!a>'),
  doctypes: fill('<!doctype a PUBLIC "b">'),
  'scripts open': fill('<script>'),
  'scripts of comments': fill('<!--<script>', '<script>'),
  'titles open': fill('<title>'),
  'end of a title': fill('</titl', '<title>'),
  svg: fill('<svg><desc>'),
  'svg titles': fill('<svg><title>x</title>'),
  templates: fill('<template><td>'),
  selects: fill('<select><option selected>x', '<form>'),
  'forms and fields': fill('<form><input name=a value=b>'),
  'fields of one form': fill('<input name=a><label>x<textarea name=t>y</textarea></label>', '<form>'),
  'nested fieldsets': fill('<fieldset disabled><legend><input type=radio name=a><bdi>'),
  attributes: each(number => ` a${number}=b`, 10, '<a', '>'),
  'one attribute again': fill(' a=b', '<a', '>'),
  'an attribute left open': fill('x', '<a href="'),
  'attributes left open': fill('<a href="'),
  'a long attribute': fill('x ', '<a class="', '" id=y>t</a>'),
  'html tags with attributes': each(number => `<html a${number}=b>`, 14),
  entities: fill('&amp;&lt;'),
  'entities without an end': fill('&am'),
  ampersands: fill('&'),
  'one numeric entity': fill('0', '&#x', '41;'),
  'entities in an attribute': fill('&amp;&notit;', '<a href="', '">'),
  NUL: fill('\0<p>'),
  'white space': fill(' \n', '<p>a', 'b'),
  'line ends CR': fill('\r', '<pre>'),
  words: fill('word, '),
  'one word': fill('a'),
  'words with hyphens': fill('a-'),
  headings: each(number => `<h${(number % 6) + 1}>x</h${(number % 6) + 1}>`, 10),
  'links and pictures': each(number => `<a href="/x${number}">t</a><img src=y alt=z>`, 36),
  bases: fill('<base href=x><a href=y>z</a>'),
  'a table': fill('<td>x', '<table><tr>'),
  'a table with spans': fill('<tr><td colspan=3 rowspan=9>x<td>y', '<table>'),
  // Of longer spans `limits.tableCells` lets a million cells through, which 32 KB can ask for.
  'rows that span': fill('<tr><td rowspan=2>', '<table>'),
  microdata: fill('<div itemscope itemprop=a>x'),
  'microdata by reference': each(number => `<p id=a${number} itemscope itemref="a${number + 1} a${number + 2}" itemprop=b>x</p>`, 60),
  'JSON-LD': fill('<script type=application/ld+json>{"a":1}</script>'),
  'blanks before broken JSON-LD': fill(' ', jsonLd, '{</script>'),
  'semicolons and blanks of JSON-LD': size => `${jsonLd}{${';'.repeat(size / 2)}${' '.repeat(size / 2)}</script>`,
  'ends of comments in JSON-LD': fill('--> ', `${jsonLd}{`, 'x</script>'),
  'commas and blanks of JSON-LD': fill(',  ', `${jsonLd}{`, 'x</script>'),
  'line ends of code': fill('\n', '<pre><code>', 'x'),
  'signs of a heading': fill('#', '<h1>', 'x</h1>'),
  'a title of dashes': fill(' - ', '<title>', '</title>'),
  'one JSON-LD': fill('[', '<script type=application/ld+json>', '</script>'),
  backticks: fill('`', '<p><code>', '</code>'),
  'signs of Markdown': fill('*_[]()#>-+.!|\\'),
  'line breaks': fill('<br>'),
  code: fill('<pre><code>x\n'),
}

const url = 'http://a.example/b/c'
const ofPages = (reader: string, read: (html: string) => unknown) => rowsOf(reader, html => () => read(html), pages)
const ofTrees = (reader: string, read: (soup: Soup) => unknown) =>
  rowsOf(
    reader,
    html => {
      const soup = parseSoup(html)
      return () => read(soup)
    },
    pages,
  )

const scanRows = [
  ...ofPages('scan: links, forms, metas', html => resolveLinks(scanPage(html, { resources: true }), url)),
  ...ofPages('scan: text, tags', html => [visibleText(html), countTags(html)]),
  ...rowsOf(
    'scan: words',
    text => () => {
      const counter = createWordCounter()
      counter.add(text)
      return counter.most()
    },
    {
      words: fill('word, '),
      'one word': fill('a'),
      'words with hyphens': fill('a-'),
      'words of all kinds': each(number => `w${number} `, 8),
      Chinese: fill('\u4e2d\u6587'),
      marks: fill('\u0301', 'e'),
      hyphens: fill('-'),
    },
  ),
  ...rowsOf('scan: srcset', text => () => parseSrcset(text), {
    candidates: fill('a 1x, '),
    commas: fill(','),
    'commas at the end of an address': fill(',', 'a'),
    brackets: fill('(', 'a '),
    blanks: fill(' '),
    letters: fill('a'),
  }),
  ...rowsOf('scan: refresh', text => () => parseRefresh(text), {
    digits: fill('1', '', ' ;'),
    points: fill('.'),
    blanks: fill(' ', '1'),
    'blanks before': fill(' ', '', '1;url=x'),
    'blanks after url': fill(' ', '1;url', '=x'),
    semicolons: fill(';', '1'),
    quotes: fill("'", "1;url='"),
  }),
]

const selectors = [
  'div div, div > div, i ~ i, :nth-child(2), :only-of-type, :nth-last-of-type(2n+1 )',
  ':has(x), :not(:has(b)), :has(~ b), :has(:has(:has(b))), :is(:not(:is(a, b)), c > d)',
  ':-soup-contains(x), :-soup-contains-own(y), :lang(de), :dir(rtl), [class~=x], [href*=x i], :empty, :root',
  ':disabled, :default, :indeterminate, :checked, :required, :placeholder-shown, :in-range, :out-of-range',
]
const xpaths = ['//*//*//*', '//a/@href | //li//li', '//*[@id]/ancestor::*[1]', '//b/following::i', 'count(//text())']

const soupRows = [
  ...ofPages('soup: parse', html => [parseSoup(html), parseFragment(html, 'td')]),
  // What `limits.reopenedTags` lets through is the same for all sizes; the rest is in proportion.
  ...rowsOf('soup: parse', html => () => parseSoup(html), {
    'formatting in paragraphs': each(number => `<p><font size=${number}>x`, 20),
  }),
  ...ofTrees('soup: search and texts', soup => [
    soup.findAll('div', { string: 'x' }),
    soup.findAll({ id: 'x' }),
    soup.getText({ strip: true }),
    soup.string,
    soup.prettify(),
    soup.toString(),
  ]),
  ...ofTrees('soup: change', soup => [
    soup.clone().equals(soup),
    Array.from({ length: 1000 }, () => soup.insert(0, 'x')),
    soup.body?.decompose(),
  ]),
  ...ofTrees('soup: select', soup => selectors.map(selector => soup.select(selector))),
  ...ofTrees('soup: xpath', soup => xpaths.map(expression => quietly(() => xpath(soup, expression)))),
  ...ofTrees('soup: article and Markdown', soup => [article(soup, url), toMarkdown(soup, { baseUrl: url })]),
  ...ofTrees('soup: forms, tables, outline, metadata', soup => [
    forms(soup, url)
      .slice(0, 1)
      .map(form => quietly(() => submission(form))),
    tables(soup),
    outline(soup),
    metadata(soup, url),
  ]),
  // By the places of tags in the source, of which parse5's own tokenizer tells.
  ...ofPages('soup: diagnose', html => [diagnose(html), compareLinks(html, url)]),
]

const longSelectors: Shapes = {
  names: fill('a'),
  classes: fill('.a'),
  attributes: fill('[a=b]'),
  selectors: fill('a,', '', 'b'),
  blanks: fill(' ', 'a', 'b'),
  comments: fill('/**/', 'a', 'b'),
  'comments open': fill('/*', 'a'),
  escapes: fill('\\41 '),
  backslashes: fill('\\'),
  'an open text': fill('a', '[a="'),
  'a text of escapes': fill('\\"', '[a="', '"]'),
  'negations in one another': fill(':not('),
  'has in one another': fill(':has('),
  parts: fill('a > ', '', 'b'),
  nth: fill('1', ':nth-child(', ')'),
  'nth of blanks': fill(' ', ':nth-child(n', '+1)'),
  'letters of a number': fill('n', ':nth-child(', ')'),
  texts: fill('"a",', ':-soup-contains(', '"b")'),
  languages: fill('de,', ':lang(', 'en)'),
  hyphens: fill('-'),
  namespaces: fill('a|'),
}

const xml: Shapes = {
  signs: fill('<'),
  elements: fill('<a/>'),
  'open elements': fill('<a>'),
  'elements of many names': each(number => `<a${number}>`, 8),
  'end tags': fill('</a>'),
  attributes: each(number => ` a${number}="b"`, 10, '<a', '/>'),
  'attributes without values': fill(' a', '<a', '>'),
  'attributes left open': fill('<a b="'),
  entities: fill('&a;', '<a>'),
  references: fill('&#65;', '<a>'),
  ampersands: fill('&', '<a>'),
  'comments open': fill('<!--'),
  comments: fill('<!---->'),
  'CDATA open': fill('<![CDATA['),
  'CDATA ends': fill(']]>', '<a>'),
  instructions: fill('<?a'),
  'instructions closed': fill('<?a?>'),
  'instructions with one mark': fill('<?a>'),
  doctypes: fill('<!DOCTYPE a>'),
  'an open subset': fill('<!ENTITY a "b">', '<!DOCTYPE a ['),
  'quotes of a subset': fill('"', '<!DOCTYPE a ['),
  'brackets of a subset': fill('[', '<!DOCTYPE a '),
  'brackets that end': fill(']', '<!DOCTYPE a [<a>', ' >'),
  'brackets that end and blanks': fill('] ', '<!DOCTYPE a ['),
  blanks: fill(' '),
  'blanks of a doctype': fill(' ', '<!DOCTYPE a', '['),
  namespaces: each(number => `<a xmlns:b${number}="c">`, 24),
  prefixes: fill('<a:b/>', '<c xmlns:a="d">'),
  'no tag at all': fill('a'),
  'tags in tags': fill('<a<'),
}

const sitemaps: Shapes = {
  ...xml,
  entries: fill('<url><loc>http://a/</loc></url>', '<urlset>'),
  'one address': fill('a', '<urlset><url><loc>http://a/', '</loc></url></urlset>'),
  'an address of blanks': fill(' ', '<urlset><url><loc>', 'http://a/</loc></url></urlset>'),
  'pieces of an address': fill('a<b/>', '<urlset><url><loc>http://a/', '</loc></url></urlset>'),
  'CDATA in an address': fill('<![CDATA[a]]>', '<urlset><url><loc>http://a/', '</loc></url></urlset>'),
  'comments in an address': fill('a<!---->', '<urlset><url><loc>http://a/', '</loc></url></urlset>'),
  'addresses open': fill('<loc>', '<urlset><url>'),
  extensions: fill('<x:a>', '<urlset><url>'),
  'sitemaps of an index': fill('<sitemap><loc>http://a/</loc></sitemap>', '<sitemapindex>'),
  'links of an entry': fill('<link href="http://a/"/>', '<feed><entry>'),
  items: fill('<item><guid>http://a/</guid></item>', '<rss><channel>'),
  lines: fill('http://a/\n'),
  'lines that are none': fill('a\n'),
  'one line': fill('a', 'http://a/'),
}

const xmlRows = [
  ...rowsOf('xml: parse', text => () => parseXml(text, { report: () => {} }), xml),
  ...rowsOf('xml: check', text => () => checkXml(text), xml),
  ...rowsOf(
    'sitemap: plain',
    text => {
      const bytes = Buffer.from(text)
      return () => parseSitemap(bytes, { url })
    },
    sitemaps,
  ),
  ...rowsOf(
    'sitemap: gzip',
    text => {
      const bytes = gzipSync(text)
      return () => parseSitemap(bytes, { url })
    },
    { entries: sitemaps['entries']! },
  ),
]

export const pageRows: readonly LinearRow[] = [
  ...scanRows,
  ...soupRows,
  ...rowsOf('selector: text', text => () => quietly(() => compileSelector(text, new Map())), longSelectors),
  ...rowsOf('selector: escape', text => () => cssEscape(text), { controls: fill('\0\x01'), digits: fill('1') }),
  ...xmlRows,
]

/** What is refused has been read as far as that. */
function quietly(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}
