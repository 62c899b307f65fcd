import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { DefaultTreeAdapterTypes } from 'parse5'
import { parse } from 'parse5'
import { parseSoup } from '../index.ts'
import type { AnyNode, SoupNode } from '../tree/node.ts'
import { isBranch } from '../tree/walk.ts'

/** What pages are made of, and what breaks them; no select, whose rules parse5 has not yet. */
const pieces =
  `< > </ a b x / = " ' & ; <p> </p> <b> </b> <i> <a> </a> <table> <tr> <td> </table> <caption> <svg> </svg> <math> <mi> <title> </title>
  <script> </script> <style> <textarea> </textarea> <pre> <template> </template> <plaintext> <br/> <img <!-- --> --!> -- ---> <!-> <! <? ]]> <![CDATA[ &amp; &lt
  &notit; é 😀 href class href="x&amp;y=1" title='a<b' data-x=1/ A CLASS=Q <a/href=x> <noscript> <frameset> <form> <li> <h1> </h2> <nobr> <button>`.split(
    /\s+/,
  )
const blanks = [' ', '\n', '\r\n', '\r', '\t', '\f', '\0', '  \n  ', 'some words of text ']

test('the short way of the tokenizer builds the tree that parse5 builds', () => {
  const markup = fc.array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...pieces) }, fc.constantFrom(...blanks)), { maxLength: 24 })
  fc.assert(
    fc.property(markup, parts => {
      const html = parts.join('')
      assert.equal(outline(parseSoup(html)), outlineOfParse5(parse(html, { scriptingEnabled: false })))
    }),
    { seed: 11, numRuns: 4000 },
  )
})

test('wherever a page is cut, the tree is the same as parse5 makes of the piece', () => {
  const page = `<!DOCTYPE html><html lang=en><head><title>A &amp; B</title><script>if (a < b) "</p>"</script></head>\n<body class="a  b">
<h1 id='x'>One <em>two</em></h1><!-- note --><p>Text&nbsp;here<br/><a href="/x?a=1&amp;b=2" title="it's">link</a><pre>\n\n pre</pre><textarea>\nx</textarea></body></html>`
  for (let end = 0; end <= page.length; end++) {
    const html = page.slice(0, end)
    assert.equal(outline(parseSoup(html)), outlineOfParse5(parse(html, { scriptingEnabled: false })), JSON.stringify(html))
  }
})

type Line = (depth: number) => string

function outline(root: SoupNode): string {
  const lines: string[] = []
  const waiting: [node: SoupNode, depth: number][] = [[root, 0]]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, depth] = next
    lines.push(lineOf(node)(depth))
    if (isBranch(node)) waiting.push(...node.contents.map((child): [SoupNode, number] => [child, depth + 1]).reverse())
  }
  return lines.join('\n')
}

function lineOf(node: SoupNode): Line {
  const own = node as AnyNode
  switch (own.kind) {
    case 'tag':
      return lineWith(
        `<${own.name} ${own.namespace} ${own.list.map(({ prefix = '', name, value }) => `${prefix}|${name}=${value}`).join(' ')}`,
      )
    case 'doctype':
      return lineWith(`!${own.root}|${own.publicId}|${own.systemId}`)
    case 'document':
      return lineWith('')
    default:
      return lineWith(`${own.kind} ${own.value}`)
  }
}

function lineWith(text: string): Line {
  return depth => `${' '.repeat(depth)}${text}`
}

function outlineOfParse5(root: DefaultTreeAdapterTypes.Document): string {
  const lines: string[] = []
  const waiting: [node: DefaultTreeAdapterTypes.Node, depth: number][] = [[root, 0]]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, depth] = next
    if ('tagName' in node) {
      const attributes = node.attrs.map(({ prefix = '', name, value }) => `${prefix}|${name}=${value}`).join(' ')
      lines.push(lineWith(`<${node.tagName} ${node.namespaceURI} ${attributes}`)(depth))
    } else if ('systemId' in node) lines.push(lineWith(`!${node.name}|${node.publicId}|${node.systemId}`)(depth))
    else if ('data' in node) lines.push(lineWith(`comment ${node.data}`)(depth))
    else if ('value' in node) lines.push(lineWith(`text ${node.value}`)(depth))
    else lines.push(lineWith('')(depth))
    const inside = 'content' in node ? node.content.childNodes : 'childNodes' in node ? node.childNodes : []
    waiting.push(...inside.map((child): [DefaultTreeAdapterTypes.Node, number] => [child, depth + 1]).reverse())
  }
  return lines.join('\n')
}
