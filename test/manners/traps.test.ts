import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CrawlOptions } from '../../src/index.ts'
import { crawl } from '../../src/index.ts'
import type { Answer } from '../../src/testing/index.ts'
import { openTown } from '../../src/testing/index.ts'
import { pageOf, pagesOf } from '../support/judge.ts'

const fast: CrawlOptions = { delayMs: 0, retryMs: 1 }
/** A word of its own for each number, without digits. */
const word = (number: number) => [...String(number)].map(digit => 'abcdefghij'[Number(digit)]).join('')
const numbers = (count: number) => Array.from({ length: count }, (_, at) => at)

test('the traps of the calendar site cost little, all 60 real pages arrive, and every drop has its reason', async t => {
  await using town = await openTown()
  const report = await crawl(town.url('calendar', '/'), { ...fast, maxPages: 300 }).run()
  const asked = pagesOf(town, 'calendar')
  const isReal = (path: string) => path === '/' || path === '/spellings' || /^\/(?:real|same)\//.test(path)
  for (const page of numbers(60)) assert.ok(asked.includes(`/real/${page}`), `/real/${page}`)
  const trap = asked.filter(path => !isReal(path))
  const eaten = new Map<string, number>()
  for (const path of trap) eaten.set(path.split(/[/?]/)[1]!, (eaten.get(path.split(/[/?]/)[1]!) ?? 0) + 1)
  t.diagnostic(`${trap.length} trap pages beside ${asked.length - trap.length} real ones: ${JSON.stringify(Object.fromEntries(eaten))}`)
  assert.ok(trap.length < 0.15 * 300, `${trap.length} of 300 pages`)
  // The cost does not grow with the site: under 5 % for one of 1,000 real pages.
  assert.ok(trap.length < 0.05 * 1000)
  assert.equal(report.state, 'finished', 'the traps have an end')
  assert.deepEqual(Object.keys(report.reasons).sort(), ['trap-look-alikes', 'trap-maze'])
  assert.ok(report.balanced)
})

test('without the rules there is no end', async () => {
  await using town = await openTown()
  const report = await crawl(town.url('calendar', '/'), { ...fast, maxPages: 300, traps: false }).run()
  assert.equal(report.state, 'unfinished')
  assert.equal(pagesOf(town, 'calendar').length, 300)
})

for (const [site, pages] of [
  ['docs', 1001],
  ['music', 73],
] as const) {
  test(`an honest site loses nothing: ${site}`, async () => {
    await using town = await openTown()
    const report = await crawl(town.url(site, '/'), { ...fast, sitemaps: false }).run()
    assert.deepEqual(report.reasons, {})
    assert.equal(report.counts.done, pages)
  })
}

test('an honest site loses nothing: people by number, some missing, some busy at first', async () => {
  await using town = await openTown()
  // The busy ones ask for two seconds each: they are well before the crawl.
  for (let id = 3; id <= 200; id += 20) await (await fetch(town.url('people', `/users.php?ID=${id}`))).arrayBuffer()
  const all = numbers(200).map(at => town.url('people', `/users.php?ID=${at + 1}`))
  const report = await crawl(all, { ...fast, depth: 1 }).run()
  assert.deepEqual(report.reasons, { 'http-404': 11 })
  assert.equal(report.counts.done, 190, 'all others and the list')
})

/** What an honest server answers for a path; undefined: 404. */
type Honest = { readonly name: string; readonly pages: number; answer(path: string): Answer | undefined }

const numberIn = (path: string) => Number(/\d+/.exec(path)?.[0] ?? -1)

const honest: readonly Honest[] = [
  {
    name: 'a list of pages that differ in one number',
    pages: 201,
    answer: path =>
      path === '/'
        ? pageOf(numbers(200).map(at => `/user/${at}`))
        : pageOf(['/'], { head: `User ${numberIn(path)} is ${numberIn(path) % 70} years old` }),
  },
  {
    name: 'tables, one leading to the next',
    pages: 60,
    answer(path) {
      const at = Math.max(0, numberIn(path))
      const cells = numbers(12).map(row => `<td>${(at * 977 + row * 131) % 10_007}`)
      return at < 60 ? pageOf([`/table/${at + 1}`], { head: `<table><tr>${cells.join('')}</table>` }) : undefined
    },
  },
  {
    name: 'a comic with nothing but a next link',
    pages: 200,
    answer(path) {
      const at = Math.max(0, numberIn(path))
      return at < 200 ? pageOf(at < 199 ? [`/strip/${at + 1}`] : [], { head: `The tale of ${word(at)} ends` }) : undefined
    },
  },
  {
    name: 'a tree of chapters and sections without a way back',
    pages: 1 + 8 + 64,
    answer(path) {
      const depth = path === '/' ? 0 : path.split('-').length
      const links = depth === 0 ? numbers(8).map(at => `/chapter-${at}`) : depth === 2 ? numbers(8).map(at => `${path}-${at}`) : []
      const [, chapter = 0, section = 8] = path.split('-').map(Number)
      return pageOf(links, { head: `Of ${'abcdefgh'[chapter]} and ${'stuvwxyz,'[section]}` })
    },
  },
]

