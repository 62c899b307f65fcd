import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AnyNode, Doctype, Soup, StringNode, TextNode } from './index.ts'
import { parseSoup, Tag } from './index.ts'

/** The compiler proves this file: an annotation that the library does not keep is an error of `npm run types`. */

type Same<One, Other> = (<Kind>() => Kind extends One ? 1 : 2) extends <Kind>() => Kind extends Other ? 1 : 2 ? true : false

/** Takes a value of just this type, neither wider nor narrower. */
function exactly<Wanted>() {
  return <Given>(value: Given, ..._same: Same<Given, Wanted> extends true ? [] : ['the type is another one']) => value
}

const soup = parseSoup('<!DOCTYPE html><title>Story</title><p class="story one" id="p1">Once <a href="/elsie">Elsie</a><!-- end --></p>')

test('a search for tags gives tags, one for strings gives strings', () => {
  exactly<Tag | null>()(soup.find('a'))
  exactly<Tag[]>()(soup.findAll('a'))
  exactly<Tag[]>()(soup.findAll(['a', /^h[1-6]$/, tag => tag.has('id')]))
  exactly<Tag[]>()(soup.findAll('a', { href: true, class: value => value !== null, limit: 2 }))
  exactly<Tag[]>()(soup.findAll('p', { string: /x/ }))
  exactly<Tag[]>()(soup.findAll({ id: 'p1' }))
  exactly<Tag[]>()(soup.findAll({ string: 'x', id: 'p1' }))
  exactly<Tag[]>()(soup.findAll({ string: 'x', title: 'p1' }))
  exactly<Tag[]>()(soup.findAll(null, { string: 'x', href: true }))
  exactly<Tag[]>()(soup.findAll('a', 'sister'))
  exactly<StringNode[]>()(soup.findAll(null, { string: /Els/ }))
  exactly<StringNode[]>()(soup.findAll({ string: /Els/ }))
  exactly<StringNode | null>()(soup.find({ string: true, limit: 1 }))
  const string = soup.find(null, { string: 'Elsie' })
  exactly<StringNode | null>()(string?.findNext({ string: true }) ?? null)
  exactly<Tag | null>()(string?.findPreviousSibling() ?? null)
  assert.equal(string?.value, 'Elsie')
  assert.equal(soup.find({ string: 'Elsie' }), string)
})

test('among parents only a search by name is sure to miss the document', () => {
  const link = soup.find('a')!
  exactly<Tag | null>()(link.findParent('p'))
  exactly<Tag[]>()(link.findParents(['p', 'body'], { limit: 1 }))
  exactly<Tag | Soup | null>()(link.findParent())
  exactly<(Tag | Soup)[]>()(link.findParents(/./))
  exactly<Tag | Soup | null>()(link.parent)
  assert.deepEqual([link.findParent('p')?.get('id'), link.findParents().at(-1)?.kind], ['p1', 'document'])
})

test('kind narrows a node', () => {
  const seen = (node: AnyNode): string => {
    switch (node.kind) {
      case 'tag':
        return exactly<Tag>()(node).name
      case 'document':
        return exactly<Soup>()(node).name
      case 'doctype':
        return exactly<Doctype>()(node).root
      case 'text':
        return exactly<TextNode>()(node).value
      default:
        return node.value
    }
  }
  assert.deepEqual([soup, ...soup.descendants].map(seen).join(' '), '[document] html html head title Story body p Once  a Elsie  end ')
})

test('values are texts, and what is not there is undefined or null', () => {
  const link = soup.tag('a')
  exactly<Tag | null>()(link)
  exactly<string | undefined>()(link?.get('href'))
  exactly<string[] | undefined>()(link?.classList)
  exactly<ReadonlyMap<string, string> | undefined>()(link?.attrs)
  exactly<StringNode | null | undefined>()(link?.string)
  exactly<string | undefined>()(link?.text)
  exactly<readonly AnyNode[] | undefined>()(link?.contents)
  exactly<Tag[]>()(soup.select('a[href]'))
  exactly<Tag | null>()(soup.title)
  assert.ok(link instanceof Tag)
})

/** Never called: what would be a slip does not compile. */
export function slips(link: Tag): void {
  // @ts-expect-error: there may be none
  soup.find('a').extract()
  // @ts-expect-error: the list is a view, changes go through append and its like
  soup.contents.push(link)
  // @ts-expect-error: a number is no value of an attribute
  link.set('tabindex', 1)
  // @ts-expect-error: a tag is not called
  soup('a')
  // @ts-expect-error: no tag has a value; its kind is to be asked first
  link.contents[0]?.value.trim()
}
