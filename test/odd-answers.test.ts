import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Item } from '../src/index.ts'
import { crawl, memorySink } from '../src/index.ts'
import { openTown, rawAnswer } from '../src/testing/index.ts'
import { oddAnswers } from '../src/testing/streets/odd-answers.ts'
import { targetsOf } from './support/judge.ts'

test('a crawl brings home every page of the odd street that can be read, and names what cannot', async () => {
  await using town = await openTown()
  const items: Item[] = []
  const report = await crawl(town.url('odd', '/'), { delayMs: 0, attempts: 1, plugins: [memorySink(items)] }).run()
  const readable = oddAnswers.filter(({ body }) => body !== '').map(({ name }) => name)
  const titles = items.map(({ title }) => title).filter(title => typeof title === 'string' && title !== 'Odd answers')
  assert.deepEqual(titles.toSorted(), readable.toSorted())
  assert.deepEqual(report.reasons, { protocol: 2 })
  assert.ok(report.balanced)
})

test('a site whose every header ends in LF alone is crawled whole, each page by one request but the first', async () => {
  await using town = await openTown()
  const pages = ['/', '/a', '/b', '/c']
  const body = `<title>Old server</title>${pages.map(path => `<a href="${path}">${path}</a>`).join('')}`
  const lfOnly = (type: string, text: string) =>
    rawAnswer(`HTTP/1.0 200 OK\nContent-Type: ${type}\nContent-Length: ${text.length}\n\n${text}`)
  town.override('quiet', ({ path }) =>
    path === '/robots.txt' ? lfOnly('text/plain', 'User-agent: *\nDisallow: /c\n') : lfOnly('text/html', body),
  )
  const items: Item[] = []
  await crawl(town.url('quiet', '/'), { delayMs: 0, plugins: [memorySink(items)] }).run()
  assert.deepEqual(items.map(({ url }) => new URL(String(url)).pathname).toSorted(), ['/', '/a', '/b'])
  assert.deepEqual(targetsOf(town, 'quiet').toSorted(), ['/', '/a', '/b', '/robots.txt', '/robots.txt'])
})
