import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkLinks } from '../../../test/support/check-links.ts'
import { parseFragment, parseSoup } from '../index.ts'

const page =
  '<!DOCTYPE html PUBLIC "p" "s"><title>t</title><p class="a b" id=x>1<!--2--><b>3</b></p><svg><a xlink:href=y></a></svg><template><i>4</i></template>'

test('a copy is equal and apart', () => {
  const soup = parseSoup(page)
  const copy = soup.clone()
  checkLinks(copy)
  assert.ok(copy.equals(soup) && soup.equals(copy))
  assert.equal(copy.toString(), soup.toString())
  copy.find('b')!.setString('changed')
  copy.find('p')!.set('id', 'z')
  assert.ok(!copy.equals(soup))
  assert.equal(soup.toString(), parseSoup(page).toString())
})

test('a copy of a part stands alone; a shallow one holds nothing', () => {
  const soup = parseSoup(page)
  const paragraph = soup.find('p')!
  const copy = paragraph.clone()
  assert.deepEqual([copy.parent, copy.nextSibling, copy.toString()], [null, null, paragraph.toString()])
  assert.equal(paragraph.clone({ deep: false }).toString(), '<p class="a b" id="x"></p>')
  assert.equal(soup.contents[0]?.clone().outerHtml, '<!DOCTYPE html PUBLIC "p" "s">')
  assert.equal(soup.clone({ deep: false }).contents.length, 0)
  for (const node of soup.descendants) assert.ok(node.clone().equals(node) && node.clone() !== node)
})

test('equal: kind, name, attributes in any order, strings and shape', () => {
  const node = (html: string) => parseFragment(html).contents[0]!
  const pairs: readonly (readonly [string, string, boolean])[] = [
    ['<p a=1 b=2>x</p>', '<p b=2 a=1>x</p>', true],
    ['<p class="a  b">', '<p class="a b">', true],
    ['<p title="a  b">', '<p title="a b">', false],
    ['<p a=1>', '<p a=1 b=2>', false],
    ['<p a=1 b=2>', '<p a=1 c=2>', false],
    ['<p>x</p>', '<div>x</div>', false],
    ['<p>x</p>', '<p>x<!--y--></p>', false],
    ['<p>x<b></b></p>', '<p>x<b>y</b></p>', false],
    ['<p><b>x</b></p>', '<p><b></b>x</p>', false],
    ['<p><b></b><i></i></p>', '<p><b></b></p>', false],
    ['<p><b><i></i></b></p>', '<p><b></b><i></i></p>', false],
    ['x', '<!--x-->', false],
    ['<!--x-->', '<!--x-->', true],
    ['<svg></svg>', '<svg></svg>', true],
    ['<svg><a></a></svg>', '<svg><p></p></svg>', false],
  ]
  for (const [one, other, equal] of pairs) {
    assert.equal(node(one).equals(node(other)), equal, `${one} ${other}`)
    assert.equal(node(other).equals(node(one)), equal, `${other} ${one}`)
  }
  const soup = parseFragment('<p><b>x</b></p><p><b>x</b></p><b>x</b>')
  const [first, second] = soup.findAll('p')
  assert.ok(first!.equals(second!) && first!.find('b')!.equals(soup.lastNode!))
  assert.ok(!parseFragment('<svg><a></a></svg>').find('a')!.equals(node('<a></a>')), 'another namespace')
})
