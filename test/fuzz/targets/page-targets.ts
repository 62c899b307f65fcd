import assert from 'node:assert/strict'
import { decodeText, encodingOf, sniffEncoding } from '../../../src/base/encoding.ts'
import { limits } from '../../../src/base/limits.ts'
import {
  countTags,
  createWordCounter,
  decodePieces,
  parseSitemap,
  pictureOf,
  resolveLinks,
  scanPage,
  visibleText,
} from '../../../src/page/index.ts'
import { parseRefresh } from '../../../src/page/parse-refresh.ts'
import { parseSrcset } from '../../../src/page/parse-srcset.ts'
import type { FuzzTarget } from '../fuzz-target.ts'
import { textOf } from '../fuzz-target.ts'

export const htmlSeeds = [
  '<!DOCTYPE html><html lang=en><head><title>A &amp; B</title><base href="/x/"><link rel=canonical href=y><meta name=robots content=noindex></head><body><a href="z?a=1&amp;b=2">t</a></body></html>',
  '<form action=/q method=post><input name=a value=b><select name=s><option selected>1<option>2</select><textarea name=t>\nx</textarea><button>go</button></form>',
  '<table><caption>c</caption><tr><th rowspan=2>a<td colspan=3>b</tr><tr>c</table><p><b><i>x</p>y</b></i>',
  '<svg><title>s</title><a xlink:href=q /></svg><math><mi>x</mi></math><template><td>x</template><noscript><img src=n></noscript>',
  '<img srcset="a 1x, b 2x" alt=q><meta http-equiv=refresh content="5; url=\'/next\'"><script type="application/ld+json">{"@type":"Article","__proto__":{"a":1}}</script>',
  '<div itemscope itemtype="http://schema.org/Book" itemref=c><span itemprop=constructor>n</span></div><p id=c itemprop=__proto__>v</p>',
  '<h1>One</h1><ul><li>a<ol><li>b</ol></ul><blockquote>q<pre><code>x\n</code></pre></blockquote><article><p>Words, and more words of it.</p></article>',
]
export const htmlWords = [
  ' ',
  '\n',
  '\t',
  '\f',
  ...`<!-- --> --!> <![CDATA[ ]]> <!doctype <? </ < > /> <a <b> </b> <p> </p> <table> <tr> <td> </table> <select> <option> </select> <form> <input <textarea> </textarea>
  <script> </script> <style> <title> </title> <svg> </svg> <math> <template> </template> <frameset> <plaintext> <li> <h1> <br> <img <base <meta <link href= src= name= type= content= charset=
  srcset= rowspan= colspan= itemprop= itemref= itemscope id= class= " ' = & &amp; &lt &#x41; &#0; &notit; \0 __proto__ constructor toString javascript: data: ../ \ue000 \u2028 \u00e4`.split(
    /\s+/,
  ),
]

export const scanTarget: FuzzTarget = {
  name: 'scan',
  seeds: [...htmlSeeds, "5; url='/next'", 'a 1x, b (c,d) 2x,'],
  words: htmlWords,
  readings: 4,
  check(input) {
    const html = textOf(input)
    for (const resources of [false, true]) {
      const scan = scanPage(html, { resources })
      assert.ok((scan.title ?? '').length <= limits.titleLength && !/^\s|\s$|\s\s/.test(scan.title ?? ''), scan.title)
      for (const { href, text = '' } of scan.links) {
        assert.doesNotMatch(href, /^[\0- ]|[\0- ]$/)
        assert.ok(text.length <= limits.anchorLength && !/\n/.test(text))
      }
      for (const { url } of resolveLinks(scan, 'http://a.example/b/c').links) assert.match(url, /^https?:\/\/[!-~]+$/)
    }
    assert.doesNotMatch(visibleText(html), /^\s|\s$|\n\n| \n|\n /)
    for (const name of countTags(html).keys()) assert.equal(name, name.toLowerCase())
    for (const url of parseSrcset(html)) assert.doesNotMatch(url, /[\t\n\f\r ]|,$/)
    assert.notEqual(parseRefresh(html), '')
    const counter = createWordCounter()
    counter.add(html)
    const counted = counter.most().reduce((sum, { count }) => sum + count, 0)
    assert.equal(counted, counter.words)
  },
}

