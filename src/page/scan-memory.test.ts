import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'

const program = `
  import { scanPage } from ${JSON.stringify(import.meta.resolve('./scan-page.ts'))}
  const kept = []
  // Twice: the buffers that the first one finds dead are freed beside it.
  const used = () => { gc(); gc(); const { heapUsed, external } = process.memoryUsage(); return heapUsed + external }
  const pageOf = number => Buffer.from(
    '<title>A title of more than thirteen letters, number ' + number + '</title><link rel=canonical href=/canonical/address/' + number + '>' +
    '<meta name=description content="a description of page ' + number + '"><a rel="nofollow noopener" href="/some/where/else/' + number +
    '">anchor text of page number ' + number + '</a>' + 'x'.repeat(100_000), 'latin1').toString('latin1')
  kept.push(scanPage(pageOf(0)))
  const before = used()
  for (let number = 1; number <= 2_000; number++) kept.push(scanPage(pageOf(number)))
  const grown = used() - before
  console.log(JSON.stringify({ grown, kept: kept.length, last: kept.at(-1).links.at(-1) }))
`

test('what is kept of 2,000 pages of 100 KB does not keep the pages', () => {
  const child = spawnSync(process.execPath, ['--expose-gc', '--input-type=module', '--eval', program], { encoding: 'utf8' })
  assert.equal(child.status, 0, child.stderr)
  const { grown, kept, last } = JSON.parse(child.stdout) as { grown: number; kept: number; last: object }
  assert.equal(kept, 2_001)
  assert.deepEqual(last, {
    href: '/some/where/else/2000',
    via: 'anchor',
    text: 'anchor text of page number 2000',
    rel: 'nofollow noopener',
  })
  assert.ok(grown < 10_000_000, `${grown} bytes for 2,000 pages; pinned pages would be 200,000,000`)
})
