import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'

const run = promisify(execFile)
const tour = join(import.meta.dirname, 'support', 'key-tour.ts')

test('names such as __proto__ and constructor are names like others, and what is planted in Object.prototype changes nothing (O03)', async () => {
  const [plain, polluted] = await Promise.all([
    run(process.execPath, [tour]),
    run(process.execPath, ['--disable-proto=throw', '--unhandled-rejections=strict', tour, 'polluted']),
  ])
  assert.equal(polluted.stdout, plain.stdout)
  assert.match(plain.stdout, /^Object\.prototype true$/m)
  // Each reader met the name and kept it.
  const lines = plain.stdout.trim().split('\n')
  for (const what of ['meta', 'microdata', 'forms', 'tables', 'attributes', 'headers', 'cookies', 'crawl', 'crawl.json']) {
    const line = lines.find(said => said.startsWith(`${what} `)) ?? ''
    assert.match(line, /__proto__/, what)
    assert.match(line, /constructor/, what)
  }
  assert.match(plain.stdout, /^crawl \[1,\[\{"__proto__":\{"polluted":true\},"constructor":"__proto__"/m)
  assert.match(plain.stdout, /^robots \[true,false,false\]$/m)
})
