import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CrawlError } from '../base/crawl-error.ts'
import { isPublic } from '../fetch/require-contact.ts'
import type { CrawlOptions } from './crawl-options.ts'
import { planRun } from './plan-run.ts'

const seed = 'http://127.0.0.1:8080/'

test('seeds are made canonical, each once, without their credentials', () => {
  const { seeds, accounts } = planRun(['http://127.0.0.1:8080', `${seed}#part`, 'http://a%:b%20c@127.0.0.1:8081/x'], {})
  assert.deepEqual(seeds, [seed, 'http://127.0.0.1:8081/x'])
  assert.deepEqual(accounts, [{ user: 'a%', password: 'b c', sites: ['http://127.0.0.1:8081'] }])
})

test('headers and user belong to the seeds’ sites; a password in a URL to its own', () => {
  const { secrets, accounts } = planRun([seed, 'http://me:own@localhost/'], { headers: ['x-key', '1'], user: 'me:all:of it' })
  assert.deepEqual(
    [...secrets],
    [seed.slice(0, -1), 'http://localhost'].map(site => [site, ['x-key', '1']]),
  )
  assert.deepEqual(accounts, [
    { user: 'me', password: 'own', sites: ['http://localhost'] },
    { user: 'me', password: 'all:of it', sites: [seed] },
  ])
  assert.throws(() => planRun([seed], { user: 'me:\n' }), { code: 'usage' })
})

test('a public seed needs somebody to write to', () => {
  const codeOf = (url: string, options: CrawlOptions = {}) => failureOf([url], options)?.code
  assert.equal(codeOf('https://example.org/'), 'identity-missing')
  assert.equal(codeOf('https://93.184.216.34/'), 'identity-missing')
  assert.equal(codeOf('https://example.org/', { identity: { contact: 'me@uni.example' } }), undefined)
  assert.equal(codeOf('https://example.org/', { identity: { agent: 'Mozilla/5.0' } }), undefined)
  for (const url of [seed, 'http://localhost/', 'http://10.0.0.1/', 'http://[::1]/']) assert.equal(isPublic(url), false, url)
})

test('what cannot be meant is refused with the code and the next step', () => {
  const cases: [seeds: string[], options: CrawlOptions, code: string, says: RegExp][] = [
    [[], {}, 'usage', /Give at least one URL/],
    [['nothing'], {}, 'url-invalid', /"nothing" is no URL/],
    [['ftp://me:secret@x/'], {}, 'scheme-unsupported', /^(?!.*secret)ftp: URLs cannot be crawled/],
    [['mailto:a@b'], {}, 'scheme-unsupported', /^mailto: URLs/],
    [[seed], { delayMs: -1 }, 'usage', /delayMs must be 0 or more/],
    [[seed], { depth: Number.NaN }, 'usage', /depth must be 0 or more/],
    [[seed], { concurrency: 0 }, 'usage', /concurrency must be 1 or more/],
    [[seed], { maxPages: 0 }, 'usage', /maxPages must be 1 or more/],
    [[seed], { identity: { contact: 'x' } }, 'usage', /is no contact/],
  ]
  for (const [seeds, options, code, says] of cases) {
    const failure = failureOf(seeds, options)
    assert.equal(failure?.code, code)
    assert.match(failure?.message ?? '', says)
  }
})

test('every act of discourtesy is logged', () => {
  const { notices } = planRun([seed], {
    robots: 'ignore',
    delayMs: 0,
    nofollow: false,
    traps: false,
    verifyTls: false,
    identity: { agent: 'X' },
    allowAddresses: ['private'],
  })
  assert.equal(notices.length, 7)
  assert.deepEqual(planRun([seed], {}).notices, [])
})

function failureOf(seeds: string[], options: CrawlOptions): CrawlError | undefined {
  try {
    planRun(seeds, options)
    return undefined
  } catch (error) {
    assert.ok(error instanceof CrawlError)
    return error
  }
}
