import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ErrorCodes } from 'parse5'
import { limits } from '../../base/limits.ts'
import { seededRandom } from '../../base/random.ts'
import { openTown } from '../../testing/index.ts'
import { parseSoup } from '../parse/parse-soup.ts'
import { diagnose } from './diagnose.ts'
import { DiagnosingParser } from './diagnosing-parser.ts'
import { hasSentence } from './rules.ts'

const town = await openTown()
after(() => town.close())

const start = '<!doctype html><html><head><title>t</title></head><body>'
/** Codes and columns of what is found behind a start that is in order. */
const found = (html: string) =>
  diagnose(start + html).findings.map(
    ({ line, column, severity, code }) =>
      `${line}:${line === 1 ? column - start.length : column} ${severity === 'note' ? 'note ' : ''}${code}`,
  )

test('the dormouse and the flawed page of the library, line by line (S10, S20, Z70)', async () => {
  const page = async (path: string) => diagnose(await (await fetch(town.url('library', path))).text())
  const dormouse = await page('/dormouse.html')
  assert.deepEqual(
    dormouse.findings.map(({ line, column, code }) => `${line}:${column} ${code}`),
    [
      '1:1 missing-doctype',
      '3:17 missing-whitespace-between-attributes',
      '3:17 unexpected-character-in-attribute-name',
      '3:40 ignored-end-tag',
    ],
  )
  assert.deepEqual([dormouse.mode, dormouse.omitted], ['quirks', 0])
  const [, , , ignored] = dormouse.findings
  assert.deepEqual(ignored, {
    line: 3,
    column: 40,
    severity: 'error',
    code: 'ignored-end-tag',
    what: '</b> ends nothing that is open here; it was left out.',
    rule: 'https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inbody',
  })
  const flawed = await page('/flawed.html')
  const codes = flawed.findings.filter(({ severity }) => severity === 'error').map(({ line, code }) => `${line} ${code}`)
  assert.deepEqual(codes, [
    '1 missing-doctype',
    '5 unclosed-element',
    '5 reopened-element',
    '9 invalid-first-character-of-tag-name',
    '13 invalid-first-character-of-tag-name',
    '14 unclosed-element',
  ])
})

const cases: readonly (readonly [oddity: string, html: string, findings: readonly string[]])[] = [
  ['in order', '<ul><li>a</li></ul><p>b</p><br></body></html>', []],
  [
    'end tags that may be left out',
    '<ul><li>a<li>b</ul><p>c<p>d',
    ['1:10 note implied-end-tag', '1:15 note implied-end-tag', '1:24 note implied-end-tag'],
  ],
  [
    'a table without its body',
    '<table><tr><td>x</table>',
    ['1:8 note implied-element', ...Array<string>(2).fill('1:17 note implied-end-tag')],
  ],
  [
    'text and a tag between cells',
    '<table><tbody><tr>x<td></td><b>y</b></tr></tbody></table>',
    ['1:19 moved-out-of-table', '1:29 moved-out-of-table'],
  ],
  ['marks that cross', '<b>1<i>2</b>3</i>', ['1:5 unclosed-element', '1:9 reopened-element']],
  ['a mark that crosses a block', '<b>1<p>2</b>3</p>', ['1:9 split-element']],
  ['a mark that outlives its paragraph', '<p><b>1</p><p>2</b></p>', ['1:4 unclosed-element', '1:12 reopened-element']],
  ['a link in a link', '<a href=1>x<a href=2>y</a>', ['1:1 unclosed-element']],
  ['headings that do not match', '<h1>x</h2>', ['1:1 unclosed-element']],
  [
    'tags with no place',
    '<tr><form><form></form></li><head>',
    ['1:1 ignored-start-tag', '1:11 ignored-start-tag', '1:24 ignored-end-tag', '1:29 ignored-start-tag'],
  ],
  ['tags nobody wrote', '</p></br>', ['1:1 added-element', '1:5 added-element']],
  ['a second body', '<body class=x><body>', ['1:1 merged-attributes', '1:15 ignored-start-tag']],
  ['an old name', '<image src=x>', ['1:1 renamed-element']],
  ['a slash that closes nothing', '<div/>x', ['1:1 non-void-html-element-start-tag-with-trailing-solidus', '1:1 unclosed-element']],
  ['never closed', '<div><span>x', ['1:1 unclosed-element', '1:6 unclosed-element']],
  ['cut in a script', '<script>x', ['1:1 unclosed-element', '1:10 eof-in-element-that-can-contain-only-text']],
  ['a document type in the middle', '<p>x</p><!doctype html>', ['1:9 misplaced-doctype']],
  [
    'errors of the tokenizer',
    '<p a=1 a=2>&foo; &copy x</p b>',
    [
      '1:9 duplicate-attribute',
      '1:16 unknown-named-character-reference',
      '1:23 missing-semicolon-after-character-reference',
      '1:30 end-tag-with-attributes',
    ],
  ],
  ['SVG', '<svg><g/><path></svg><p>x</p>', ['1:10 unclosed-element']],
]

for (const [oddity, html, findings] of cases) test(`diagnosed: ${oddity}`, () => assert.deepEqual(found(html), findings))

test('what is left out at the begin of a page is a note', () => {
  const { findings, mode } = diagnose('<!doctype html><title>x</title><p>y')
  assert.deepEqual(
    [mode, findings.map(({ severity, code }) => `${severity} ${code}`)],
    ['no-quirks', ['note implied-element', 'note implied-element', 'note implied-element']],
  )
})

test('every error that parse5 knows has its sentence', () => {
  assert.deepEqual(
    Object.values(ErrorCodes).filter(code => !hasSentence(code)),
    [],
  )
})

test('the tree is the one that parseSoup makes', () => {
  const random = seededRandom(10)
  const parts =
    '<p> </p> <b> </b> <i> </i> <a> </a> <table> <tr> <td> </table> <select> <option> </select> <svg> <g/> </svg> <form> </form> x &amp; <br> <li> </ul> <div> </div> <h1> </h2> <template> </template> <!--c--> <script>s</script> <body> <math> <mi>'.split(
      ' ',
    )
  for (let count = 0; count < 2000; count++) {
    const html = Array.from({ length: 2 + Math.floor(random() * 20) }, () => parts[Math.floor(random() * parts.length)]!).join('')
    const watched = new DiagnosingParser(() => {}).read(html)
    assert.equal(watched.toString(), parseSoup(html).toString(), html)
  }
})

test('no more findings than the limit, and how many more there were', () => {
  const { findings, omitted } = diagnose('<a b=1 b=2>'.repeat(5000))
  assert.equal(findings.length, limits.findings)
  assert.ok(omitted > 5000)
  for (const piece of ['<div>', '<b>', '<table>x', '</p>', '<li>', 'x<br>', '<!--x-->']) diagnose(piece.repeat(30_000))
})
