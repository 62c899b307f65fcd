import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeHTML } from 'entities'
import { parse } from 'parse5'
import { textBytes } from '../../src/page/markup/page-bytes.ts'
import { walkMarkup } from '../../src/page/markup/walk-markup.ts'
import { scanPage } from '../../src/page/scan-page.ts'
import { casesMissing, readCaseFile, readCaseNames } from './cases.ts'

type Token = readonly ['Character' | 'StartTag' | 'EndTag' | 'Comment' | 'DOCTYPE', string, ...unknown[]]
type TokenCase = {
  readonly description: string
  readonly input: string
  readonly output: readonly Token[]
  readonly initialStates?: readonly string[]
  readonly doubleEscaped?: boolean
}

const rawTags = /^(?:iframe|noembed|noframes|plaintext|script|style|textarea|title|xmp)$/

/** Text, and tags by their names: what the walk tells of a page, comments and document types left out. */
function walked(html: string): string[] {
  const told: string[] = []
  const page = textBytes(html)
  let name = ''
  walkMarkup(page.bytes, {
    text: (start, end) => addText(told, decodeHTML(page.cut(start, end))),
    startTag(_, start, end) {
      name = asciiLower(page.cut(start, end))
      return false
    },
    attribute() {},
    startTagEnd: isSelfClosing => told.push(`<${name}${isSelfClosing ? '/' : ''}`),
    endTag: (_, start, end) => told.push(`</${asciiLower(page.cut(start, end))}`),
  })
  return told
}

function expected(output: readonly Token[]): string[] {
  const told: string[] = []
  for (const [kind, name, , closes] of output) {
    if (kind === 'Character') addText(told, name)
    else if (kind === 'StartTag') told.push(`<${name}${closes === true ? '/' : ''}`)
    else if (kind === 'EndTag') told.push(`</${name}`)
  }
  return told
}

function addText(told: string[], text: string): void {
  const last = told.at(-1)
  if (last?.startsWith('#')) told[told.length - 1] = last + text
  else told.push(`#${text}`)
}

function asciiLower(name: string): string {
  return name.replace(/[A-Z]/g, letter => letter.toLowerCase())
}

test('html5lib tokenizer: tags and text of every page that begins as data', { skip: casesMissing }, () => {
  const cases = readCaseNames('html5lib-tokenizer', '.test')
    .flatMap(
      file => (JSON.parse(Buffer.from(readCaseFile(`html5lib-tokenizer/${file}`)).toString()) as { tests?: TokenCase[] }).tests ?? [],
    )
    // Where the tokenizer begins within something else, and what only the one who makes a tree of it decides: NUL, line ends, raw text.
    .filter(({ initialStates = ['Data state'], doubleEscaped = false }) => initialStates.includes('Data state') && !doubleEscaped)
    .filter(
      ({ input, output }) =>
        !/[\0\r\ud800-\udfff]/.test(input) && !output.some(([kind, name]) => kind === 'StartTag' && rawTags.test(name)),
    )
  assert.ok(cases.length >= 4800, String(cases.length))
  for (const { description, input, output } of cases)
    assert.deepEqual(walked(input), expected(output), `${description}: ${JSON.stringify(input)}`)
})

type TreeNode = {
  readonly nodeName: string
  readonly attrs?: readonly { name: string; value: string }[]
  readonly childNodes?: readonly TreeNode[]
}

test('html5lib tree construction: the links of the scan are those of the tree', { skip: casesMissing }, () => {
  const pages = readCaseNames('html5lib-tree-construction', '.dat').flatMap(file => {
    const text = Buffer.from(readCaseFile(`html5lib-tree-construction/${file}`)).toString()
    return text
      .split(/^#data\n/m)
      .slice(1)
      .map(part => part.slice(0, part.indexOf('\n#errors')))
  })
  assert.ok(pages.length >= 1500, String(pages.length))
  // NUL is replaced where a tree is made.
  const different = pages.filter(html => !html.includes('\0') && JSON.stringify(scanned(html)) !== JSON.stringify(treeLinks(html)))
  assert.deepEqual(different, [])
})

function scanned(html: string): string[] {
  return [
    ...new Set(
      scanPage(html)
        .links.filter(({ via }) => via === 'anchor')
        .map(({ href }) => href),
    ),
  ].sort()
}

function treeLinks(html: string): string[] {
  const hrefs = new Set<string>()
  const visit = ({ nodeName, attrs = [], childNodes = [] }: TreeNode) => {
    const href = nodeName === 'a' ? attrs.find(({ name }) => name === 'href' || name === 'xlink:href') : undefined
    if (href !== undefined) hrefs.add(href.value.trim())
    for (const child of childNodes) visit(child)
  }
  visit(parse(html, { scriptingEnabled: false }) as TreeNode)
  return [...hrefs].sort()
}
