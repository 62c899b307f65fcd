import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toMarkdown } from '../markdown/to-markdown.ts'
import { parseSoup } from '../parse/parse-soup.ts'
import { article } from './article.ts'

const prose = (topic: string, sentences = 4) =>
  Array.from(
    { length: sentences },
    (_, at) => `Sentence ${at + 1} about ${topic}, which goes on for long enough to be read as prose.`,
  ).join(' ')
const links = (label: string, count = 12) =>
  Array.from({ length: count }, (_, at) => `<li><a href="/${label}/${at}">${label} ${at} with some words</a></li>`).join('')

/** A page, what of it belongs to the article, and what does not. */
const pages: readonly {
  readonly oddity: string
  readonly html: string
  readonly inside: readonly string[]
  readonly outside: readonly string[]
}[] = [
  {
    oddity: 'news with sidebar, sharing and comments',
    html: `<title>Bridges age | The Daily</title><header><a href=/>The Daily</a><nav><ul>${links('menu')}</ul></nav></header><div class="layout has-sidebar">
      <div class="col"><h1>Bridges age</h1><p class=standfirst>${prose('bridges', 1)}</p><div class="social-share">Share this on all of the networks, please do.</div>
      <p>${prose('steel')}</p><figure><img data-src=/b.jpg src="data:image/gif;base64,R0"><figcaption>A bridge</figcaption></figure><h2>Rust</h2>
      <p>${prose('rust')}</p><ul><li>paint</li><li>zinc</li></ul><aside>Advert: ${prose('cars', 2)}</aside><p>Short end.</p></div>
      <div class=sidebar><h3>Most read</h3><ul>${links('read')}</ul><p>${prose('subscriptions', 2)}</p></div></div>
      <section id=comments><p>${prose('my opinion', 6)}</p></section><footer>${prose('the imprint', 2)}</footer>`,
    inside: ['about bridges', 'about steel', 'A bridge', 'Rust', 'about rust', 'zinc', 'Short end.'],
    outside: ['menu 3', 'networks', 'about cars', 'Most read', 'subscriptions', 'my opinion', 'imprint'],
  },
  {
    oddity: 'a layout of tables, without a class anywhere',
    html: `<title>Notes</title><table><tr><td colspan=2><a href=/>Home</a> <a href=/a>About</a> <a href=/c>Contact</a><tr><td valign=top>${links('left', 20)}<td>
      <font size=5>Notes on spiders</font><br><br>${prose('webs')}<br><br>${prose('silk')}<table border=1><tr><th>Kind<th>Legs<tr><td>Spider<td>8</table>
      <tr><td colspan=2><a href=/x>Top</a> <a href=/y>Next</a></table>`,
    inside: ['Notes on spiders', 'about webs', 'about silk', 'Legs', '8'],
    outside: ['left 3', 'About', 'Next'],
  },
  {
    oddity: 'a blog whose paragraphs stand in divs of their own',
    html: `<title>Log</title><div id=page><div class=menu><ul>${links('tag')}</ul></div><div class=post><div>${prose('one')}</div><div>${prose('two')}</div>
      <pre><code class=language-js>spider()</code></pre><div class=widget><form><input><button>Subscribe now</button></form></div><div>${prose('three')}</div></div>
      <div class=related><h2>Related</h2><ul>${links('more')}</ul></div></div>`,
    inside: ['about one', 'about two', 'spider()', 'about three'],
    outside: ['tag 3', 'Subscribe', 'Related', 'more 3'],
  },
  {
    oddity: 'a page of contents: links are what it says',
    html: `<title>Book</title><div class=navheader><a href=p>Prev</a> <a href=n>Next</a></div><div class=toc><h1>Part II</h1><p>The parts of this book, one by one, are these.</p>
      <dl>${Array.from({ length: 40 }, (_, at) => `<dt><a href="c${at}.html">Chapter ${at} of many</a></dt>`).join('')}</dl></div><div class=navfooter><a href=h>Home</a></div>`,
    inside: ['Part II', 'one by one', 'Chapter 0', 'Chapter 39'],
    outside: ['Prev', 'Home'],
  },
  {
    oddity: 'an article that begins with its own contents',
    html: `<title>Web</title><article><header><h1>Web</h1></header><div id=toc><ul><li><a href=#a>Section one</a><li><a href=#b>Section two</a></ul></div>
      <p id=a>${prose('history')}</p><p id=b>${prose('future')}</p><p>${prose('<a href=/l>links</a> in the text', 2)}</p></article>`,
    inside: ['Web', 'about history', 'about future', 'links in the text'],
    outside: ['Section one'],
  },
]

