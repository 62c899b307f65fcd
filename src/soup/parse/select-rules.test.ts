import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseFragment, parseSoup } from '../index.ts'

/** The rules for `select` of 2025 (HTML, section 13.2.6.4.7), beside those of html5lib-tests. */
function builds(cases: readonly (readonly [html: string, body: string])[], parse: (html: string) => string): void {
  for (const [html, body] of cases) assert.equal(parse(html), body, html)
}

const body = (html: string) => parseSoup(`<!DOCTYPE html>${html}`).body?.innerHtml ?? ''
const option = '<option></option>'

test('a select, and an input, end an open select; the second select is nothing more', () => {
  builds(
    [
      ['<select><select>x', '<select></select>x'],
      ['<select><p><select>x', '<select><p></p></select>x'],
      ['<select><input>x', '<select></select><input>x'],
      ['<select><div><input>x', '<select><div></div></select><input>x'],
      ['<select></select></select>x', '<select></select>x'],
      ['<select><p></select>x', '<select><p></p></select>x'],
      ['<select><svg><g></select>x', '<select><svg><g></g></svg></select>x'],
      ['<select><p><svg></select>x', '<select><p><svg></svg></p></select>x'],
      ['<select><svg><desc></select>x', '<select><svg><desc>x</desc></svg></select>'],
      ['<select><object><select>x', '<select><object><select>x</select></object></select>'],
      ['<svg><select><select><input>x', '<svg><select><select><input>x</input></select></select></svg>'],
    ],
    body,
  )
})

test('options and groups close what they must, at any depth', () => {
  builds(
    [
      ['<select><option>1<option>2', '<select><option>1</option><option>2</option></select>'],
      [
        '<select><optgroup><option>1<optgroup><option>2',
        '<select><optgroup><option>1</option></optgroup><optgroup><option>2</option></optgroup></select>',
      ],
      ['<select><option><p>1<option>2', '<select><option><p>1</p></option><option>2</option></select>'],
      ['<select><div><option>1</div><option>2', '<select><div><option>1</option></div><option>2</option></select>'],
      ['<select><option><b>1<option>2', '<select><option><b>1<option>2</option></b></option></select>'],
      ['<select><option>1<hr><option>2', '<select><option>1</option><hr><option>2</option></select>'],
      ['<select><optgroup><option>1<hr>', '<select><optgroup><option>1</option></optgroup><hr></select>'],
      ['<select><option><p><b>1<hr>', '<select><option><p><b>1</b></p></option><hr></select>'],
      ['<option>1<option>2<optgroup>', `<option>1</option><option>2</option><optgroup></optgroup>`],
    ],
    body,
  )
})

test('nearly anything stands in a select, and bounds are kept', () => {
  builds(
    [
      ['<select><div><b>x</b></div><img><button>y</button>', '<select><div><b>x</b></div><img><button>y</button></select>'],
      ['<button><select><button>x', '<button><select><button>x</button></select></button>'],
      ['<p><select><p>x', '<p><select><p>x</p></select></p>'],
      ['<li><select><li>x', '<li><select><li>x</li></select></li>'],
      ['<h1><select></h1>x', '<h1><select>x</select></h1>'],
      ['<b><select></b>x', '<b><select>x</select></b>'],
      ['<div><select></div>x', '<div><select>x</select></div>'],
      ['<select></body>x', '<select>x</select>'],
      ['<select><textarea>x</textarea><keygen>', '<select><textarea>x</textarea><keygen></select>'],
      [
        '<select><script>x</script><style>y</style><template><option></template>',
        `<select><script>x</script><style>y</style><template>${option}</template></select>`,
      ],
    ],
    body,
  )
})

test('tables around a select and within', () => {
  builds(
    [
      ['<table><select><option>x<tr><td>y', '<select><option>x</option></select><table><tbody><tr><td>y</td></tr></tbody></table>'],
      [
        '<table><tr><td><select><option>x<td>y',
        '<table><tbody><tr><td><select><option>x</option></select></td><td>y</td></tr></tbody></table>',
      ],
      ['<table><caption><select><td>x', '<table><caption><select></select></caption><tbody><tr><td>x</td></tr></tbody></table>'],
      ['<table><select><input type=HIDDEN>x', '<select><input type="HIDDEN">x</select><table></table>'],
      ['<table><select><input>x', '<select></select><input>x<table></table>'],
      [
        '<select><table><tr><td><option>x<input>y',
        `<select><table><tbody><tr><td><option>x<input>y</option></td></tr></tbody></table></select>`,
      ],
      ['<select><table>x', '<select>x<table></table></select>'],
    ],
    body,
  )
})

test('a fragment that stands in a select, an option, a template', () => {
  const within = (context: string) => (html: string) => parseFragment(html, context).toString()
  builds(
    [
      ['<option>1<option>2', '<option>1</option><option>2</option>'],
      ['x<select>y<input>z', 'xyz'],
      ['<svg><desc><input>z', '<svg><desc>z</desc></svg>'],
      ['<div><hr></select>', '<div><hr></div>'],
    ],
    within('select'),
  )
  builds(
    [
      ['1<option>2', '1<option>2</option>'],
      ['<select><input>', '<select></select><input>'],
    ],
    within('option'),
  )
  builds(
    [
      ['<tr><td><select><tr>', '<tr><td><select></select></td></tr><tr></tr>'],
      ['<select><option>x', '<select><option>x</option></select>'],
    ],
    within('template'),
  )
  builds([['<select><tr>x', '<select>x</select>']], within('td'))
  builds([['<select><td>x', '<select></select><td>x</td>']], within('tr'))
})

test('a context of SVG is no row of a table', () => {
  assert.equal(parseFragment('<desc><select></select><td>x', 'svg tr').toString(), '<desc><select></select>x</desc>')
})

test('a select in a template is followed by what the template takes', () => {
  assert.equal(parseSoup('<template><select></select><tr><td>x').head?.innerHtml, '<template><select></select>x</template>')
  assert.equal(
    parseSoup('<template><tr><td><select></template><title>y').head?.innerHtml,
    '<template><tr><td><select></select></td></tr></template><title>y</title>',
  )
})
