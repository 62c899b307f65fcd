import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parse } from 'parse5'
import { limits } from '../base/limits.ts'
import { scanPage } from './scan-page.ts'

const hrefs = (html: string, resources = false) => scanPage(html, { resources }).links.map(link => link.href)

const everyForm = `<!DOCTYPE html><html lang=en><head><title>All
  &amp; every&nbsp;form</title><base href="/root/"><base href="/other/">
<link rel=stylesheet href=s.css><link rel="Shortcut ICON" href=i.ico><link rel=alternate type="application/rss+xml" href=feed.xml>
<link rel=canonical href="http://a.test/c"><link rel=next href=n><link rel=alternate hreflang=de href=de><link rel=preload href=p.woff>
<meta http-equiv=refresh content="5; url='r?a=1&amp;b=2'"><meta name=Robots content="noindex, nofollow"><meta property=og:title content=T>
<script src=s.js></script><script>document.write('<a href=in-script>')</script><style>a{}</style></head>
<body background=bg.png><!-- <a href=in-comment> -->
<a href=" one ">First <b>link</b></a> <A HREF='two' REL="NoFollow
 UGC">Second<br>line</a><a name=x>none</a><a href=three><img src=t.png alt="the &lt;third&gt;"></a>
<a href="javascript:void(0)">js</a><a href="mailto:a@b.test">mail</a>
<map><area href=four alt="Fourth  area"></map><iframe src=f1><a href=in-iframe></a></iframe>
<img src=img.png srcset="a.png 1x, b.png?x=1,2 2x,c.png"><picture><source srcset="d.webp 100w, e.webp"></picture>
<video src=v.mp4 poster=v.png><source src=v.webm><track src=v.vtt></video><audio src=a.mp3></audio><embed src=e.swf><object data=o.pdf></object>
<form action="/find" method=POST><input name=q value=" a&amp;b "><input type=checkbox name=c><input type=image name=go src=go.png><input value=nameless>
<select name=s><option>One<option value=2 selected>Two</select><textarea name=t>
<a href=in-textarea></textarea><button name=b value=1>Go</button></form>
<svg><title>not the title</title><a xlink:href=svg1><text>in svg</text></a><a href=svg2 /><image href=svg.png /><use href="#frag"/><use xlink:href="u.svg#x"/></svg>
<template><a href=in-template></a><meta name=x content=y></template><noscript><a href=five>Five</a></noscript>
<xmp><a href=in-xmp></a></xmp><blockquote cite=cited></blockquote><noframes><a href=in-noframes></noframes><a href=six>Six</a>`

test('what a crawl follows, in document order', () => {
  const { links, ...rest } = scanPage(everyForm)
  assert.deepEqual(
    links.map(({ href, via, text, rel }) => [href, via, text, rel]),
    [
      ['feed.xml', 'feed', undefined, 'alternate'],
      ['http://a.test/c', 'canonical', undefined, 'canonical'],
      ['n', 'link', undefined, 'next'],
      ['de', 'link', undefined, 'alternate'],
      ['r?a=1&b=2', 'refresh', undefined, undefined],
      ['one', 'anchor', 'First link', undefined],
      ['two', 'anchor', 'Second line', 'nofollow ugc'],
      ['three', 'anchor', 'the <third>', undefined],
      ['javascript:void(0)', 'anchor', 'js', undefined],
      ['mailto:a@b.test', 'anchor', 'mail', undefined],
      ['four', 'area', 'Fourth area', undefined],
      ['f1', 'frame', undefined, undefined],
      ['svg1', 'anchor', 'in svg', undefined],
      ['svg2', 'anchor', '', undefined],
      ['five', 'anchor', 'Five', undefined],
      ['six', 'anchor', 'Six', undefined],
    ],
  )
  assert.deepEqual(rest, {
    title: 'All & every form',
    baseHref: '/root/',
    canonical: 'http://a.test/c',
    lang: 'en',
    overLimit: 0,
    meta: [
      { name: 'refresh', content: "5; url='r?a=1&b=2'" },
      { name: 'robots', content: 'noindex, nofollow' },
      { name: 'og:title', content: 'T' },
    ],
    forms: [
      {
        action: '/find',
        method: 'post',
        enctype: 'application/x-www-form-urlencoded',
        fields: [
          { name: 'q', type: 'text', value: ' a&b ' },
          { name: 'c', type: 'checkbox', value: 'on' },
          { name: 'go', type: 'image', value: '' },
          { name: 's', type: 'select', value: '2' },
          { name: 't', type: 'textarea', value: '<a href=in-textarea>' },
          { name: 'b', type: 'submit', value: '1' },
        ],
      },
    ],
  })
})

