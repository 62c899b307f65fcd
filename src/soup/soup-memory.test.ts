import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parseSoup } from './index.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** SOUP_PAGES=10000 node --test src/soup/soup-memory.test.ts: a gigabyte of pages, half a minute. */
const pages = Number(process.env['SOUP_PAGES'] ?? 300)
const paragraph = `<p class="lead">${'Words of a page that nobody keeps, and more of them. '.repeat(38)}</p>\n`

/** 100 KB, each of its own: V8 must not share their texts. */
function pageOf(number: number): string {
  const title = `The title of page ${number}, long enough to be a slice of its page`
  const head = `<!DOCTYPE html PUBLIC "an identifier of page ${number}"><title>${title}</title><!-- a comment of page ${number} -->`
  const odd = `<x-tag-of-page-${number} data-attribute-of-page-${number}></x-tag-of-page-${number}>`
  return `${head}<body>${odd}<a href="/of/page/${number}/that/is/kept">x</a>${paragraph.repeat(49)}<p>${number}</p>`
}

test('texts, attributes and strings that were taken out do not hold the page', () => {
  const takes: readonly ((html: string) => unknown)[] = [
    html => parseSoup(html).title?.text,
    html => parseSoup(html).find('a')?.get('href'),
    html => [...(parseSoup(html).title?.strings ?? [])],
    html => [...(parseSoup(html).find('a')?.attrs.values() ?? [])],
    html => parseSoup(html).title?.string?.getText(),
    html => parseSoup(html).selectOne('a[href]')?.getList('href'),
    html => parseSoup(html).find('a')?.outerHtml,
    html => parseSoup(html).find('a')?.decode({ formatter: 'none' }),
    html => parseSoup(html).find('a')?.prettify(),
    html => parseSoup(html).find('a')?.clone(),
    html =>
      parseSoup(html)
        .find({ string: /comment/ })
        ?.valueOf(),
    html => parseSoup(html).find(/^x-/)?.name,
    html => [...(parseSoup(html).find(/^x-/)?.attrs.keys() ?? [])],
    html => parseSoup(html).contents[0]?.toString(),
  ]
  for (const [at, take] of takes.entries()) {
    const kept: unknown[] = []
    // What the engine itself keeps of a new way comes first.
    for (let page = 0; page < 30; page++) take(pageOf(page))
    collect()
    const before = process.memoryUsage().heapUsed
    for (let page = 0; page < (at === 0 ? pages : Math.min(pages, 100)); page++) kept.push(take(pageOf(page)))
    collect()
    const grown = (process.memoryUsage().heapUsed - before) / kept.length
    // Held pages would be 100 KB each; 20 MB for 10,000 pages are 2 KB.
    assert.ok(grown < 2000, `take ${at}: ${Math.round(grown)} bytes a page`)
  }
})
