import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countTags } from './count-tags.ts'

test('start tags are counted, whatever their case and whether they are closed (P41)', () => {
  const counts = countTags('<P>One<p class=x>Two</p></P><pre>no p</pre><p/><p\n>')
  assert.deepEqual([counts.get('p'), counts.get('pre'), counts.get('a')], [4, 1, undefined])
})

test('a tag in a comment, a script, a title or an attribute is none', () => {
  const html = '<!-- <p> --><script>"<p>"</script><title><p></title><textarea><p></textarea><a title="<p>"><![CDATA[<p>]]></a><p'
  assert.equal(countTags(html).get('p'), undefined)
  assert.equal(countTags('<svg><title><p></title></svg><template><p></template>').get('p'), 2)
})

test('ten thousand paragraphs, and any text', () => {
  assert.equal(countTags('<p>text '.repeat(10_000)).get('p'), 10_000)
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'<>/p "=!-[svgC'), maxLength: 60 }), html => void countTags(html)),
    { seed: 41 },
  )
})
