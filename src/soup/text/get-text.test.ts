import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CData, parseFragment, parseSoup } from '../index.ts'
import { strip } from './strip.ts'

const soup = parseFragment(
  '<p> one <b>two</b><!--c--><script>s</script><style>y</style></p><template>t<i>u</i>v</template><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>\n',
)

test('the text of an element is what a reader sees of it', () => {
  assert.equal(soup.getText(), ' one two漢\n')
  assert.equal(soup.text, soup.getText())
  assert.equal(soup.getText('|'), ' one |two|漢|\n')
  assert.equal(soup.getText({ strip: true, separator: '|' }), 'one|two|漢')
  assert.deepEqual([...soup.strings], [' one ', 'two', '漢', '\n'])
  assert.deepEqual([...soup.strippedStrings], ['one', 'two', '漢'])
})

test('a script, a style, a template, an annotation say what they hold', () => {
  const texts = ['script', 'style', 'template', 'rt', 'rp', 'ruby'].map(name => soup.find(name)?.text)
  assert.deepEqual(texts, ['s', 'y', 'tuv', 'kan', '(', '漢'])
  assert.equal(soup.find('i')?.text, '', 'within a template all text is the template')
  assert.equal(soup.find('i')?.getText({ kinds: ['template'] }), 'u')
  assert.equal(parseFragment('<template>a<script>b</script>c</template>').find('template')?.text, 'ac')
})

test('kinds are taken as they are named', () => {
  const kinds = ['text', 'script', 'style', 'template', 'rt', 'rp', 'comment', 'doctype', 'cdata', 'pi'] as const
  const taken = kinds.map(kind => soup.getText({ kinds: [kind], separator: '|' }))
  assert.deepEqual(taken, [' one |two|漢|\n', 's', 'y', 't|u|v', 'kan', '(|)', 'c', '', '', ''])
  assert.equal(soup.getText({ kinds: ['comment', 'script', 'rt'] }), 'cskan')
  assert.equal(soup.getText({ kinds: [] }), '')
  assert.equal(parseSoup('<!DOCTYPE html>x').getText({ kinds: ['doctype'] }), 'html')
  const tag = parseFragment('<p>').find('p')!
  tag.append('a', new CData('b'))
  assert.deepEqual([tag.text, tag.getText({ kinds: ['cdata'] })], ['ab', 'b'])
})

test('a container that moves is counted where it stands', () => {
  const page = parseFragment('<p>a<b>x</b></p><script></script>')
  page.find('script')!.append(page.find('b')!)
  assert.deepEqual([page.text, page.getText({ kinds: ['script'] }), page.find('b')?.text], ['a', 'x', ''])
})

test('white space is that of Python: no mark of byte order, but the separators of ASCII', () => {
  assert.equal(strip('\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\u00a0\u2003\u2028\u3000x \ufeff'), 'x \ufeff')
  assert.deepEqual([strip(''), strip('   '), strip('x')], ['', '', 'x'])
  assert.equal(strip(`${' '.repeat(1_000_000)}x${' '.repeat(1_000_000)}`), 'x')
})
