import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytesText, grouped, size, span } from '../figures.ts'
import { progressLine, summaryLine } from './summary.ts'
import { anExchange, aTransfer } from './transfer.test-helper.ts'

test('numbers for people', () => {
  assert.deepEqual([0, 999, 1000, 568_248, 1_234_567_890].map(grouped), ['0', '999', '1,000', '568,248', '1,234,567,890'])
  assert.deepEqual([0.25, 1234.5678, 1e3 / 3].map(grouped), ['0.25', '1,234.5678', '333.3333333333333'])
  assert.deepEqual([0, 1, 70_057].map(bytesText), ['0 bytes', '1 byte', '70,057 bytes'])
  assert.deepEqual([0, 999, 1000, 14_200, 568_248, 1_400_000, 2e9, 5e12].map(size), [
    '0 B',
    '999 B',
    '1.0 kB',
    '14.2 kB',
    '568 kB',
    '1.4 MB',
    '2.0 GB',
    '5.0 TB',
  ])
  assert.deepEqual([4, 400, 62_000, 150_000, 7_200_000].map(span), ['0.004 s', '0.4 s', '62.0 s', '2 min 30 s', '2.0 h'])
})

test('the summary says bytes, time, rate and file, safe for a terminal', () => {
  assert.equal(
    summaryLine(aTransfer({ received: 568_248, written: 568_248, totalMs: 400, file: 'cover.jpg' })),
    '568,248 bytes in 0.4 s (1.4 MB/s) -> cover.jpg',
  )
  assert.equal(
    summaryLine(aTransfer({ received: 10, written: 110, totalMs: 100, file: 'a\u001b.bin' })),
    '10 bytes in 0.1 s (100 B/s), 110 in all -> a\\x1b.bin',
  )
  assert.match(summaryLine(aTransfer({ exchange: anExchange({ status: 304 }) })), /^Not modified/)
  assert.match(summaryLine(aTransfer({ exchange: anExchange({ stored: 'revalidated' }) })), /from the cache \(revalidated\)/)
})

test('the bar has the width it is given and drops what matters least', () => {
  const state = { name: 'dir/cover.jpg', received: 4_500_000, total: 10_000_000, elapsedMs: 3000, bytesPerSecond: 1_500_000 }
  assert.equal(progressLine(state, 120), 'cover.jpg  [===========             ]   45 %  4.5 MB of 10.0 MB  1.5 MB/s  3.7 s left')
  assert.equal(progressLine({ ...state, total: undefined }, 120), 'cover.jpg  4.5 MB  1.5 MB/s  3.0 s')
  for (let columns = 5; columns < 120; columns++) assert.ok(progressLine(state, columns).length <= columns, String(columns))
})
