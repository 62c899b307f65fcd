import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeHTMLAttribute } from 'entities'
import fc from 'fast-check'
import type { Token } from 'parse5'
import { Tokenizer, TokenizerMode } from 'parse5'
import { attributes } from './names.ts'
import { textBytes } from './page-bytes.ts'
import { walkMarkup } from './walk-markup.ts'

type Told =
  | string
  | { readonly start: string; readonly attributes: Record<string, string>; readonly closes: boolean }
  | { readonly end: string }

const names: ReadonlyMap<number, string> = new Map(Object.entries(attributes).map(([name, bit]) => [bit, name]))

function walked(html: string): Told[] {
  const told: Told[] = []
  const page = textBytes(html)
  let found = new Map<string, string>()
  let name = ''
  walkMarkup(page.bytes, {
    text: (start, end) => addText(told, page.cut(start, end).replace(/\r\n?/g, '\n')),
    startTag(_, start, end) {
      name = page.cut(start, end).toLowerCase()
      found = new Map()
      return true
    },
    attribute(attribute, start, end) {
      const key = names.get(attribute)!
      if (!found.has(key)) found.set(key, decodeHTMLAttribute(page.cut(start, end)).replace(/\r\n?/g, '\n'))
    },
    startTagEnd: closes => told.push({ start: name, attributes: Object.fromEntries(found), closes }),
    endTag: (_, start, end) => told.push({ end: page.cut(start, end).toLowerCase() }),
  })
  return told
}

const modes: Readonly<Record<string, Tokenizer['state']>> = {
  title: TokenizerMode.RCDATA,
  textarea: TokenizerMode.RCDATA,
  script: TokenizerMode.SCRIPT_DATA,
  plaintext: TokenizerMode.PLAINTEXT,
}

/** The same by parse5's tokenizer, of the attributes only those that have a bit. */
function expected(html: string): Told[] {
  const told: Told[] = []
  const text = ({ chars }: Token.CharacterToken) => addText(told, chars)
  const tokenizer = new Tokenizer(
    { sourceCodeLocationInfo: false },
    {
      onComment() {},
      onDoctype() {},
      onEof() {},
      onCharacter: text,
      onNullCharacter: text,
      onWhitespaceCharacter: text,
      onStartTag({ tagName, attrs, selfClosing }) {
        const known = attrs
          .filter(({ name }) => name in attributes || name === 'http-equiv')
          .map(({ name, value }) => [name.replace('http-equiv', 'httpEquiv'), value])
        told.push({ start: tagName, attributes: Object.fromEntries(known), closes: selfClosing })
        const isRaw = /^(?:iframe|noembed|noframes|plaintext|script|style|textarea|title|xmp)$/.test(tagName)
        if (!isRaw) return
        tokenizer.state = modes[tagName] ?? TokenizerMode.RAWTEXT
        tokenizer.lastStartTagName = tagName
      },
      onEndTag: ({ tagName }) => void told.push({ end: tagName }),
    },
  )
  tokenizer.write(html, true)
  return told
}

function addText(told: Told[], text: string): void {
  const last = told.at(-1)
  if (typeof last === 'string') told[told.length - 1] = last + text
  else told.push(text)
}

const pieces = fc.constantFrom(
  ...['<', '>', '/', '</', '<!', '<!--', '-->', '--!>', '--', '-', '!', '?', '<?x', '=', '"', "'", ' ', '\n', '\r\n', '\t', '\f'],
  ...['<a', '<A HREF', 'href', 'href=x', 'Http-Equiv=y', 'rel="a b"', "alt='>'", 'class', 'é=1', '&amp;', '<p>', '</p>', '</p x=">">'],
  ...['<script>', '</script>', '<SCRIPT ', '</script ', '<title>', '</title>', '</titles>', '<style>', '</style/', '<xmp>', '</xmp>'],
  ...[
    '<!doctype html>',
    '<!DOCTYPE x "',
    '<![CDATA[',
    ']]>',
    '<textarea>',
    '</TEXTAREA',
    '<iframe>',
    '</iframe>',
    '<div/>',
    '<br/ >',
    '😀',
  ],
)

const scriptPieces = fc.constantFrom('<!--', '-->', '<script>', '<script ', '</script>', '</script/', '</scripts', '-', '>', '!', 'x', '<')

/** Entities of text are told as they are written. */
const undone = (told: Told[]): Told[] => told.map(one => (typeof one === 'string' ? one.replaceAll('&amp;', '&') : one))

test('tags, attributes and text are those of the standard’s tokenizer', () => {
  const sameIn = (begin: string) => (parts: readonly string[]) => {
    const html = begin + parts.join('')
    assert.deepEqual(undone(walked(html)), undone(expected(html)))
  }
  fc.assert(fc.property(fc.array(pieces, { maxLength: 14 }), sameIn('')), { seed: 11, numRuns: 20_000 })
  fc.assert(fc.property(fc.array(scriptPieces, { maxLength: 14 }), sameIn('<script>')), { seed: 11, numRuns: 5_000 })
})

test('inside svg and math nothing is raw text, and CDATA is text', () => {
  const told: string[] = []
  const page = textBytes('<svg><style>x<a></style><![CDATA[ <i> ]] ]]> <![CDATA[ no end ')
  walkMarkup(page.bytes, {
    text: (start, end) => told.push(page.cut(start, end)),
    startTag: ({ name }) => told.push(`<${name}`) < 0,
    attribute() {},
    startTagEnd() {},
    endTag: ({ name }) => void told.push(`</${name}`),
  })
  assert.deepEqual(told, ['<svg', '<style', 'x', '<a', '</style', ' <i> ]] ', ' ', ' no end '])
})
