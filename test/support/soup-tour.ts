import type * as SoupDoor from '../../src/soup/index.ts'

/**
 * A walk through the soup whose findings are plain data. It stands on nothing but what it is given, so that its source can be sent to a
 * browser.
 */
export function soupTour({ parseSoup, parseFragment, cssEscape, TextNode, CrawlError }: typeof SoupDoor): unknown {
  const page = `<html><head><title>The Dormouse's story</title></head>
<body><p class="title"<b>The Dormouse's story</b></p>
<p class="story">Once upon a time there were <a href=/elsie class="sister first" id=link1>Elsie</a>,
<a href='/lacie' class=sister id=link2>Lacie</A> &amp; <a href="/tillie" class="sister" id="link3">Tillie</a>
<table><tr><td>1<td>2</table><select><option>one<option selected>two</select><svg viewBox="0 0 1 1"><path d="M0"/></svg>
<!-- end --><pre> as
  is </pre><script>if (1 < 2) { document.write("<b>") }</script>`
  const soup = parseSoup(page)
  const stray = parseFragment('<li>x<li>y')
  const changed = soup.clone()
  changed.tag('p')?.replaceWith(stray, new TextNode('z'))
  changed.tag('a')?.wrap(soup.newTag('b', { class: ['x', 'y'] }))
  const bytes = Uint8Array.from('<meta charset=iso-8859-2><title>\xbelu\xbb</title>', character => character.charCodeAt(0))
  const japanese = parseSoup(new Uint8Array([0x93, 0xfa, 0x96, 0x7b]), { encoding: 'shift_jis' })
  const slip = () => {
    try {
      return soup.select('p[')
    } catch (error) {
      return error instanceof CrawlError ? [error.code, error.message] : 'another error'
    }
  }
  const depth = 50_000
  const deep = parseSoup('<i>'.repeat(depth))
  return {
    whole: soup.outerHtml,
    title: [soup.title?.name, soup.title?.string?.value, soup.title?.parent?.name],
    links: soup.findAll('a', { class: 'sister', href: /ie$/ }).map(tag => [tag.get('href'), tag.classList, tag.text]),
    byId: soup.find({ id: 'link3' })?.outerHtml,
    strings: soup.findAll({ string: /story/ }).map(node => [node.kind, node.value]),
    selected: soup.select(`p.story > a:not(:nth-of-type(2)), #${cssEscape('link2')}, td:-soup-contains("2")`).map(String),
    text: soup.getText(' ', { strip: true }),
    stripped: [...soup.strippedStrings],
    pretty: soup.prettify(),
    theirs: soup.decode({ formatter: { voidSlash: true, sortAttributes: true } }),
    names: soup.descendants.map(node => node.name ?? node.kind).toArray(),
    shortcut: soup.shortcut.body?.p?.get('class'),
    changed: changed.body?.innerHtml,
    encodings: [bytes, new TextEncoder().encode('\ufeffž'), new TextEncoder().encode('ž')].map(given => {
      const { text, encoding, encodingSource } = parseSoup(given)
      return [text, encoding, encodingSource]
    }),
    japanese: [japanese.text, japanese.encoding],
    latin: [...soup.newTag('p', {}, 'ž').encode('latin-1')],
    slip: slip(),
    deep: [deep.findAll('i').length, deep.outerHtml.length, deep.clone().equals(deep)],
  }
}
