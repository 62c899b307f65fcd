import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { SaxesParser } from 'saxes'
import { seededRandom } from '../../base/random.ts'
import { openTown } from '../../testing/index.ts'
import { parseSoup } from '../parse/parse-soup.ts'
import { checkXml } from './check-xml.ts'

const town = await openTown()
after(() => town.close())

test('the flawed page of the library: XML refuses it, Soup reads it (P29)', async () => {
  const flawed = await (await fetch(town.url('library', '/flawed.html'))).text()
  assert.deepEqual(checkXml(flawed), { line: 1, column: 37, what: '"\\TITLE" is no name' })
  const soup = parseSoup(flawed)
  assert.deepEqual(
    soup.findAll('a').map(tag => tag.get('href')),
    ['page1.htm', 'page2.htm'],
  )
  const dormouse = await (await fetch(town.url('library', '/dormouse.html'))).text()
  assert.equal(checkXml(dormouse)?.line, 3)
})

test('what a page of HTML has and XML has not', () => {
  const refused = (xml: string) => checkXml(xml)?.what
  assert.equal(refused('<!doctype html><p/>'), '<!DOCTYPE is written in capitals')
  assert.equal(
    refused('<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN"><p/>'),
    'the document type has a public identifier and no system identifier',
  )
  assert.equal(refused('<!DOCTYPE html PUBLIC "p" "s"><p>&nbsp;</p>'), undefined)
  assert.equal(refused('<!DOCTYPE p><p>&nbsp;</p>'), '&nbsp; stands for nothing')
  assert.equal(refused('<input disabled>'), 'the attribute disabled has no value')
  assert.equal(refused('<p>\u000b</p>'), 'a character that XML does not have: U+000B')
})

const pieces =
  `<a> </a> <b  <b> </b> /> > < x="1" y='2' = " ' &amp; & &#65; &#0; &#x1F600; ; text <!-- --> -- - <![CDATA[ ]]> ] <?pi| <? ?> <n:a| xmlns:n="u"
  xmlns="v" n:x="3" </n:a> é 1 <a:b:c/> xml:lang="de" / <_/> <:a/> xmlns:n="" <!x> . <-`
    .split(/\s+/)
    .concat(' ', '\n', '\u0001', '<\u{1f600}/>', '\u{1f600}', '<?xml version="1.0"?>', '<?pi x?>', ' xmlns:xml="u"', '<b ', '<n:a ')

test('the verdict on 15,000 texts made by chance is that of saxes', () => {
  const random = seededRandom(29)
  const pick = () => pieces[Math.floor(random() * pieces.length)]!
  let wellFormed = 0
  for (let count = 0; count < 15_000; count++) {
    const middle = Array.from({ length: 1 + Math.floor(random() * 8) }, pick).join('')
    const text = `<a${random() < 0.5 ? '>' : ' '}${middle}${random() < 0.7 ? '</a>' : ''}`
    const theirs = saxesVerdict(text)
    if (theirs === undefined) wellFormed++
    assert.equal(checkXml(text) === undefined, theirs === undefined, `${JSON.stringify(text)}: ${checkXml(text)?.what} / ${theirs}`)
  }
  assert.ok(wellFormed > 500, `${wellFormed} were well-formed`)
})

function saxesVerdict(text: string): string | undefined {
  let first: string | undefined
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', ({ message }) => {
    first ??= message
  })
  parser.write(text).close()
  return first
}