for (const { oddity, html, inside, outside } of pages) {
  test(`the readable part: ${oddity}`, () => {
    const { tag } = article(parseSoup(html), 'http://a.test/')!
    const text = tag.getText({ separator: ' ' }).replace(/\s+/g, ' ')
    for (const words of inside) assert.ok(text.replace(/ +/g, ' ').includes(words), `inside: ${words}`)
    for (const words of outside) assert.ok(!text.includes(words), `outside: ${words}`)
  })
}

test('it goes on as Markdown, with addresses made absolute and pictures that were to come later', () => {
  const markdown = toMarkdown(article(parseSoup(pages[0]!.html), 'http://a.test/x')!.tag)
  assert.match(markdown, /!\[\]\(http:\/\/a\.test\/b\.jpg\)/)
  assert.match(markdown, /\n## Rust\n/)
  const based = parseSoup(`<base href="http://b.test/"><p>${prose('<a href=l>a link</a>')}</p>`)
  assert.match(toMarkdown(article(based, 'http://a.test/')!.tag), /\]\(http:\/\/b\.test\/l\)/)
})

test('title, author and date, wherever the page has them', () => {
  const about = (head: string, body = '') => {
    const { title, author, published } = article(parseSoup(`${head}<body>${body}<p>${prose('x')}`))!
    return [title, author, published]
  }
  assert.deepEqual(about('<title>Site - A long name of the page</title>'), ['A long name of the page', undefined, undefined])
  assert.deepEqual(about('<title>The head | Site</title>', '<h1>Site</h1><h1>The head</h1>'), ['Site', undefined, undefined])
  assert.deepEqual(about('<title>x</title><meta property=og:title content=Shared><meta name=author content=Ann>'), [
    'Shared',
    'Ann',
    undefined,
  ])
  const graph = '{"@graph":[{"@type":"WebPage"},{"@type":["NewsArticle"],"author":[{"name":"Bo"}],"datePublished":"2024-05-06"}]}'
  assert.deepEqual(about(`<script type=application/ld+json>${graph}</script>`, '<h1>H</h1>'), ['H', 'Bo', '2024-05-06'])
  assert.deepEqual(about('', '<a rel=author>By Cy</a><time datetime=2023-01-01>x</time>'), ['', 'Cy', '2023-01-01'])
})

test('nothing to read, little to read', () => {
  assert.equal(article(parseSoup('<title>x</title><script>y</script>')), undefined)
  assert.equal(article(parseSoup('<p>Hi'))?.tag.getText(), 'Hi')
  assert.equal(article(parseSoup(`<nav>${links('a')}</nav>`))?.tag.name, 'body')
})

test('the page itself stays as it is; hostile pages take time in proportion', () => {
  const soup = parseSoup(pages[0]!.html)
  const before = soup.toString()
  article(soup)
  assert.equal(soup.toString(), before)
  for (const tag of ['div', 'div class=toc', 'a href=x', 'article', 'nav', 'table><tr><td', 'b'])
    article(parseSoup(`<${tag}>x `.repeat(5_000)))
  assert.ok(article(parseSoup(`<p>${prose('x')}</p>`.repeat(5_000))))
})
