import assert from 'node:assert/strict'
import { test } from 'node:test'
import MarkdownIt from 'markdown-it'
import { limits } from '../../base/limits.ts'
import { seededRandom } from '../../base/random.ts'
import { parseFragment, parseSoup } from '../parse/parse-soup.ts'
import { toMarkdown } from './to-markdown.ts'

const written = (html: string, baseUrl?: string) => toMarkdown(parseSoup(html), { baseUrl }).trimEnd()
const lines = (html: string, baseUrl?: string) => written(html, baseUrl).split('\n')

test('headings, paragraphs, line breaks, rules, quotations (B12)', () => {
  assert.deepEqual(
    lines(
      '<title>no</title><h1>A <i>b</i><br>c #</h1>text<p>one\n two<br>three<br><br>four<hr><blockquote><p>q<p>r<blockquote>s</blockquote></blockquote>',
    ),
    ['# A *b* c \\#', '', 'text', '', 'one two\\', 'three', '', 'four', '', '---', '', '> q', '>', '> r', '>', '> > s'],
  )
})

test('lists: nested, ordered with their start, with paragraphs and code, one after another', () => {
  assert.deepEqual(
    lines(`<ul><li>a<ul><li>b<li>c<ol start=3><li>x<li>y</ol></ul><li><p>d</p><p>e</p><li></ul><ul><li>other</ul>
    <ol start=9><li>i<pre><code class="language-js">f()\n\n  g()</code></pre><li value=20>j</ol>`),
    [
      '- a',
      '  - b',
      '  - c',
      '',
      '    3. x',
      '    4. y',
      '- d',
      '',
      '  e',
      '',
      '* other',
      '',
      '9. i',
      '',
      '   ```js',
      '   f()',
      '',
      '     g()',
      '   ```',
      '20. j',
    ],
  )
  assert.deepEqual(lines('<ul><li>a<ul><li>b</li></ul></li><ul><li>astray</ul></ul>'), ['- a', '  - b', '', '  * astray'])
  assert.deepEqual(lines('<dl><dt>Term<dd>one<dd>two<dt>Other<dd><p>a<p>b</dl>'), [
    '**Term**',
    '- one',
    '- two',
    '',
    '**Other**',
    '- a',
    '',
    '  b',
  ])
})

test('tables of GitHub: pipes, line breaks, lists and spans in cells; several heads are one', () => {
  assert.deepEqual(
    lines(`<table><caption>Sizes</caption><tr><th rowspan=2>A|B<th colspan=2>C<tr><th>w<th>h
    <tr><td>1<br>2<td><code>x|y</code><td><ul><li>p<li>q</ul><tr><td colspan=3>wide</table>`),
    ['Sizes', '', '| A\\|B | C w | h |', '| --- | --- | --- |', '| 1<br>2 | `x\\|y` | p<br>q |', '| wide |'],
  )
  assert.deepEqual(lines('<table><tr><td>a<td>b</table>'), ['|  |  |', '| --- | --- |', '| a | b |'])
})

test('a table that lays out the page is no table', () => {
  const inner = '<table><tr><th>k<td>v</table>'
  assert.deepEqual(lines(`<table><tr><td><h2>Menu</h2><td>${inner}</table>`), ['## Menu', '', '|  |  |', '| --- | --- |', '| k | v |'])
  assert.deepEqual(lines('<table role=presentation><tr><td>a<td>b</table>'), ['a', '', 'b'])
  assert.deepEqual(lines('<table><tr><td>a<tr><td>b</table>'), ['a', '', 'b'])
})

