import assert from 'node:assert/strict'
import { SaxesParser } from 'saxes'
import { CrawlError } from '../../../src/base/crawl-error.ts'
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
  Tag,
  tables,
  toMarkdown,
  xpath,
  xpathValue,
} from '../../../src/soup/index.ts'
import type { FuzzTarget } from '../fuzz-target.ts'
import { textOf } from '../fuzz-target.ts'
import { htmlSeeds, htmlWords } from './page-targets.ts'

const url = 'http://a.example/b/c'

/** The tree, and all that reads it. Of our tokenizer's short way and parse5's own, which the places in the source need, one tree. */
export const soupTarget: FuzzTarget = {
  name: 'soup',
  seeds: htmlSeeds,
  words: htmlWords,
  readings: 16,
  check(input) {
    const html = textOf(input)
    const soup = parseSoup(html)
    const written = soup.toString()
    assert.equal(parseSoup(html, { sourceLocations: true }).toString(), written)
    const copy = soup.clone()
    assert.ok(copy.equals(soup))
    assert.equal(copy.toString(), written)
    let nodes = 0
    for (const node of soup.descendants) {
      nodes++
      assert.ok(node.parent !== null && (node.nextSibling === null || node.nextSibling.previousSibling === node))
    }
    assert.ok(
      nodes <= 2 * input.length + 8 || html.includes('<b') || html.includes('<a') || html.includes('<i') || html.includes('<f'),
      String(nodes),
    )
    parseFragment(html, 'select').toString()
    parseFragment(html, 'svg path').prettify()
    soup.getText({ strip: true })
    toMarkdown(soup, { baseUrl: url })
    article(soup, url)
    for (const form of forms(soup, url)) typed(() => submission(form))
    for (const { rows } of tables(soup)) assert.ok(rows.every(row => row.length === rows[0]!.length))
    metadata(soup, url)
    outline(soup)
    diagnose(html)
    compareLinks(html, url)
  },
}

const page =
  parseSoup(`<!DOCTYPE html><html lang=en><body class="a b"><h1 id=x>One <em>two</em></h1><p title='it"s'>t<a href="/x?a=1">l</a></p>
<ul><li>1<li class=a>2<li>3</ul><form><input type=radio checked name=r><input disabled><select><option>o</select></form><svg><a xlink:href=q /></svg></body></html>`)
const tags = page.descendants.filter(node => node instanceof Tag).toArray()

export const selectorTarget: FuzzTarget = {
  name: 'selector',
  seeds: [
    'a > b c + d ~ e, #x.a[b="c" i]',
    ':not(:is(a, b), :has(> c)):nth-child(2n + 1 of li)',
    'svg|a, *|*, |a, [*|href$=q], [title|=it]',
    ':-soup-contains("a", b):lang("en-*"):dir(ltr):root:empty',
    '\\31 23\\000041 x\\:y::before',
    ':nth-last-of-type(-n+3):checked:disabled:default:only-child/* c */',
  ],
  words: [
    ':not(',
    ':is(',
    ':has(',
    ':where(',
    ')',
    ':nth-child(',
    '2n+1',
    ' of ',
    ':nth-last-child(odd)',
    '[',
    ']',
    '=',
    '~=',
    '|=',
    '^=',
    '*|',
    ' i]',
    '"',
    "'",
    '\\',
    '\\0',
    '\\110000 ',
    '>',
    '+',
    '~',
    ',',
    '#x',
    '.a',
    '/*',
    '*/',
    '--',
    '-',
    '\u00e4',
    ':lang(',
    ':-soup-contains(',
    ':dir(rtl)',
    '__proto__',
    ':constructor',
  ],
  readings: 3,
  check(input) {
    const selector = textOf(input)
    const found = typed(() => page.select(selector))
    if (found !== undefined) {
      // Compared by hand: a difference of two trees is no message that anybody could read.
      const expected = tags.filter(tag => tag.matches(selector))
      assert.ok(found.length === expected.length && found.every((tag, index) => tag === expected[index]), 'select finds what matches')
    }
    const name = selector.slice(0, 40)
    if (name !== '') page.select(`#${cssEscape(name)}`)
  },
}

