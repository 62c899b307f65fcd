import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agent, linksOf, textOf } from '../client.test-helper.ts'
import type { Town } from '../index.ts'
import { openTown } from '../index.ts'

test('all 1,000 documentation pages are reached by links from /ok/0, and the sitemap lists the same pages', async () => {
  await using town = await openTown()
  const start = town.url('docs', '/ok/0')
  const met = await walkDocs(town)
  assert.equal(met.size, 1000)
  const sitemap = await textOf(town.url('docs', '/sitemap.xml'))
  const listed = Array.from(sitemap.matchAll(/<loc>([^<]+)<\/loc>/g), match => match[1]!)
  assert.deepEqual(new Set(listed), met)
  assert.ok(linksOf(await textOf(town.url('docs', '/')), start).includes(start))
  assert.equal((await fetch(town.url('docs', '/ok/1000'))).status, 404)
})

test('the next links alone reach every documentation page', async () => {
  await using town = await openTown({ pages: 40, links: 0 })
  assert.equal((await walkDocs(town)).size, 40)
})

test('above 50,000 pages the sitemap is an index of parts', async () => {
  await using town = await openTown({ pages: 50_003 })
  const index = await textOf(town.url('docs', '/sitemap.xml'))
  assert.match(index, /<sitemapindex/)
  const last = await textOf(town.url('docs', '/sitemap-1.xml'))
  assert.equal(last.match(/<loc>/g)?.length, 3)
  assert.equal((await fetch(town.url('docs', '/sitemap-2.xml'))).status, 404)
})

test('the calendar trap has no end: every step shows addresses that were never met', async () => {
  await using town = await openTown()
  const traps: readonly (readonly [start: string, step: RegExp])[] = [
    ['/month/9998-11', /^\/month\//],
    ['/s/0/page/1', /^\/s\//],
    ['/view?page=1', /^\/view\?/],
    ['/list?sort=name', /^\/list\?.*page=/],
    ['/a/', /^\/a\/.*\/$/],
    ['/maze/gate', /^\/maze\//],
  ]
  for (const [start, step] of traps) {
    const met = new Set<string>()
    let url = town.url('calendar', start)
    for (let steps = 0; steps < 60; steps += 1) {
      met.add(url)
      const response = await fetch(url)
      assert.equal(response.status, 200, url)
      const next = linksOf(await response.text(), url).findLast(link => step.test(link.slice(town.sites.calendar.length)) && !met.has(link))
      assert.ok(next !== undefined, `${url} leads no further`)
      url = next
    }
  }
})

test('the calendar has 60 real pages, linked from its front page and from each other', async () => {
  await using town = await openTown()
  const realOf = async (path: string) => {
    const url = town.url('calendar', path)
    return new Set(linksOf(await textOf(url), url).filter(link => link.includes('/real/')))
  }
  const real = await realOf('/')
  assert.equal(real.size, 60)
  for (const link of real) assert.deepEqual(await realOf(link), real)
})

test('twenty spellings are one page under the URL standard and RFC 3986', async () => {
  for (const host of ['127.0.0.1', 'localhost']) {
    await using town = await openTown({ host })
    const base = town.url('calendar', '/spellings')
    const hrefs = Array.from((await textOf(base)).matchAll(/href="([^"]*)"/g), match => match[1]!)
    assert.equal(new Set(hrefs).size, 20)
    for (const href of hrefs) {
      const url = new URL(href, base)
      url.hash = ''
      const joined = url.href.replace(/%[0-9a-f]{2}/gi, octet => octet.toUpperCase())
      assert.equal(joined, town.url('calendar', '/same/caf%C3%A9'), href)
    }
    assert.equal((await fetch(new URL(hrefs[5]!, base))).status, 200)
  }
})

test('what the front page of a site links to exists', async () => {
  await using town = await openTown()
  const sites = ['library', 'airport', 'people', 'music', 'wiki', 'papers', 'terms', 'calendar', 'quiet', 'files', 'stubborn'] as const
  for (const site of sites) {
    const base = town.url(site, '/')
    for (const link of new Set(linksOf(await textOf(base), base))) {
      const ask = async () => {
        const response = await fetch(link, { headers: agent })
        await response.arrayBuffer()
        return response.status
      }
      const status = await ask()
      assert.equal(status === 503 ? await ask() : status, 200, link)
    }
  }
})

async function walkDocs(town: Town): Promise<Set<string>> {
  const met = new Set([town.url('docs', '/ok/0')])
  for (const url of met) {
    const html = await textOf(url)
    for (const link of linksOf(html, url)) if (link.startsWith(town.url('docs', '/ok/'))) met.add(link)
  }
  return met
}