test('code: spans with backticks, fences longer than what they hold, languages', () => {
  assert.equal(
    written('<p><code>a `b` c</code> <kbd>``x</kbd><samp> y </samp><code>p</code><code>q</code>'),
    '``a `b` c`` ``` ``x ``` `y` `pq`',
  )
  assert.equal(written('<pre>\n\n  a\n```\n</pre>'), '````\n\n  a\n```\n````')
  const language = (html: string) => /^`+(.*)/.exec(written(html))?.[1]
  assert.equal(language('<pre class="lang-ts x"><code>a</code></pre>'), 'ts')
  assert.equal(language('<div class="highlight-python notranslate"><div class="highlight"><pre>a</pre></div></div>'), 'python')
  assert.equal(language('<pre class="sourceCode haskell"><code class="sourceCode haskell">a</code></pre>'), 'haskell')
  assert.equal(language('<pre data-lang="c++">a</pre>'), 'c++')
  assert.equal(language('<pre class="brush: js;">a</pre>'), '')
  assert.equal(language('<pre class="language-a`b">a</pre>'), '')
})

test('links and images: absolute, with titles, whatever their URLs hold; none that run', () => {
  const url = 'http://h.test/d/'
  assert.equal(
    written('<base href=/e/><a href="x y?(a)|`" title=\'T "q"\'>l <b>b</b></a>', url),
    '[l **b**](http://h.test/e/x%20y?\\(a\\)%7C%60 "T \\"q\\"")',
  )
  assert.equal(written('<a href="p q.html">x</a><img src="a.png" alt="[a]">'), '[x](p%20q.html)![\\[a\\]](a.png)')
  assert.equal(
    written('<a href="java\tscript:x()">js</a> <a href=data:text/html,x>d</a> <a>n</a> <img src="data:," alt="alt *"><img src=data:,>'),
    'js d n alt \\*',
  )
  assert.equal(written('Wow!<a href=u>x</a> <a href=u> <i></i> </a>'), 'Wow\\![x](u)')
  assert.equal(written('<a href=u><h2>Head</h2><p>text [1]</a>'), '## [Head](u)\n\n[text \\[1\\]](u)')
})

test('emphasis keeps its white space outside, and is a tag where a mark would not be seen', () => {
  assert.equal(written('a<b> b </b>c<i></i> <b><b>d</b></b><b>e</b> <del>f</del>'), 'a **b** c **de** ~~f~~')
  assert.equal(written('x<sup>2</sup> H<sub>2</sub>O'), 'x<sup>2</sup> H<sub>2</sub>O')
  assert.equal(written('a<b>(b)</b>c <b>"d"</b>e <i>f</i><b>g</b>'), 'a<strong>(b)</strong>c <strong>"d"</strong>e *f*<strong>g</strong>')
  assert.equal(written('<b>one<p>two</p></b>'), '**one**\n\n**two**')
})

test('what Markdown would read as a mark is escaped', () => {
  assert.equal(
    written('2*3*4 snake_case _x_ [a](b) `c` &lt;b> 1 &lt; 2 &amp;amp; R&amp;D a &amp; b ~~s~~ \\*'),
    '2\\*3\\*4 snake_case \\_x\\_ \\[a](b) \\`c\\` \\<b> 1 < 2 \\&amp; R\\&D a & b \\~\\~s\\~\\~ \\\\\\*',
  )
  for (const text of ['# h', '- a', '+ a', '1. a', '2) a', '> q', '---', '===', '| a', ':--|', '***', '```', '    x', '#', '-']) {
    const html = new MarkdownIt().render(written(`<p>${text.replace('>', '&gt;')}</p>`))
    assert.equal(html, `<p>${text.trim().replace('>', '&gt;')}</p>\n`, text)
  }
  assert.deepEqual(lines('<p>a<br>---<p>a<br>- b'), ['a\\', '\\---', '', 'a\\', '\\- b'])
})

test('a part of a page, a text, nothing', () => {
  const soup = parseSoup('<base href="http://b.test/"><h2>H</h2><p>x <a href=y>z</a></p><script>s</script><template>t</template><!-- c -->')
  assert.equal(toMarkdown(soup.find('h2')!), '## H\n')
  assert.equal(toMarkdown(soup.find('p')!, { baseUrl: 'http://a.test/' }), 'x [z](http://b.test/y)\n')
  assert.equal(toMarkdown(soup.find('p')!.contents[0]!), 'x\n')
  assert.equal(toMarkdown(soup.find('script')!), '')
  assert.equal(toMarkdown(parseFragment('')), '')
})

