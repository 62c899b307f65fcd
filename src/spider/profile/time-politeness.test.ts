import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPoliteness } from '../../politeness/index.ts'
import { timePoliteness } from './time-politeness.ts'

const site = 'http://a.test'
const other = 'http://b.test'

test('a pause is the time from the end of a request until the site may be asked again, and no longer', () => {
  const { politeness, pauses } = timePoliteness(createPoliteness({ delayMs: 1000 }))
  const pace = politeness.pace(site)
  politeness.started(pace, 50)
  politeness.finished(pace, 250, { status: 200 })
  politeness.started(pace, 1250)
  politeness.finished(pace, 1300, { status: 200 })
  // Nothing waited for this site: 4,000 ms later, of which 1,000 were a pause.
  politeness.started(pace, 5300)
  politeness.finished(pace, 5400, { status: 429, retryAfterSeconds: 7 })
  politeness.started(pace, 12_400)
  politeness.finished(pace, 12_500, { status: 200 })
  assert.deepEqual(pauses(), {
    sites: 1,
    totalMs: 9000,
    reasons: { 'retry-after': 7000, delay: 2000 },
    longest: [{ site, pausedMs: 9000, requests: 4, why: 'retry-after' }],
  })
})

test('with several under way the gap counts from the start of the last; what is at its limit waits for the server', () => {
  const { politeness, pauses } = timePoliteness(createPoliteness({ delayMs: 100, perSite: 2 }))
  const pace = politeness.pace(site)
  politeness.started(pace, 0)
  politeness.started(pace, 100)
  politeness.finished(pace, 900, { status: 200 })
  politeness.started(pace, 900)
  politeness.finished(pace, 950, { status: 200 })
  politeness.started(pace, 1000)
  assert.deepEqual(pauses().longest, [{ site, pausedMs: 150, requests: 4, why: 'delay' }])
})

test('a request that was not spent is none, and ends no pause', () => {
  const { politeness, pauses } = timePoliteness(createPoliteness({ delayMs: 1000 }))
  const pace = politeness.pace(site)
  politeness.started(pace, 0)
  politeness.finished(pace, 0, { status: 200 })
  politeness.started(pace, 1000)
  politeness.unused(pace, 1000)
  politeness.started(pace, 1000)
  assert.deepEqual(pauses().longest, [{ site, pausedMs: 1000, requests: 2, why: 'delay' }])
})

test('sites at one address wait for each other', () => {
  const { politeness, pauses } = timePoliteness(createPoliteness({ delayMs: 1000, addressDelayMs: 3000 }))
  const [one, two] = [politeness.pace(site), politeness.pace(other)]
  for (const pace of [one, two]) politeness.address(pace, '192.0.2.1')
  politeness.started(one, 0)
  politeness.finished(one, 10, { status: 200 })
  politeness.started(two, 3000)
  politeness.finished(two, 3010, { status: 200 })
  politeness.started(one, 6000)
  assert.deepEqual(pauses(), {
    sites: 1,
    totalMs: 5990,
    reasons: { address: 5990 },
    longest: [{ site, pausedMs: 5990, requests: 2, why: 'address' }],
  })
})

test('what an earlier run left counts from the start of this one', () => {
  const before = createPoliteness({ delayMs: 1000 })
  const pace = before.pace(site)
  before.started(pace, 0)
  before.finished(pace, 0, { status: 200 })
  const { politeness, pauses } = timePoliteness(createPoliteness({ delayMs: 1000 }))
  const again = politeness.restore(site, before.snapshot(pace, 0, 5000), 100, 5200)
  politeness.started(again, politeness.readyAt(again))
  assert.deepEqual(pauses().longest, [{ site, pausedMs: 800, requests: 1, why: 'delay' }])
})
