import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, test } from 'node:test'
import { readResultTables } from './support/result-tables.ts'

/** Every line of the pages for people who come from elsewhere is run, and gives what stands beside it. */
const root = resolve(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'orbweaver-coming-from-'))
after(() => rmSync(folder, { recursive: true, force: true }))

for (const [from, least] of [
  ['beautiful-soup', 130],
  ['cheerio', 60],
] as const) {
  test(`coming from ${from}: every line gives what it says (S9, S21)`, async () => {
    const rows = await readResultTables(readFileSync(join(root, `docs/coming-from-${from}.md`), 'utf8'), folder, from)
    assert.ok(rows.length >= least, `${rows.length} lines`)
    assert.deepEqual(
      rows.map(({ code, run }) => `${code} -> ${run()}`),
      rows.map(({ code, wanted }) => `${code} -> ${wanted}`),
    )
  })
}

test('every line compiles in a strict program', async () => {
  const config = join(folder, 'tsconfig.json')
  const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false, typeRoots: [join(root, 'node_modules/@types')] }
  writeFileSync(config, JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions, include: [`${folder}/*.mts`] }))
  const said = await new Promise<string>(resolved => {
    execFile(join(root, 'node_modules/.bin/tsc'), ['-p', config], (_, stdout, stderr) => resolved(stdout + stderr))
  })
  assert.equal(said, '')
})
