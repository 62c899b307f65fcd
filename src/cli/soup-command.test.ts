import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { startCli } from '../../test/support/start-cli.ts'
import { parseSoup } from '../soup/index.ts'
import { openTown } from '../testing/index.ts'
import { linesOf, runCli, temporaryFolder } from './run-cli.test-helper.ts'
import { choiceOf } from './soup/choose.ts'
import { partJson, partText } from './soup/part-text.ts'
import { treeLines } from './soup/tree-text.ts'

const sister = (name: string, number: number) =>
  `<a class="sister" href="http://example.com/${name}" id="link${number}"> ${name[0]!.toUpperCase()}${name.slice(1)} </a>`
const sisters = [sister('elsie', 1), sister('lacie', 2), sister('tillie', 3)]

test('parts of a page by selector and in the manner of find: markup, text, attributes, JSON, number (P30, S11, S15, S17, S18, S19)', async () => {
  await using town = await openTown({ pages: 1 })
  const story = town.url('library', '/dormouse.html')
  const soup = (...args: readonly string[]) => runCli(['soup', story, ...args])
  const [title, links, third, hrefs, text, json, count, none] = await Promise.all([
    soup('title'),
    soup('--find', 'a'),
    soup('--id', 'link3'),
    soup('p.story > a', '--attr', 'href', '--limit', '2'),
    soup('--find', 'a', '--class', 'sister', '--first', '--text', '--strip'),
    soup('--find', 'title', '--json', '--html'),
    soup('--find', 'a,p', '--count'),
    soup('table', '--count'),
  ])
  assert.deepEqual([title.code, title.stdout, title.stderr], [0, "<title>The Dormouse's story</title>\n", ''])
  assert.deepEqual(linesOf(links.stdout), sisters)
  assert.equal(third.stdout, `${sisters[2]}\n`)
  assert.equal(hrefs.stdout, 'http://example.com/elsie\nhttp://example.com/lacie\n')
  assert.equal(text.stdout, 'Elsie\n')
  const whole = { name: 'title', attrs: {}, text: "The Dormouse's story", html: "<title>The Dormouse's story</title>" }
  assert.deepEqual(JSON.parse(json.stdout), whole)
  assert.deepEqual([count.code, count.stdout, none.code, none.stdout], [0, '6\n', 15, '0\n'])
})

test('every href by a parser, with a default for those without (P28)', async () => {
  const input = "<a href='one.html'>1</a><A HREF=two.html>2</A><a name=x>3</a>"
  const [withDefault, without, none] = await Promise.all([
    runCli(['soup', '-', '--find', 'a', '--attr', 'href', '--default', 'None'], { input }),
    runCli(['soup', '-', '--attr', 'href'], { input }),
    runCli(['soup', '-', 'b', '--attr', 'href'], { input }),
  ])
  assert.deepEqual(linesOf(withDefault.stdout), ['one.html', 'two.html', 'None'])
  assert.deepEqual(linesOf(without.stdout), ['one.html', 'two.html'])
  assert.deepEqual([none.code, none.stdout, none.stderr], [15, '', ''])
})

