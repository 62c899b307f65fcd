import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { leanHeap } from './lean-heap.ts'

function heap({ said = '', v8 = process.versions.v8, trees = false }) {
  const flags: string[] = []
  const young = { bytes: 2 ** 20 }
  let check: (() => void) | undefined
  leanHeap(
    { trees },
    {
      setFlag: flag => void flags.push(flag),
      newSpaceBytes: () => young.bytes,
      every: wanted => {
        check = () =>
          wanted(() => {
            check = undefined
          })
      },
      said,
      v8,
    },
  )
  return { flags, young, tick: () => check?.(), isTicking: () => check !== undefined }
}

test('the old generation may double; the young one grows until it is large enough, and is looked at no more then', () => {
  const { flags, young, tick, isTicking } = heap({})
  tick()
  assert.deepEqual(flags, ['--heap-growing-percent=100'])
  young.bytes = 4 * 2 ** 20
  tick()
  tick()
  assert.deepEqual(flags, ['--heap-growing-percent=100', '--semi-space-growth-factor=1'])
  assert.equal(isTicking(), false)
})

test('where trees are made the young generation grows as it will', () => {
  const { flags, isTicking } = heap({ trees: true })
  assert.deepEqual(flags, ['--heap-growing-percent=100'])
  assert.equal(isTicking(), false)
})

test('what the user says to Node stands, and a V8 that nobody has tried is left alone', () => {
  for (const said of ['--max-semi-space-size=64', '--max_semi_space_size=64', '--import x --heap-growing-percent=50'])
    assert.deepEqual(heap({ said }).flags, [])
  assert.deepEqual(heap({ v8: '15.0.1' }).flags, [])
})

test('this V8 has both flags', () => {
  const listed = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8', maxBuffer: 2 ** 24 })
  for (const flag of heap({}).flags.concat('--semi-space-growth-factor=1'))
    assert.ok(listed.includes(`${flag.split('=')[0]} (`), `${flag} is none of V8 ${process.versions.v8}`)
})