for (const { name, pages, answer } of honest) {
  test(`an honest site loses nothing: ${name}`, async () => {
    await using town = await openTown()
    town.override('quiet', ({ path }) => (path === '/robots.txt' ? undefined : (answer(path) ?? { status: 404, headers: [] })))
    const report = await crawl(town.url('quiet', '/'), { ...fast, depth: 1000 }).run()
    assert.equal(report.counts.done, pages, JSON.stringify(report.reasons))
    assert.equal(report.counts.dropped, 0)
  })
}

test('a maze whose pages all link home is a maze', async () => {
  await using town = await openTown()
  let doors = 0
  town.override('quiet', ({ path }) => {
    if (path === '/') return pageOf(['/maze/in', '/page/1'])
    const fresh = numbers(8).map(() => `/maze/${'abcdefghij'[doors % 10]}-${(++doors * 7919).toString(36)}x`)
    return path.startsWith('/maze/') ? pageOf(['/', '/page/1', ...fresh], { head: `Fresh words ${doors.toString(36)}q` }) : undefined
  })
  const report = await crawl(town.url('quiet', '/'), { ...fast, maxPages: 300 }).run()
  assert.equal(report.state, 'finished')
  assert.ok(pagesOf(town, 'quiet').length < 25, `${pagesOf(town, 'quiet').length} pages`)
})

test('a maze that makes up its first segments too, and one of made-up hosts, beside 100,000 links to elsewhere', async () => {
  await using town = await openTown()
  let doors = 0
  const { port } = new URL(town.url('quiet', '/'))
  const fresh = (make: (name: string) => string) =>
    numbers(8).map(() => make(`${'abcdefghij'[doors % 10]}${(++doors * 7919).toString(36)}x`))
  town.override('quiet', ({ path, header }) => {
    if (path === '/robots.txt') return undefined
    if (path === '/') return pageOf(['/all', '/maze/in', `http://in.farm.localhost:${port}/in`])
    if (path === '/all') return pageOf(numbers(100_000).map(at => `/elsewhere/${at}.pdf`))
    const host = header('host') ?? ''
    return pageOf(
      fresh(name => (host.includes('farm') ? `http://${name}.farm.localhost:${port}/in` : `/${name}/${name}`)),
      { head: `Words ${doors}q` },
    )
  })
  const seeds = [town.url('quiet', '/')]
  const report = await crawl(seeds, { ...fast, scope: 'all', exclude: [/pdf$/], allowAddresses: ['loopback'], maxPages: 500 }).run()
  assert.equal(report.state, 'finished')
  assert.ok(pagesOf(town, 'quiet').length < 60, `${pagesOf(town, 'quiet').length} pages`)
  assert.ok((report.reasons['trap-maze'] ?? 0) > 20)
})

test('rules that one URL alone breaks: length, depth, repetition, parameters', async () => {
  await using town = await openTown()
  const traps = [
    `/${'long'.repeat(600)}`,
    `/${numbers(41).join('/')}`,
    '/a/b/a/b/a/b/a',
    `/x?${numbers(21)
      .map(at => `p${at}=1`)
      .join('&')}`,
    '/x?a=1&a=2&a=3&a=4',
  ]
  town.override('quiet', ({ path }) => (path === '/' ? pageOf([...traps, '/page/1', '/a/b/a/b/a/b']) : undefined))
  const report = await crawl(town.url('quiet', '/'), { ...fast, depth: 1 }).run()
  assert.deepEqual(pagesOf(town, 'quiet'), ['/', '/page/1', '/a/b/a/b/a/b'])
  const { 'too-deep': _, ...refused } = report.refused
  assert.deepEqual(refused, { 'trap-query-parameters': 2, 'trap-url-length': 1, 'trap-path-segments': 1, 'trap-repeated-segment': 1 })
})
