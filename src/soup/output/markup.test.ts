import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CrawlError } from '../../base/crawl-error.ts'
import { limits } from '../../base/limits.ts'
import type { Formatter, FormatterName } from '../index.ts'
import { CData, Comment, Doctype, ProcessingInstruction, parseFragment, parseSoup } from '../index.ts'

const written = (html: string, formatter?: Formatter | FormatterName | null) => parseFragment(html).decode({ formatter })

test('text, values and quotes', () => {
  assert.equal(written('a &lt; b &amp; c > d "e" \u00a0'), 'a &lt; b &amp; c &gt; d "e" \u00a0')
  const cases: readonly (readonly [value: string, written: string])[] = [
    ['x', '"x"'],
    ['', '""'],
    ['"', `'"'`],
    ["'", `"'"`],
    [`"'`, `"&quot;'"`],
    ['<&>', '"&lt;&amp;&gt;"'],
    ['&quot;', '"&amp;quot;"'],
    ['\n', '"\n"'],
  ]
  const tag = parseFragment('<p>').find('p')!
  for (const [value, text] of cases) {
    tag.set('a', value)
    assert.equal(tag.toString(), `<p a=${text}></p>`)
    assert.equal(parseFragment(tag.toString()).find('p')?.get('a'), value)
  }
})

test('what is raw in HTML is so nowhere else', () => {
  for (const name of ['script', 'style', 'xmp', 'iframe', 'noembed', 'noframes'])
    assert.equal(written(`<${name}>a<b&amp;</${name}>`), `<${name}>a<b&amp;</${name}>`)
  assert.equal(written('<svg><style>a&lt;b</style></svg>'), '<svg><style>a&lt;b</style></svg>')
  assert.equal(written('<textarea>a<b</textarea><title>a<b</title>'), '<textarea>a&lt;b</textarea><title>a&lt;b</title>')
})

test('tags without an end, and what they look like when they hold something', () => {
  assert.equal(
    written('<br><img src=x><hr/><svg><br></svg><menuitem></menuitem><x-br></x-br>'),
    '<br><img src="x"><hr><svg></svg><br><menuitem></menuitem><x-br></x-br>',
  )
  const soup = parseFragment('<br>')
  const [line] = soup.findAll('br')
  assert.ok(line?.isVoid)
  line.append('x')
  assert.ok(!line.isVoid)
  assert.equal(soup.toString(), '<br>x</br>')
  assert.equal(soup.decode({ formatter: { voidSlash: true } }), '<br>x</br>')
})

test('strings of other kinds', () => {
  const soup = parseFragment('')
  soup.append(new Doctype('html', '', 's'), new Comment(' c '), new CData('a<b'), new ProcessingInstruction('x y?'))
  assert.equal(soup.toString(), '<!DOCTYPE html SYSTEM "s"><!-- c --><![CDATA[a<b]]><?x y?>')
  assert.equal(parseSoup('<?x y?><!DOCTYPE a>').contents[0]?.outerHtml, '<!--?x y?-->')
})

test('formatters by name and by parts', () => {
  const html = '<input value="é &amp; &lt;" checked b=1 a=2>é&lt;“&amp; AT&amp;T &amp;copy &amp;x; &amp;#38; <br>😀'
  assert.equal(
    written(html, 'minimal'),
    '<input value="é &amp; &lt;" checked="" b="1" a="2">é&lt;“&amp; AT&amp;T &amp;copy &amp;x; &amp;#38; <br>😀',
  )
  assert.equal(
    written(html, 'html'),
    '<input value="&eacute; &amp; &lt;" checked="" b="1" a="2">&eacute;&lt;&ldquo;&amp; AT&amp;T &amp;copy &amp;x; &amp;#38; <br>😀',
  )
  assert.equal(
    written(html, 'html5'),
    '<input value="&eacute; & &lt;" checked b="1" a="2">&eacute;&lt;&ldquo;& AT&T &amp;copy &amp;x; &amp;#38; <br>😀',
  )
  for (const none of ['none', null] as const)
    assert.equal(written(html, none), '<input value="é & <" checked="" b="1" a="2">é<“& AT&T &copy &x; &#38; <br>😀')
  assert.equal(
    written(html, {
      voidSlash: true,
      sortAttributes: true,
      booleanAttributes: true,
      escape: text => text.toUpperCase(),
      indent: undefined,
    }),
    '<input a="2" b="1" checked value="É & <"/>É<“& AT&T &COPY &X; &#38; <br/>😀',
  )
  assert.throws(
    () => written(html, 'nice' as FormatterName),
    (error: unknown) => error instanceof CrawlError && /minimal, html, html5, none/.test(error.message),
  )
})

