import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from '../page/index.ts'
import { createSamePageTrap } from './same-page-trap.ts'
import { Spider } from './spider.ts'

const list = 'The same list of the same things, in one more order'
const page = (text: string, title = 'List') =>
  ({ title, textBegin: () => text, exchange: { body: new Uint8Array(100) } }) as unknown as Page
const link = (path: string, from = '/') => ({ url: `http://a.test${path}`, from: `http://a.test${from}`, via: 'anchor' as const, depth: 1 })

test('links on copies of a page are left once there are two of them; those of its first five are not', () => {
  const trap = createSamePageTrap()
  for (const path of ['/1', '/2', '/3', '/4', '/5']) trap.learn(link(path), page(list), [])
  assert.equal(trap.verdict(link('/x', '/5')), true)
  trap.learn(link('/6'), page(list), [])
  assert.deepEqual(
    ['/1', '/2', '/3', '/4', '/5', '/6', '/7'].map(from => trap.verdict(link('/x', from))),
    [true, true, true, true, 'trap-same-page', 'trap-same-page', true],
  )
  assert.equal(trap.verdict({ url: 'http://a.test/', via: 'seed', depth: 0 }), true)
})

test('pages that say something else, have titles of their own, say nothing or are of other sites are no copies', () => {
  const trap = createSamePageTrap()
  for (let nth = 0; nth < 30; nth++) {
    trap.learn(link(`/words/${nth}`), page(`${list} ${nth}`, 'One title'), [])
    trap.learn(link(`/titles/${nth}`), page(list, `Title ${nth}`), [])
    trap.learn(link(`/pictures/${nth}`), page('next', 'Picture'), [])
    trap.learn({ ...link('/'), url: `http://${nth}.test/` }, page(list), [])
    for (const from of ['words', 'titles', 'pictures']) assert.equal(trap.verdict(link('/x', `/${from}/${nth}`)), true)
    assert.equal(trap.verdict({ ...link('/x'), from: `http://${nth}.test/` }), true)
  }
})

const html = (title: string, text: string, hrefs: readonly string[]) =>
  `<title>${title}</title><p>${text}</p>${hrefs.map(href => `<a href="${href}">on</a>`).join(' ')}`

const orders = ['name', 'price', 'date'].flatMap(one => ['up', 'down', 'red', 'blue', 'big', 'small'].map(other => `${one}-${other}`))

/** Letters for digits. */
const wordOf = (number: number) => String(number).replace(/\d/g, digit => 'abcdefghij'[Number(digit)]!)

/** 200 pages that refer to each other; /list/... is one list in 18! orders; one page for everything else. */
function answerOf(path: string): string {
  const [, kind, number] = /^\/(page|list)\/?(\d*)/.exec(path) ?? []
  if (kind === 'page') {
    const at = Number(number)
    return html(
      `About ${wordOf(at)}`,
      `What there is to say of ${wordOf(at)}`,
      [0, at - 1, at + 1, at * 7 + 3].map(other => `/page/${(other + 200) % 200}`),
    )
  }
  if (kind === 'list')
    return html(
      'List',
      list,
      orders.filter(order => !path.includes(order)).map(order => `${path}/${order}`),
    )
  if (path === '/') return html('Start', 'Where it begins', ['/page/0', '/list', '/lost/'])
  return html('Not found', 'What you asked for is not here', ['/', 'products/', 'contact.html', 'about/team.html'])
}

test('a list in ever new orders and a page for every address take little of a crawl, and no real page is lost (L04, L06)', async () => {
  const asked: string[] = []
  const spider = new Spider(['http://a.test/'], {
    delayMs: 0,
    robots: 'ignore',
    identity: { contact: 'test@example.org' },
    fetcher: async order => {
      const path = new URL(order.url).pathname
      asked.push(path)
      const body = Buffer.from(answerOf(path))
      const timings = { startedAt: 0, headersMs: 0, totalMs: 0 }
      const bytes = { raw: body.length, decoded: body.length }
      return { order, status: 200, reason: 'OK', headers: ['Content-Type', 'text/html'], body, bytes, timings, anomalies: [] }
    },
  })
  await spider.run()
  const real = asked.filter(path => path.startsWith('/page/'))
  assert.equal(real.length, 200)
  assert.ok(asked.length - real.length < 150, `${asked.length - real.length} pages of traps`)
})
