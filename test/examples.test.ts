import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { after, suite, test } from 'node:test'
import { openTown } from '../src/testing/index.ts'

const folder = resolve(import.meta.dirname, '../examples')

type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string }

function example(file: string, ...args: readonly string[]): Promise<Ran> {
  return new Promise(end =>
    execFile(process.execPath, [resolve(folder, file), ...args], (error, stdout, stderr) =>
      end({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
    ),
  )
}

const lines = (text: string) => text.trimEnd().split('\n')

const town = await openTown({ pages: 30 })
after(() => town.close())

// Together: each waits politely, so one after the other they would take three times as long.
suite('examples', { concurrency: true }, () => {
  test('01: one line of JSON a page', async () => {
    const { code, stdout, stderr } = await example('01-crawl-to-jsonl.ts', town.url('docs', '/'), '4')
    assert.equal(code, 0, stderr)
    const items = lines(stdout).map(line => JSON.parse(line) as { url: string; status: number; title: string })
    assert.deepEqual([items[0]?.url, items[0]?.status, items[0]?.title], [town.url('docs', '/'), 200, 'Documentation'])
    // The fourth page is the sitemap: it is followed and is no item.
    assert.equal(items.length, 3)
    assert.match(stderr, /^4 pages done, \d+ waiting: the limit of 4 pages is reached$/m)
  })

  test('07: handlers in a module, for the command line', async () => {
    const module = resolve(folder, '07-people.ts')
    const flags = ['--jsonl', '--delay', '0', '--max-pages', '8', '--workers', '1']
    const cli = resolve(folder, '../src/cli/main.ts')
    const { code, stdout, stderr } = await example(cli, 'crawl', town.url('people', '/'), '--handlers', module, ...flags)
    assert.equal(code, 0, stderr)
    const people = lines(stdout).map(line => JSON.parse(line) as { url: string; name: string; age: number })
    assert.ok(people.length > 3)
    for (const { url, name, age } of people) {
      assert.match(url, /users\.php\?ID=\d+/)
      assert.ok(name.length > 0 && age > 0, name)
    }
  })

  test('02, P20: handlers take fields out of pages', async () => {
    const { code, stdout, stderr } = await example('02-handlers.ts', town.url('people', '/'), '6')
    assert.equal(code, 0, stderr)
    assert.equal(lines(stdout).length, 5)
    for (const line of lines(stdout)) {
      const [, id, age] = /^(\d{6})\t(\d+|not told)$/.exec(line) ?? assert.fail(line)
      const page = await (await fetch(town.url('people', `/users.php?ID=${Number(id)}`))).text()
      const shown = page.split('<b>Age</font>')[1]?.slice(0, 3).replace(/\D/g, '')
      assert.equal(age, shown || 'not told')
    }
  })

  test('03: broken links, with the pages they stand on', async () => {
    const { code, stdout, stderr } = await example('03-broken-links.ts', town.url('moved', '/'))
    assert.equal(code, 1, stderr)
    assert.ok(lines(stdout).includes(`redirect-loop\t${town.url('moved', '/self')}\ton ${town.url('moved', '/')}`), stdout)
    assert.match(stdout, /\d+ of \d+ URLs are well, \d+ are broken\.$/m)
  })

  test('04: a walk by chance is the same with the same seed', async () => {
    const walk = (seed: string) => example('04-random-walk.ts', town.url('docs', '/'), '4', seed)
    const [one, again, other] = await Promise.all([walk('1'), walk('1'), walk('2')])
    assert.equal(one.code, 0, one.stderr)
    assert.equal(lines(one.stdout).length, 4)
    assert.equal(new Set(lines(one.stdout).map(line => line.split('\t')[1])).size, 4)
    assert.equal(one.stdout, again.stdout)
    assert.notEqual(one.stdout, other.stdout)
  })

  test('05: a plugin stops the crawl after two failures', async () => {
    const { code, stdout, stderr } = await example('05-plugin-stop-rule.ts', town.url('moved', '/'), '2')
    assert.equal(code, 0, stderr)
    assert.match(stdout, /^unfinished: 2 pages failed\n[2-9] failed, \d+ done, \d+ waiting\n$/)
  })

  test('06, Z36: two hours at the webcam; downloads are changes, and the first picture', async () => {
    const { code, stdout, stderr } = await example('06-watch-a-day.ts', '2')
    assert.equal(code, 0, stderr)
    const numbers = lines(stdout)
      .slice(3)
      .map(line =>
        line
          .match(/ [\d,]+(?= )/g)!
          .slice(-5, -1)
          .map(Number),
      )
    assert.deepEqual(numbers, [
      [24, 24, 12, 11],
      [24, 35, 12, 11],
      [24, 24, 24, 11],
      [12, 12, 12, 11],
      [2, 2, 2, 1],
    ])
  })

  test('every example is tried here and has at most 100 lines', () => {
    const tried = readFileSync(import.meta.filename, 'utf8')
    for (const file of readdirSync(folder).filter(name => name.endsWith('.ts'))) {
      assert.ok(tried.includes(`'${file}'`), file)
      assert.ok(lines(readFileSync(resolve(folder, file), 'utf8')).length <= 100, file)
    }
  })
})
