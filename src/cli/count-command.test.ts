import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTown } from '../testing/index.ts'
import { runCli } from './run-cli.test-helper.ts'

test('p elements of small and large pages are counted and not shown (P41)', async () => {
  await using town = await openTown()
  const large = `<!-- <p> -->${'<P class=x>text</P>\n'.repeat(50_000)}<script>"<p>"</script>`
  const [small, big, several, none] = await Promise.all([
    runCli(['count', 'p', town.url('library', '/page1.htm')]),
    runCli(['count', 'p', '-'], { input: large }),
    runCli(['count', 'p,A,table', town.url('library', '/dormouse.html')]),
    runCli(['count', ' ,', '-'], { input: large }),
  ])
  assert.deepEqual([small.code, small.stdout, small.stderr], [0, '1\n', ''])
  assert.equal(big.stdout, '50000\n')
  assert.equal(several.stdout, 'p\t3\na\t3\ntable\t0\n')
  assert.deepEqual([none.code, none.stdout], [2, ''])
})
