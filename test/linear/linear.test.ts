import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linearRows } from './all-rows.ts'
import { steepness } from './doubling.ts'

// Eight times the size: squared it would be 64 times the time. `npm run bench -- linear` doubles from 64 KiB to 8 MiB.
const [small, large] = [4 * 1024, 32 * 1024]

for (const [reader, rows] of Map.groupBy(linearRows, ({ reader }) => reader.split(':', 1)[0]!)) {
  test(`${reader}: time in proportion to the size`, async () => {
    const steep: string[] = []
    for (const row of rows) {
      const said = await steepness(row, small, large)
      if (said !== undefined) steep.push(`${row.reader}, ${row.oddity}: ${said}`)
    }
    assert.deepEqual(steep, [])
  })
}
