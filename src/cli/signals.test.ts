import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import type { Report } from '../spider/index.ts'
import { openTown } from '../testing/index.ts'
import { runCli, startCli, temporaryFolder } from './run-cli.test-helper.ts'

test('practice --json: the sites as JSON, open until SIGINT or SIGTERM', async () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const child = startCli(['practice', '--json', '--port', '0'])
    const closed = once(child, 'close')
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const sites = JSON.parse(String(line)) as Record<string, string>
    assert.match(await (await fetch(`${sites['square']}/`)).text(), /<title>/)
    child.kill(signal)
    assert.deepEqual(await closed, [0, null])
    await assert.rejects(fetch(`${sites['square']}/`))
  }
})

test('the first Ctrl-C ends what is under way and saves, resume goes on; the second stops at once, and nothing is lost', async () => {
  await using town = await openTown()
  using folder = temporaryFolder()
  let asked: () => void = () => {}
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>()
  const takeOff = town.override('docs', ({ path }) => {
    if (path !== '/ok/0') return undefined
    asked()
    return released
  })
  const args = ['crawl', town.url('docs', '/ok/0'), '--delay', '0', '--store', folder.at('s')]
  const start = async () => {
    const arrived = new Promise<void>(resolve => {
      asked = resolve
    })
    const child = startCli(args)
    const output = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    await arrived
    child.kill('SIGINT')
    return { child, output }
  }
  const twice = await start()
  await new Promise<void>(resolve => twice.child.stderr.once('data', () => resolve()))
  const again = setInterval(() => twice.child.kill('SIGINT'), 20)
  assert.deepEqual((await twice.output)[2], [130, null])
  clearInterval(again)

  const once1 = await start()
  await new Promise<void>(resolve => once1.child.stderr.once('data', () => resolve()))
  release(undefined)
  const [stdout, stderr, [code]] = await once1.output
  assert.equal(code, 9)
  assert.match(stdout, /^Not finished: interrupted\n/)
  assert.match(stdout, /^Met +\d+ = 1 done/m)
  assert.equal(stderr, 'Ending what is under way, then saving. Once more stops at once.\n')
  takeOff()
  const { stdout: json } = await runCli(['resume', folder.at('s'), '--max-pages', '5', '--json'])
  assert.equal((JSON.parse(json) as Report).run.pages, 4)
})

test('standard output on a full disk ends the crawl with one line', { skip: !existsSync('/dev/full') }, async () => {
  await using town = await openTown({ pages: 5 })
  const command = 'exec "$0" "$@" > /dev/full'
  const main = join(import.meta.dirname, 'main.ts')
  const args = ['crawl', town.url('docs', '/'), '--delay', '0', '--jsonl', '--progress', 'none']
  const child = spawn('/bin/sh', ['-c', command, process.execPath, main, ...args])
  const closed = once(child, 'close')
  assert.match(await text(child.stderr), /^orbweaver: Standard output cannot be written: ENOSPC[^\n]+\[disk-full\]\n$/)
  assert.deepEqual(await closed, [13, null])
})