test('what a page is made of: tree, article, headings, tables, forms, metadata', async () => {
  const input = `<title>T</title><meta name=description content="two
lines"><h1 id=top>One</h1><h2>Two</h2><table><caption>C</caption><tr><th>A<th>B<tr><td>1<td>2</table><table><tr><td>x</table>
<form method=post action=/go id=f><label>Name <input name=n value="v" required></label><select name=s><option>1<option selected>2</select></form>`
  const soup = (...args: readonly string[]) => runCli(['soup', '-', '--base', 'https://site.example/', ...args], { input })
  const story = `<title>On cats</title><nav><a href=/>Home</a></nav><main><p>${'A cat is an animal, and a cat sleeps. '.repeat(9)}</p></main>`
  const [tree, markdown, path, feed, article, articleJson, outline, tables, tableJson, forms, metadata] = await Promise.all([
    soup('h1', '--tree'),
    soup('--find', 'h1,h2,table', '--limit', '3', '--markdown'),
    soup('--xpath', 'count(//td) * 2', '--json'),
    runCli(['soup', '-', 'link', '--xml', '--text'], { input: '<rss><link>https://a.example/</link></rss>' }),
    runCli(['soup', '-', '--article'], { input: story }),
    runCli(['soup', '-', '--article', '--json'], { input: story }),
    soup('--outline'),
    soup('--tables'),
    soup('--tables', '--json'),
    soup('--forms'),
    soup('--metadata'),
  ])
  assert.equal(tree.stdout, 'tag h1 id="top"\n  text "One"\n')
  assert.equal(markdown.stdout, '# One\n\n## Two\n\nC\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n')
  assert.deepEqual([path.stdout, feed.stdout], ['6\n', 'https://a.example/\n'])
  assert.match(article.stdout, /^# On cats\n\nA cat is an animal.* a cat sleeps\.\n$/)
  assert.deepEqual(Object.keys(JSON.parse(articleJson.stdout) as object), ['title', 'text', 'markdown'])
  assert.equal(outline.stdout, '1 One #top\n  2 Two\n')
  assert.equal(tables.stdout, '# C\nA\tB\n1\t2\n\nx\n')
  assert.deepEqual(JSON.parse(linesOf(tableJson.stdout)[0]!), {
    caption: 'C',
    headers: ['A', 'B'],
    rows: [['1', '2']],
    records: [{ A: '1', B: '2' }],
    cut: false,
  })
  assert.deepEqual(linesOf(forms.stdout), [
    'POST https://site.example/go #f application/x-www-form-urlencoded',
    '  text n="v" required "Name"',
    '  select s="2" of 1|2',
  ])
  assert.deepEqual(linesOf(metadata.stdout), ['title\tT', 'description\ttwo lines', 'meta description\ttwo lines'])
})

test('what the rules repaired in a page, beside the refusal of an XML parser (S10, P29)', async () => {
  await using town = await openTown({ pages: 1 })
  const story = town.url('library', '/dormouse.html')
  const [lines, json, parts] = await Promise.all([
    runCli(['soup', story, '--diagnose']),
    runCli(['soup', '-', '--diagnose', '--json'], { input: '<!doctype html><p>x<br>' }),
    runCli(['soup', '-', 'p', '--diagnose'], { input: '' }),
  ])
  assert.deepEqual(linesOf(lines.stdout).slice(-3), [
    '3:40 error ignored-end-tag: </b> ends nothing that is open here; it was left out.',
    'mode: quirks',
    'as XML: refused at 3:17: the start tag <p> is not closed',
  ])
  const { findings, mode, xml } = JSON.parse(json.stdout) as { findings: { code: string }[]; mode: string; xml: { what: string } }
  assert.deepEqual([findings.map(({ code }) => code), mode], [['implied-element', 'implied-element', 'implied-element'], 'no-quirks'])
  assert.equal(xml.what, '<!DOCTYPE is written in capitals')
  assert.deepEqual([parts.code, /--diagnose reads a whole page/.test(parts.stderr)], [2, true])
})

test('a pipe is safe as a terminal is, a file and --raw get the text as it is', async () => {
  using folder = temporaryFolder()
  writeFileSync(folder.at('page.html'), '<p title="a\nb">\x1b[31m\u200f\tx\ny</p>')
  await using toFile = startCli(['soup', folder.at('page.html'), 'p', '--text'], {
    within: ['sh', '-c', `exec "$@" > '${folder.at('out')}'`, 'sh'],
  })
  const [piped, raw, attribute] = await Promise.all([
    runCli(['soup', 'page.html', 'p', '--text'], { cwd: folder.path }),
    runCli(['soup', 'page.html', 'p', '--text', '--raw'], { cwd: folder.path }),
    runCli(['soup', 'page.html', '--attr', 'title'], { cwd: folder.path }),
    toFile.ended,
  ])
  assert.equal(piped.stdout, '\\x1b[31m\\u200f\tx\ny\n')
  assert.equal(raw.stdout, '\x1b[31m\u200f\tx\ny\n')
  assert.equal(readFileSync(folder.at('out'), 'utf8'), raw.stdout)
  assert.equal(attribute.stdout, 'a\\x0ab\n')
})

test('a slip is told in a line before anything is fetched, a picture after it', async () => {
  const nobody = 'http://127.0.0.1:1/'
  const [picture, selector, both, views] = await Promise.all([
    runCli(['soup', '-', 'p'], { input: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex') }),
    runCli(['soup', nobody, 'p[']),
    runCli(['soup', nobody, 'p', '--find', 'a']),
    runCli(['soup', nobody, 'p', '--text', '--tree']),
  ])
  assert.deepEqual([picture.code, selector.code, both.code, views.code], [2, 2, 2, 2])
  assert.equal(picture.stderr, 'orbweaver: - is no text: its bytes are none. Try orbweaver get. [usage]\n')
  assert.equal(
    selector.stderr,
    'orbweaver: The selector "p[" cannot be read at its end: the name of an attribute should stand here. [usage]\n',
  )
  for (const { stderr } of [both, views]) assert.match(stderr, /^orbweaver: [^\n]+\. \[usage\]\n$/)
})

test('parts are chosen as find does', () => {
  const root = parseSoup('<a class="x y" rel=next>1</a><a class=y>2</a><b class=y id=b>3</b>')
  const texts = (flags: Parameters<typeof choiceOf>[1], selector?: string) => {
    const chosen = choiceOf(selector, flags)?.(root)
    return typeof chosen === 'object' ? chosen.map(part => (part.kind === 'attribute' ? part.value : part.text)) : chosen
  }
  assert.equal(texts({}), undefined)
  assert.deepEqual(texts({ find: 'a, b' }), ['1', '2', '3'])
  assert.deepEqual(texts({ class: 'y' }), ['1', '2', '3'])
  assert.deepEqual(texts({ class: 'x y' }), ['1'])
  assert.deepEqual(texts({ find: 'a', class: 'y', limit: 1 }), ['1'])
  assert.deepEqual(texts({ attrIs: [['rel', 'next']] }), ['1'])
  assert.deepEqual(texts({ has: ['class', 'id'] }), ['3'])
  assert.deepEqual(texts({ id: 'b', find: 'a' }), [])
  assert.deepEqual(texts({ first: true }, '.y'), ['1'])
})

test('an XPath leads to tags, texts and attributes, or says a value', () => {
  const root = parseSoup('<a href=/1>one</a><a href=/2>two</a>')
  const chosen = (xpath: string, limit?: number) => {
    const parts = choiceOf(undefined, { xpath, ...(limit === undefined ? {} : { limit }) })?.(root)
    return typeof parts === 'object' ? parts.map(part => [partText(part, {}, ''), partJson(part, {}, '')]) : parts
  }
  assert.deepEqual(chosen('//a/@href', 1), [['/1', '{"kind":"attribute","name":"href","text":"/1"}\n']])
  assert.deepEqual(chosen('//a[2]/text()'), [['two', '{"kind":"text","text":"two"}\n']])
  assert.deepEqual(chosen('//b'), [])
  assert.equal(chosen('count(//a)'), 2)
  assert.equal(chosen('string(//a[2])'), 'two')
  assert.throws(() => choiceOf(undefined, { xpath: '//a[' }), { code: 'usage' })
  assert.throws(() => choiceOf('a', { xpath: '//a' }), { code: 'usage' })
})

test('a tree is shown to a depth, and a deep one without overflow', () => {
  const lines = (html: string, depth: number) => [...treeLines(parseSoup(html).body!, depth)]
  assert.deepEqual(lines('<p a="1">x<!--c--></p>', Infinity), ['tag body', '  tag p a="1"', '    text "x"', '    comment "c"'])
  assert.deepEqual(lines('<p>x<!--c--></p><p></p><p>x', 1), ['tag body', '  tag p (2 children)', '  tag p', '  tag p (1 child)'])
  assert.deepEqual(lines('x', 0), ['tag body (1 child)'])
  assert.equal(lines('<b>'.repeat(50_000), Infinity).length, 50_001)
})