test('what html5 leaves as it is comes back as it was', () => {
  for (const text of [
    '&amp',
    '&ampx',
    '&notit',
    '&not',
    '&a',
    '& ',
    '&&',
    '&#',
    '&#x',
    '&x;',
    '&copy=1',
    '&AMP',
    '&times',
    '&timesx',
    '&lt<',
  ])
    assert.equal(parseFragment(written(text.replaceAll('&', '&amp;').replaceAll('<', '&lt;'), 'html5')).getText(), text)
})

test('inner, outer, of parts and of the whole', () => {
  const soup = parseFragment('<p>1<b>2</b></p>3')
  const p = soup.find('p')!
  assert.deepEqual(
    [p.outerHtml, p.innerHtml, `${p}`, p.decode({ inner: true })],
    ['<p>1<b>2</b></p>', '1<b>2</b>', '<p>1<b>2</b></p>', '1<b>2</b>'],
  )
  assert.deepEqual([soup.outerHtml, soup.innerHtml], ['<p>1<b>2</b></p>3', '<p>1<b>2</b></p>3'])
  assert.deepEqual([parseFragment('').outerHtml, soup.newTag('i').innerHtml], ['', ''])
})

test('prettify: a line for each tag and string, pre and textarea kept also within a line', () => {
  assert.equal(
    parseFragment(
      '<div><p>one <b>two</b></p> \n <br><b>x<pre> a\n <i>b</i></pre>y</b><!-- c --></div><textarea>\n\n t</textarea>',
    ).prettify(),
    '<div>\n <p>\n  one\n  <b>\n   two\n  </b>\n </p>\n <br>\n <b>\n  x\n  <pre> a\n <i>b</i></pre>\n  y\n </b>\n <!-- c -->\n</div>\n<textarea>\n t</textarea>\n',
  )
  assert.equal(parseFragment('<p><b></b></p>').prettify({ indent: 3 }), '<p>\n   <b>\n   </b>\n</p>\n')
  assert.equal(parseFragment('<p><b></b></p>').prettify({ indent: '\t', formatter: 'html' }), '<p>\n\t<b>\n\t</b>\n</p>\n')
  assert.equal(parseFragment('<p><b></b></p>').prettify({ indent: -1 }), '<p>\n<b>\n</b>\n</p>\n')
  assert.equal(parseFragment('').prettify(), '')
  assert.equal(parseFragment('<pre><pre>x</pre> </pre>').prettify(), '<pre><pre>x</pre> </pre>\n')
})

test('prettify indents no deeper than its limit', () => {
  const lines = parseFragment('<b>'.repeat(limits.indentLevels + 50))
    .prettify()
    .split('\n')
  assert.equal(Math.max(...lines.map(line => line.search(/\S/))), limits.indentLevels)
})

test('encode: a reference for what the charset lacks, and a meta that tells the charset', () => {
  const soup = parseSoup(
    '<meta charset=x><meta http-equiv=Content-Type content="text/html; charset=koi8-r"><meta name=charset content="charset=x">é😀\ud800',
  )
  const text = (charset?: string) => String.fromCharCode(...soup.encode(charset))
  const head = (charset: string) =>
    `<html><head><meta charset="${charset}"><meta http-equiv="Content-Type" content="text/html; charset=${charset}"><meta name="charset" content="charset=x"></head><body>`
  assert.equal(text('ascii'), `${head('ascii')}&#233;&#128512;&#55296;</body></html>`)
  assert.equal(text('ISO-8859-1'), `${head('ISO-8859-1')}\xe9&#128512;&#55296;</body></html>`)
  assert.equal(new TextDecoder().decode(soup.encode()), `${head('utf-8')}é😀\ufffd</body></html>`)
  assert.equal(soup.find('meta')?.get('charset'), 'x', 'the tree stays')
  assert.throws(
    () => soup.encode('utf-16'),
    (error: unknown) => error instanceof CrawlError && /utf-8, latin-1 or ascii/.test(error.message),
  )
})