test('what a page loads comes along when asked for', () => {
  const followed = new Set(hrefs(everyForm))
  const loaded = scanPage(everyForm, { resources: true }).links.filter(link => !followed.has(link.href))
  assert.deepEqual(
    loaded.map(({ href, via }) => `${via} ${href}`),
    [
      ...['style s.css', 'image i.ico', 'link p.woff', 'script s.js', 'image bg.png', 'image t.png', 'image img.png'],
      ...['image a.png', 'image b.png?x=1,2', 'image c.png', 'image d.webp', 'image e.webp', 'media v.mp4', 'image v.png', 'media v.webm'],
      ...['media v.vtt', 'media a.mp3', 'media e.swf', 'media o.pdf', 'image go.png', 'image svg.png', 'image u.svg#x'],
    ],
  )
})

test('broken pages', () => {
  assert.deepEqual(hrefs('<a href=a>x<a HREF="b\n" href=c>y'), ['a', 'b'])
  assert.deepEqual(hrefs('<a href>x</a><a href="">'), ['', ''])
  assert.deepEqual(hrefs('<a\nhref\n=\n"p\nq"\n>'), ['p\nq'])
  assert.deepEqual(hrefs('<a/href="x"/><a "href=y" href=z><a href=u/>'), ['x', 'z', 'u/'])
  assert.deepEqual(hrefs('<a href="open'), [])
  assert.deepEqual(hrefs('<p><![CDATA[ <a href=no> <a href=yes>'), ['yes'])
  assert.deepEqual(hrefs('<a href="?a&copy=1&amp;b&notit;">'), ['?a&copy=1&b&notit;'])
  assert.deepEqual(hrefs('<meta content="0;URL=x" http-equiv=Refresh><meta http-equiv=refresh content=30>'), ['x'])
})

test('anchors do not nest, and their text is that of the page', () => {
  const texts = (html: string) => scanPage(html).links.map(link => link.text)
  assert.deepEqual(texts('<a href=1>one<a href=2>two</a>three'), ['one', 'two'])
  assert.deepEqual(texts('<a href=1><h3>Head</h3><p>Body</p></a>'), ['Head Body'])
  assert.deepEqual(texts('<a href=1>a<b>b</b><!-- c -->c<script>d</script><style>e</style></a>'), ['abc'])
  assert.deepEqual(texts('<a href=1>x <template></a>no</template>y</a>'), ['x y'])
  assert.deepEqual(texts(`<a href=1>${'😀'.repeat(limits.anchorLength)}`), ['😀'.repeat(limits.anchorLength / 2)])
})

test('svg has its own titles and scripts; an svg left open ends with HTML', () => {
  assert.equal(scanPage('<svg><title>no</title></svg><title>yes</title>').title, 'yes')
  assert.deepEqual(hrefs('<svg><title><a href=x></a></title></svg>'), ['x'])
  assert.deepEqual(hrefs('<svg><p><script>"<a href=no>"</script><a href=yes>'), ['yes'])
  assert.deepEqual(hrefs('<svg><foreignObject><script>"<a href=no>"</script></foreignObject></svg><a href=yes>'), ['yes'])
  assert.deepEqual(hrefs('<svg/><script>"<a href=no>"</script><a href=yes>'), ['yes'])
})

test('limits hold', () => {
  const scan = scanPage('<a href=x>'.repeat(limits.linksPerPage + 3))
  assert.deepEqual([scan.links.length, scan.overLimit], [limits.linksPerPage, 3])
  assert.equal(scanPage(`<title>${'t'.repeat(limits.titleLength + 1)}`).title?.length, limits.titleLength)
})

