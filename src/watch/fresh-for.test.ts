import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshFor } from '../cache/index.ts'

const now = Date.UTC(2026, 0, 1)
const inAnHour = 'Thu, 01 Jan 2026 01:00:00 GMT'

test('max-age, else Expires after Date, less Age; nothing where nothing is said or asking is wanted', () => {
  const cases: [headers: string[], seconds: number][] = [
    [[], 0],
    [['Cache-Control', 'max-age=3600', 'Expires', inAnHour], 3600],
    [['Cache-Control', 'public, max-age=60', 'Expires', inAnHour], 60],
    [['Cache-Control', 'max-age=60', 'Age', '20'], 40],
    [['Cache-Control', 'max-age=60', 'Age', '90'], 0],
    [['Cache-Control', 'no-cache, max-age=60'], 0],
    [['Cache-Control', 'no-store', 'Expires', inAnHour], 0],
    [['Cache-Control', 'max-age=soon', 'Expires', inAnHour], 0],
    [['Expires', inAnHour], 3600],
    // A server whose clock is a day behind.
    [['Date', 'Wed, 31 Dec 2025 00:00:00 GMT', 'Expires', 'Wed, 31 Dec 2025 00:10:00 GMT'], 600],
    [['Expires', '0'], 0],
    [['Expires', 'Wed, 31 Dec 2025 00:00:00 GMT'], 0],
  ]
  for (const [headers, seconds] of cases) assert.equal(freshFor(headers, now), seconds * 1000, headers.join(' '))
})
