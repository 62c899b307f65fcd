import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSoup, Soup, Tag } from '../index.ts'

const page = '<title>Story</title><p class="title"><b>The Dormouse</b></p><select id="s"><option>1</select><name>n</name>'

test('a chain of names finds first descendants, as tag() does', () => {
  const soup = parseSoup(page)
  const bold = soup.shortcut.body?.p?.b ?? null
  assert.equal(bold?.string?.value, 'The Dormouse')
  assert.equal(bold, soup.tag('b'))
  assert.equal(soup.shortcut.p?.get('class'), 'title')
  assert.equal(soup.shortcut.title?.parent?.name, 'head')
  assert.equal(soup.shortcut.body?.video ?? null, null)
})

test('what a node has is never a tag, and every node stays itself', async () => {
  const soup = parseSoup(page).shortcut
  assert.equal(soup.name, '[document]')
  assert.equal(soup.select('select')[0]?.get('id'), 's')
  assert.equal(soup.p?.name, 'p')
  assert.ok(soup instanceof Soup && soup.p instanceof Tag)
  const paragraph = soup.p!
  soup.body!.append(paragraph)
  assert.equal(soup.body!.contents.at(-1), paragraph)
  assert.equal(soup.find('p'), paragraph)
  assert.ok(paragraph.clone().equals(paragraph))
  assert.equal(await paragraph, paragraph)
  assert.equal((paragraph.clone() as { b?: unknown }).b, undefined, 'only a node that was asked for by a shortcut')
})