export const sitemapTarget: FuzzTarget = {
  name: 'sitemap',
  seeds: [
    '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://a/&amp;</loc><lastmod>2020-01-01</lastmod></url><url><loc><![CDATA[http://b/]]></loc><x:y>z</x:y></url></urlset>',
    '<sitemapindex><sitemap><loc> http://a/s.xml </loc></sitemap></sitemapindex>',
    '<rss><channel><item><link>/a</link><guid>http://a/</guid><pubDate>x</pubDate></item></channel></rss>',
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="alternate" href="/a"/><updated>x</updated></entry></feed>',
    'http://a/\nhttp://b/\r\nnothing\n',
    '<!DOCTYPE urlset [<!ENTITY a "b">]><urlset><url><loc>http://a/&a;</loc></url></urlset>',
  ],
  words: [
    '<url>',
    '</url>',
    '<loc>',
    '</loc>',
    'http://a/',
    'http://[',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<!DOCTYPE a [',
    ']>',
    '&amp;',
    '&a;',
    '<a:',
    '/>',
    '<item>',
    '<guid>',
    '<entry>',
    '<link href="',
    '\x1f\x8b\x08',
    '\xef\xbb\xbf',
    '<?xml encoding="utf-16"?>',
    '\n',
  ],
  readings: 2,
  check(input) {
    const sitemap = parseSitemap(input, { url: 'http://a.example/b/' })
    const { urls, sitemaps, errors } = sitemap
    assert.ok(urls.length + sitemaps.length <= limits.sitemapUrls && errors.length <= limits.sitemapErrors)
    for (const address of [...urls.map(({ loc }) => loc), ...sitemaps]) {
      assert.match(address, /^(?:https?|ftps?):\/\//i)
      assert.ok(URL.canParse(address), address)
      assert.equal(address, address.trim())
    }
    for (const { lastmod = 'x', changefreq = 'x', priority = 'x' } of urls) {
      for (const field of [lastmod, changefreq, priority]) assert.ok(field !== '' && field.length <= limits.sitemapFieldLength)
    }
  },
}

/** The first byte chooses the charset that the server names. */
export const charsetTarget: FuzzTarget = {
  name: 'charset',
  seeds: [
    '0<meta charset=utf-8>\u00e4',
    '1<meta http-equiv=content-type content="text/html; charset=iso-2022-jp">\x1b$B',
    '2<?xml version="1.0" encoding="utf-16"?><a>',
    '3<!-- <meta charset=x> --><script><meta charset=gb18030></script><meta charset = "shift_jis" >',
    Uint8Array.from([0x30, 0xff, 0xfe, 0x41, 0, 0x3d, 0xd8, 0, 0xde]),
  ],
  words: [
    '<meta ',
    'charset=',
    'content="',
    'http-equiv=content-type ',
    '<!--',
    '-->',
    '<script>',
    '</script>',
    '<?xml encoding=',
    '"',
    "'",
    '>',
    'utf-16',
    'x-user-defined',
    'replacement',
    '\xef\xbb\xbf',
    '\xfe\xff',
    '\xed\xa0\x80',
    '\x1b$B',
    ' ',
    '/',
  ],
  readings: 4,
  async check(input) {
    const charset = [undefined, 'utf-8', 'nothing', 'gb18030', 'replacement', 'utf-16le', '\0', 'ISO-8859-1'][(input[0] ?? 0) % 8]
    const bytes = input.subarray(1)
    for (const given of [undefined, charset]) {
      const { encoding, source } = sniffEncoding(bytes, given)
      assert.equal(encodingOf(encoding) ?? encoding, encoding)
      assert.ok(source !== 'transport' || given !== undefined)
      const text = decodeText(bytes, encoding)
      assert.ok(text.isWellFormed())
      if (bytes.length > limits.prescanBytes) continue
      // Shorter than the prescan all of it is waited for; the last bytes come one by one.
      let streamed = ''
      for await (const piece of decodePieces(pieces(bytes), () => given)) streamed += piece
      assert.equal(streamed, text)
    }
    encodingOf(Buffer.from(bytes).toString('latin1'))
  },
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7)
}

const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 2, 0, 0, 0, 3, 8, 2, 0, 0, 0])
const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8, 0, 3, 0, 2, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0])

/** Its library is not ours, its time is. */
export const pictureTarget: FuzzTarget = {
  name: 'picture',
  seeds: [
    png,
    jpeg,
    Buffer.from('GIF89a\x02\0\x03\0', 'latin1'),
    '<svg width="2" height="3" viewBox="0 0 2 3">',
    Buffer.from('RIFF\x20\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x02\0\x03\0', 'latin1'),
    Buffer.from('\0\0\0\x0cJXL \r\n\x87\n\0\0\0\x14ftypjxl \0\0\0\0jxl \0\0\0\x10jxlc\xff\x0a\0\0\0\0\0\0', 'latin1'),
    Buffer.from(
      '\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x30meta\0\0\0\0\0\0\0\x24iprp\0\0\0\x1cipco\0\0\0\x14ispe\0\0\0\0\0\0\0\x02\0\0\0\x03',
      'latin1',
    ),
    Buffer.from('\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 \0\0\0\0jp2 \0\0\0\x2djp2h\0\0\0\x16ihdr\0\0\0\x03\0\0\0\x02', 'latin1'),
    Buffer.from('II*\0\x08\0\0\0\x02\0\0\x01\x03\0\x01\0\0\0\x02\0\0\0\x01\x01\x03\0\x01\0\0\0\x03\0\0\0', 'latin1'),
    Buffer.from('icns\0\0\0\x20ic07\0\0\0\x18', 'latin1'),
    Buffer.from('\0\0\x01\0\x01\0\x10\x10', 'latin1'),
  ],
  words: [
    '\0\0\0\0',
    '\0\0\0\x01',
    '\xff\xff\xff\xff',
    'meta',
    'iprp',
    'ipco',
    'ispe',
    'ftyp',
    'jxlp',
    'jxlc',
    'jp2h',
    'VP8L',
    'VP8X',
    'Exif\0\0',
    'MM\0*',
    '\xff\xe1',
    '\xff\xc2',
    'icns',
    '<svg ',
    'viewBox="',
    'width="',
    'height="',
  ],
  async check(input) {
    const picture = await pictureOf(input)
    if (picture === undefined) return
    assert.ok(picture.width > 0 && picture.height > 0 && picture.format !== '')
  },
}