export const xpathTarget: FuzzTarget = {
  name: 'xpath',
  seeds: [
    '//*[@id]/ancestor::*[1] | //a/@href',
    'count(//li[position() > 1 and not(@class = "a")]) * -2.5 div 3 mod 4',
    'concat(string(//h1), substring("abc", 2, 1), translate("a", "b", "c"), normalize-space(.))',
    '(//li)[last()]/preceding-sibling::node()[self::li or self::text()]',
    '(//li | //ul/li)[2] | //li[1]',
    'id("x")/following::*[starts-with(name(), "l")]/..',
    'sum(//@*[. != 0]) >= round(1.5) or true()',
    '$v = //processing-instruction("a")/comment()',
  ],
  words: [
    '//',
    '/',
    '::',
    '@',
    '*',
    '..',
    '.',
    '[',
    ']',
    '(',
    ')',
    '|',
    ' and ',
    ' or ',
    ' div ',
    ' mod ',
    '=',
    '!=',
    '<=',
    'ancestor::',
    'following::',
    'preceding::',
    'namespace::',
    'last()',
    'position()',
    'count(',
    'string(',
    'id(',
    '$v',
    '"',
    "'",
    '1e9',
    '-',
    ',',
    'node()',
    'text()',
    '__proto__',
    'constructor',
  ],
  readings: 16,
  check(input) {
    const expression = textOf(input)
    const options = { variables: { v: 'x' }, namespaces: { s: 'http://www.w3.org/2000/svg' }, mostSteps: 50_000 }
    const value = typed(() => xpathValue(page, expression, options))
    assert.ok(value === undefined || ['string', 'number', 'boolean'].includes(typeof value))
    const nodes = typed(() => xpath(page, expression, options))
    assert.equal(new Set(nodes).size, nodes?.length ?? 0, 'no node twice')
  },
}

export const xmlTarget: FuzzTarget = {
  name: 'xml',
  seeds: [
    '<?xml version="1.0"?><a xmlns="b" xmlns:c="d"><c:e f="g" c:h=\'i\'/>&lt;&#65;<![CDATA[x]]><!-- y --><?z w?></a>',
    '<!DOCTYPE a PUBLIC "b" "c" [<!ENTITY d "e"><!-- ] --> ]><a>&d;</a>',
    '<a><b></a></b>',
  ],
  words: [
    '<a>',
    '</a>',
    '<b ',
    '/>',
    'xmlns:c="',
    'xmlns=""',
    'c:',
    '="',
    '"',
    "'",
    '&amp;',
    '&#x0;',
    '&#x41;',
    '&#x110000;',
    '&d;',
    '&',
    '<![CDATA[',
    ']]>',
    '<!--',
    '--',
    '-->',
    '<?xml ',
    '?>',
    '<!DOCTYPE a ',
    '[',
    ']>',
    '\r\n',
    '\0',
    '\ufffe',
    '\ue000',
    '\u00e4',
  ],
  readings: 4,
  check(input) {
    const text = textOf(input)
    parseXml(text, { report: () => {} }).toString()
    const problem = checkXml(text)
    assert.ok(problem === undefined || (problem.line >= 1 && problem.column >= 1 && problem.what !== ''))
    // Of document types saxes reads less than the standard has, so that it is no judge of them.
    if (/<!doctype|<\?xml/i.test(text)) return
    assert.equal(problem === undefined, isWellFormed(text), `${problem?.what ?? 'no problem'}; saxes disagrees`)
  },
}

function isWellFormed(xml: string): boolean {
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', error => {
    throw error
  })
  try {
    parser.write(xml).close()
    return true
  } catch {
    return false
  }
}

/** What is given; undefined where it is refused as it should be. */
function typed<Value>(work: () => Value): Value | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof CrawlError) return undefined
    throw error
  }
}