test('the same links as a tree has', () => {
  const word = fc.constantFrom(
    'a',
    'b&amp;c',
    '&lt;',
    '&notin;x',
    '<br>',
    '<!-- <a href=no> -->',
    '<img alt=x>',
    '<script>"<a href=no>"</script>',
  )
  const href = fc.constantFrom(
    ...[
      'href=x',
      'HREF="y?a=1&amp;b=2&copy=3"',
      "href='z z'",
      'href',
      'class=k href=q',
      'title="<a href=no>" href=w',
      'href=1 href=2',
      'id=n',
    ],
  )
  const anchor = (end: string) => fc.tuple(href, word).map(([attribute, text]) => `<a ${attribute}>${text}${end}`)
  const names = ['div', 'p', 'SPAN', 'ul', 'template', 'noscript', 'title', 'textarea', 'b']
  const pages = (tags: string[], leaf: fc.Arbitrary<string>) =>
    fc.letrec<{ node: string; page: string }>(tie => ({
      node: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc
          .tuple(fc.constantFrom(...tags), fc.array(tie('node'), { maxLength: 4 }))
          .map(([name, inner]) => `<${name}>${inner.join('')}</${name}>`),
      ),
      page: fc.array(tie('node'), { maxLength: 6 }).map(nodes => `<!doctype html><body>${nodes.join('')}`),
    })).page
  const sameLinks = (html: string) => assert.deepEqual([...new Set(hrefs(html))].sort(), treeHrefs(html))
  const options = { seed: 7, numRuns: 2000 }
  fc.assert(fc.property(pages(names, fc.oneof(word, anchor('</a>'), anchor(''))), sameLinks), options)
  // an anchor left open in an svg title moves the end of the svg: only a tree can tell
  fc.assert(fc.property(pages([...names, 'svg', 'math'], fc.oneof(word, anchor('</a>'))), sameLinks), options)
})

test('any text is scanned', () => {
  const piece = fc.constantFrom(
    '<a ',
    'href',
    '=',
    '"',
    "'",
    '>',
    '</a>',
    '<svg>',
    '</svg>',
    '<template>',
    '<title>',
    '<form>',
    '<select name=s>',
    '<option>',
    '&',
    '&#x',
    '<!--',
    '<![CDATA[',
    '<math><mi>',
    '</p',
    '<img alt=',
    '<base ',
    '<meta http-equiv=refresh content="1;url=',
  )
  fc.assert(
    fc.property(
      fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 40 }),
      fc.boolean(),
      (pieces, resources) => {
        assert.ok(Array.isArray(hrefs(pieces.join(''), resources)))
      },
    ),
    { seed: 7, numRuns: 3000 },
  )
})

/** The distinct `a[href]` of the tree, templates left out. */
function treeHrefs(html: string): string[] {
  const found = new Set<string>()
  const waiting: unknown[] = [parse(html, { scriptingEnabled: false })]
  for (let node = waiting.pop() as TreeNode | undefined; node !== undefined; node = waiting.pop() as TreeNode | undefined) {
    const href = node.tagName === 'a' ? node.attrs?.find(attribute => attribute.name === 'href') : undefined
    if (href !== undefined) found.add(href.value)
    waiting.push(...(node.childNodes ?? []))
  }
  return [...found].sort()
}

type TreeNode = { tagName?: string; attrs?: { name: string; value: string }[]; childNodes?: TreeNode[] }

test('nested svg is kept track of up to its limit', () => {
  const titleAfter = (depth: number) => scanPage(`${'<svg>'.repeat(depth)}${'</svg>'.repeat(limits.foreignDepth)}<title>x</title>`).title
  assert.equal(titleAfter(limits.foreignDepth), 'x')
  // One is open still, which is not known any more; one below the limit it is.
  assert.equal(titleAfter(limits.foreignDepth + 1), 'x')
  assert.equal(
    scanPage(`${'<svg>'.repeat(limits.foreignDepth)}${'</svg>'.repeat(limits.foreignDepth - 1)}<title>x</title>`).title,
    undefined,
  )
})
