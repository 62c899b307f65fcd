/** Every way to read a page, on pages that were made to stop it. What takes time squared does not end within the time of a test. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  article,
  checkXml,
  compareLinks,
  diagnose,
  forms,
  metadata,
  outline,
  parseSoup,
  parseXml,
  tables,
  toMarkdown,
  xpath,
} from './index.ts'

const pages: ReadonlyMap<string, string> = new Map([
  ['100,000 nested blocks', `${'<div>'.repeat(100_000)}x`],
  ['50,000 nested lists', '<ul><li>x'.repeat(50_000)],
  ['50,000 quotations', '<blockquote>x'.repeat(50_000)],
  ['50,000 siblings with attributes', '<b id=x itemprop=y>z</b>'.repeat(50_000)],
  ['10,000 links, headings and fields on one line', `<form>${'<h2><a href="http://a/">x</a></h2><input name=n>'.repeat(10_000)}`],
  ['an attribute of 10 MB', `<a href="${'x '.repeat(5_000_000)}" id=y class="${'z '.repeat(100_000)}">t</a>`],
  ['a text of 3 MB', `<p>${'word, '.repeat(500_000)}`],
  ['100,000 tags that close nothing', '</p></b></li>'.repeat(33_000)],
])

const readings: ReadonlyMap<string, (html: string) => unknown> = new Map<string, (html: string) => unknown>([
  ['outline', html => outline(parseSoup(html))],
  ['tables', html => tables(parseSoup(html))],
  ['forms', html => forms(parseSoup(html), 'http://a.test/')],
  ['metadata', html => metadata(parseSoup(html), 'http://a.test/')],
  ['article', html => article(parseSoup(html), 'http://a.test/')],
  ['toMarkdown', html => toMarkdown(parseSoup(html), { baseUrl: 'http://a.test/' })],
  ['xpath', html => xpath(parseSoup(html), '//*[@id]/ancestor::*[1] | //a/@href | //li//li')],
  ['parseXml', html => parseXml(html, { report: () => {} })],
  ['checkXml', html => checkXml(html)],
  ['diagnose', html => diagnose(html)],
  ['compareLinks', html => compareLinks(html, 'http://a.test/')],
])

for (const [name, read] of readings) {
  test(`${name} takes every page`, () => {
    for (const [oddity, html] of pages) assert.doesNotThrow(() => read(html), oddity)
  })
}
