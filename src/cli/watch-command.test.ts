import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { describe, test } from 'node:test'
import type { Town } from '../testing/index.ts'
import { openTown } from '../testing/index.ts'
import { linesOf, runCli, startCli, temporaryFolder } from './run-cli.test-helper.ts'

/** A page whose text is another at each request. */
function changing(town: Town, path: string): string {
  let count = 0
  town.override('quiet', request =>
    request.path === path ? { status: 200, headers: ['Content-Type', 'text/plain'], body: `version ${++count}` } : undefined,
  )
  return town.url('quiet', path)
}

const pictures = (folder: string) => readdirSync(folder).filter(name => name.endsWith('.jpg'))

describe('orbweaver watch', { concurrency: 3 }, () => {
  test('the image on the page is kept under a name with its time, and the sums are printed (Z35)', async () => {
    await using town = await openTown()
    using folder = temporaryFolder()
    const page = town.url('airport', '/airport-camviewer.php')
    const { code, stdout, stderr } = await runCli(['watch', page, '--image', '--every', '1h', '--count', '1', '--dir', folder.path])
    assert.deepEqual([code, stderr], [0, ''])
    const [name = ''] = pictures(folder.path)
    assert.match(name, /^airport_00329\.\d{8}T\d{6}Z\.jpg$/)
    assert.equal(readFileSync(folder.at(name)).length, 32_059)
    assert.match(
      stdout,
      /^\S+Z {2}first {2}\S+\.jpg {2}32,059 bytes\nWatched .*: all checks are made\nChecks +1: 0 changes, 0 failed; 2 requests and 1 for/,
    )
    assert.match(stdout, /\nNaive +[\d,]+ would have come by plain GETs every 3,600 s, 1 time\nSaved +nothing yet: \d+ bytes more came\n/)
    const report = JSON.parse(
      (await runCli(['watch', page, '--image', '--for', '0', '--every', '1h', '--dir', folder.path, '--json'])).stdout,
    )
    assert.deepEqual([report.checks, report.downloads, report.ended], [1, 1, 'time'], 'not due: nothing is asked, the sums are there')
  })

  test('--exec gets what is new in its environment and no shell reads it; a command that fails is reported and the watch goes on', async () => {
    await using town = await openTown()
    using folder = temporaryFolder()
    const url = changing(town, '/a;touch%20x;$(touch%20x)&touch%20x')
    const exec = 'echo "$ORBWEAVER_URL|$ORBWEAVER_FILE|$ORBWEAVER_CHANGED_AT"; cat "$ORBWEAVER_FILE"; exit 3'
    const args = ['watch', url, '--every', '0.01', '--count', '3', '--dir', folder.path, '--exec', exec]
    const { code, stdout, stderr } = await runCli(args, { cwd: folder.path })
    assert.equal(code, 0)
    const told = linesOf(stdout).filter(line => line.startsWith('http'))
    assert.equal(told.length, 2, 'two changes; the first version is none')
    for (const [index, line] of told.entries()) {
      const [name, file = '', at = ''] = line.split('|')
      assert.equal(name, url)
      assert.equal(readFileSync(file, 'utf8'), `version ${index + 2}`)
      assert.ok(Number.isFinite(Date.parse(at)))
    }
    assert.ok(stdout.includes('version 2') && stdout.includes('version 3'))
    assert.equal(stderr.match(/--exec failed: exit code 3\. The watch goes on\./g)?.length, 2)
    assert.equal(readdirSync(folder.path).includes('x'), false)
  })

  test('--jsonl: every event, one a line; the command of --exec does not write among them; the first change ends --until-change', async () => {
    await using town = await openTown()
    using folder = temporaryFolder()
    const args = [
      'watch',
      changing(town, '/x'),
      '--every',
      '0.01',
      '--until-change',
      '--no-save',
      '--dir',
      folder.path,
      '--jsonl',
      '--exec',
      'echo mine',
    ]
    const { code, stdout, stderr } = await runCli(args)
    // A machine under load finds the next check due at once.
    const events = linesOf(stdout).flatMap(line => (line.includes('"waiting"') ? [] : [JSON.parse(line)]))
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['checked', 'changed', 'checked', 'changed'],
    )
    assert.deepEqual([events[1].first, events[3].first, events[3].file], [true, false, null])
    assert.equal(code, 0)
    assert.match(stderr, /^mine\nWatched .*: it has changed\n/)
  })

  test('killed while it waits, it asks for nothing before the next check is due', async () => {
    await using town = await openTown()
    using folder = temporaryFolder()
    const args = ['watch', changing(town, '/x'), '--every', '1h', '--dir', folder.path]
    const child = startCli([...args, '--jsonl'])
    for await (const line of createInterface(child.stdout)) if (JSON.parse(line).kind === 'waiting') break
    child.kill('SIGKILL')
    await once(child, 'exit')
    const asked = town.log.length
    const { code, stdout } = await runCli([...args, '--for', '0', '--json'])
    const { checks, due } = JSON.parse(stdout)
    assert.deepEqual([code, checks, town.log.length], [0, 1, asked])
    assert.ok(Date.parse(due) > Date.now() + 3_500_000)
  })

  test('Ctrl-C ends it with its state saved and its sums printed', async () => {
    await using town = await openTown()
    using folder = temporaryFolder()
    const child = startCli(['watch', changing(town, '/x'), '--dir', folder.path, '--state', folder.at('s.json')])
    let stdout = ''
    for await (const line of createInterface(child.stdout)) {
      stdout += `${line}\n`
      if (line.includes('first')) child.kill('SIGINT')
    }
    const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode]
    assert.equal(code, 0)
    assert.match(stdout, /: it was stopped\nChecks +1: /)
    assert.equal(JSON.parse(readFileSync(folder.at('s.json'), 'utf8')).counts.checks, 1)
  })

  test('exit codes: gone 8, missing 8, robots.txt unreachable 10 or refusing 11, damaged state 12, no change 9, no contact 14, nonsense 2, too large 7', async () => {
    await using town = await openTown()
    using folder = temporaryFolder()
    town.override('quiet', ({ path }) => (path === '/gone' ? { status: 410, headers: [] } : undefined))
    const closed = { status: 200, headers: ['Content-Type', 'text/plain'], body: 'User-agent: *\nDisallow: /\n' }
    town.override('docs', ({ path }) => (path === '/robots.txt' ? closed : undefined))
    writeFileSync(folder.at('damaged'), '{}')
    const run = async (url: string, ...more: string[]) => {
      const { code, stderr } = await runCli(['watch', url, '--dir', folder.path, '--no-save', '--count', '1', ...more])
      return [code, /\[([a-z-]+)\]\n$/.exec(stderr)?.[1]]
    }
    assert.deepEqual(
      await Promise.all([
        run(town.url('quiet', '/gone')),
        run(town.url('quiet', '/missing')),
        run(town.url('stubborn', '/')),
        run(town.url('docs', '/')),
        run(town.url('library', '/'), '--state', folder.at('damaged')),
        run(town.url('library', '/romeo.txt'), '--until-change'),
        run('https://example.org/'),
        run(town.url('library', '/'), '--json', '--jsonl'),
        run(town.url('library', '/'), '--every', 'often'),
        run(town.url('library', '/image.jpg'), '--max-filesize', '10K'),
      ]),
      [
        [8, 'http-status'],
        [8, 'http-status'],
        [10, 'robots-unreachable'],
        [11, 'robots-refused'],
        [12, 'store-corrupt'],
        [9, undefined],
        [14, 'identity-missing'],
        [2, 'usage'],
        [2, 'usage'],
        [7, 'body-too-large'],
      ],
    )
  })
})
