import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { visibleText } from './visible-text.ts'

test('blocks are lines, white space is collapsed', () => {
  const html = `<!doctype html><title>no</title><style>no{}</style><h1>Head &amp;
    line</h1><p>One <b>two</b>three<br>four</p>\n\n<ul><li>five<li>six</ul><table><tr><td>a<td>b</table>
    <!-- no --><script>"<p>no"</script><template><p>no</template><noscript>yes</noscript><textarea>no</textarea>&nbsp;end `
  assert.equal(visibleText(html), 'Head & line\nOne twothree\nfour\nfive\nsix\na\nb\nyes end')
})

test('broken markup gives its text', () => {
  assert.equal(visibleText('a <b c'), 'a')
  assert.equal(visibleText('1 < 2 <![CDATA[ no > yes ]]>'), '1 < 2 yes ]]>')
  assert.equal(visibleText(''), '')
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), text => {
      assert.doesNotMatch(visibleText(`<p>${text}`), /^\s|\s$|\n\n/)
    }),
    { seed: 7, numRuns: 1000 },
  )
})
