import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseFragment } from '../index.ts'

const shown = (html: string) =>
  parseFragment(html)
    .findAll('selectedcontent')
    .map(place => place.innerHtml)

test('the option that is shown is copied, with all it holds', () => {
  const place = '<button><selectedcontent>old</selectedcontent></button>'
  assert.deepEqual(shown(`<select>${place}<option><i>1</i><option>2</select>`), ['<i>1</i>'])
  assert.deepEqual(shown(`<select><option>1<option selected>2<option selected>3</option>${place}</select>`), ['3'])
  assert.deepEqual(shown(`<select>${place}<option disabled>1<optgroup disabled><option>2</optgroup><optgroup><option>3`), ['3'])
  assert.deepEqual(shown(`<select>${place}<option disabled>1`), ['old'])
  assert.deepEqual(shown(`<select multiple>${place}<option selected>1`), ['old'])
  assert.deepEqual(shown(`<select size=2>${place}<option>1`), ['old'])
  assert.deepEqual(shown(`<select size=2>${place}<option selected>1`), ['1'])
  assert.deepEqual(shown(`${place}<select><option>1`), ['old'])
  assert.deepEqual(shown(`<select>${place}<object><select><option selected>1</select></object><option>2`), ['2'])
})

test('only the first of a select, and none where copies would hold copies', () => {
  const place = '<selectedcontent></selectedcontent>'
  assert.deepEqual(shown(`<select>${place.repeat(3)}<option>1`), ['1', '', ''])
  assert.deepEqual(shown(`<select><option>1${place}</option>`), [''])
  assert.equal(parseFragment(`<select><option>${place.repeat(60)}`).findAll().length, 62)
  const nested = parseFragment(`<select>${place}<option><object>`.repeat(200))
  assert.ok(nested.findAll().length < 2000)
})
