/**
 * Runs the tests, all or those named: npm test, npm test -- src/url/*.test.ts. What is compiled is kept: 326 processes load much the same
 * modules, and a third of their time went into stripping types and compiling.
 */
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

const named = process.argv.slice(2)
const files = named.some(one => !one.startsWith('-')) ? named : [...named, 'src/**/*.test.ts', 'test/**/*.test.ts']
const { status } = spawnSync(process.execPath, ['--test', '--test-concurrency=2', '--test-timeout=120000', ...files], {
  stdio: 'inherit',
  env: { NODE_COMPILE_CACHE: resolve(import.meta.dirname, '../node_modules/.cache/tests'), ...process.env },
})
process.exitCode = status ?? 1