const tags = 'p div b i em strong a code pre ul ol li blockquote h1 h2 h3 dl dt dd del span sup img br hr section kbd s table td'.split(' ')
const texts =
  `x|word|a b|*|**|_|a_b|_c_|\`|\`\`| |\n|[|](|](u)|!|#|# h|- |+ x|1.|1. x|12) y|---|===|\\|\\*|&lt;b>|&amp;lt;|&amp;|~~|~|&lt;!--|http://a_b.c/|***|"q"|(p)|.|é|日本
  |\u{1f600}|&nbsp;|&nbsp;x&nbsp;|----|=|\`\`\`|~~~|[a]: u|    code|\t|-&#124;-|&#124; a &#124;|:--|2.|&lt;/div>`.split('|')

test('1,500 pages by chance: what CommonMark reads out of the Markdown are the words of the page', () => {
  const random = seededRandom(12)
  const pick = <Kind>(list: readonly Kind[]) => list[Math.floor(random() * list.length)]!
  const piece = (depth: number): string => {
    if (depth > 5 || random() < 0.45) return pick(texts)
    const tag = pick(tags)
    if (tag === 'table') return `<table>${`<tr><td>${some(depth + 2)}<th colspan=2>${some(depth + 2)}`.repeat(2)}</table>`
    return tag === 'a'
      ? `<a href="${pick(['/u', 'u v', 'a(b', 'x`y', 'a|b', 'x?a=1&amp;copy=2'])}">${some(depth + 1)}</a>`
      : `<${tag} start=7>${some(depth + 1)}</${tag}>`
  }
  const some = (depth: number): string => Array.from({ length: 1 + Math.floor(random() * 4) }, () => piece(depth)).join('')
  // Sorted: of a table with two heads, the head is one line.
  const letters = (text: string) => [...text.replace(/\s/g, '')].sort().join('')
  const reader = new MarkdownIt({ html: true })
  for (let count = 0; count < 1500; count++) {
    const html = some(0)
    const markdown = written(html)
    const read = parseSoup(reader.render(markdown)).body!.getText()
    assert.equal(letters(read), letters(parseSoup(html).body!.getText()), `${JSON.stringify(html)}\n${markdown}`)
  }
})

test('hostile pages: deep, wide, and wide in a table', () => {
  for (const tag of ['div', 'b', 'ul><li', 'blockquote', 'a href=x', 'table><tr><td', 'ol><li><b', 'dl><dd', 'sup']) {
    assert.match(written(`<${tag}>x `.repeat(10_000)), /x/, tag)
  }
  const deep = written('<ul><li>x'.repeat(100)).split('\n')
  assert.ok(deep.every(line => line.length < 150))
  assert.equal(written('<p>x'.repeat(100_000)).length, 300_000 - 2)
  assert.equal(written('<b>x</b>y'.repeat(50_000)).length, 300_000)
  assert.ok(written(`<table>${'<tr><td colspan=1000>a<td>b'.repeat(500)}</table>`).length < 20_000)
  assert.ok(written(`<pre>${'`'.repeat(100_000)}</pre>`).length > 300_000)
})

test('lists are indented up to a limit of depth', () => {
  const deepest = (depth: number) =>
    toMarkdown(parseSoup(`${'<ul><li>'.repeat(depth)}x`))
      .trimEnd()
      .split('\n')
      .at(-1)
  const most = limits.markdownDepth
  assert.notEqual(deepest(most), deepest(most - 1))
  assert.equal(deepest(most + 1), deepest(most + 10))
})

test('runs of line ends and of # that do not end a text are read once', () => {
  const code = `<pre><code>a${'\n'.repeat(500_000)}b\n\n</code></pre>`
  assert.ok(toMarkdown(parseSoup(code)).trimEnd().endsWith('\nb\n```'))
  assert.ok(
    toMarkdown(parseSoup(`<h1>${'#'.repeat(500_000)}x</h1>`))
      .trimEnd()
      .endsWith('#x'),
  )
})
