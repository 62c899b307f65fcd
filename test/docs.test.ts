import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import { makeDocs } from '../scripts/make-docs.ts'
import { diskCacheStore } from '../src/cache/index.ts'
import { schema, schemaVersion } from '../src/frontier/sqlite/schema.ts'
import type { Item } from '../src/index.ts'
import { crawl, memorySink } from '../src/index.ts'
import { defaultName } from '../src/spider/index.ts'
import { openTown } from '../src/testing/index.ts'
import { reportOf } from '../src/watch/watch-report.ts'
import { newState } from '../src/watch/watch-state.ts'

const root = resolve(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const formats = read('docs/formats.md')

const town = await openTown({ pages: 5 })
after(() => town.close())

test('the made pages are what scripts/make-docs.ts makes', async () => {
  for (const [file, text] of await makeDocs()) assert.equal(read(file), text, `${file} is old: node scripts/make-docs.ts`)
})

test('the identity that is sent by default has the version of the package, in the command line too', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string }
  assert.equal(defaultName, `Orbweaver/${version.split('.', 2).join('.')}`)
  assert.ok(read('docs/cli.md').includes(defaultName))
})

/** The part below a heading, up to the next heading. */
function part(heading: string): string {
  const from = formats.indexOf(`\n${heading}\n`)
  assert.ok(from >= 0, `docs/formats.md has no ${heading}`)
  const rest = formats.slice(from + heading.length + 2)
  return rest.slice(0, rest.search(/^#/m) < 0 ? undefined : rest.search(/^#/m))
}

const firstCells = (text: string) => [...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name!)

test('docs/formats.md names every table, view and column of crawl.db, and no other', () => {
  const database = new DatabaseSync(':memory:')
  database.exec(schema)
  const made = database.prepare("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')").all() as { name: string }[]
  const named = [...formats.matchAll(/^#### (\w+)$/gm)].map(([, name]) => name)
  assert.deepEqual(named.toSorted(), made.map(({ name }) => name).toSorted())
  for (const { name } of made) {
    const columns = database.prepare('SELECT name FROM pragma_table_info(?)').all(name) as { name: string }[]
    const told = name === 'meta' ? ['key', 'value'] : columns.map(column => column.name)
    assert.deepEqual(firstCells(part(`#### ${name}`)), told, name)
  }
  database.close()
  assert.match(formats, new RegExp(`in the table \`meta\`, now ${schemaVersion}\\)`))
})

test('docs/formats.md names the columns of cache.db', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-docs-'))
  diskCacheStore(folder)[Symbol.dispose]()
  const database = new DatabaseSync(join(folder, 'cache.db'), { readOnly: true })
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[]
  for (const { name } of tables) {
    const columns = database.prepare('SELECT name FROM pragma_table_info(?)').all(name) as { name: string }[]
    assert.deepEqual(
      firstCells(part(`### Table ${name} of cache.db`)),
      columns.map(column => column.name),
      name,
    )
  }
  database.close()
  rmSync(folder, { recursive: true })
})

test('docs/formats.md names the fields of an item, of the report and of crawl.json', async () => {
  const items: Item[] = []
  const report = await crawl(town.url('docs', '/'), { delayMs: 0, profile: true, plugins: [memorySink(items)] }).run()
  assert.deepEqual(firstCells(part('## Items')), Object.keys(items[0]!))
  assert.deepEqual(firstCells(part('## Report')).toSorted(), Object.keys(report).toSorted())
  const { profile } = report
  assert.ok(profile !== undefined)
  assert.deepEqual(firstCells(part('### Profile')), Object.keys(profile))
  const names = Object.values(profile).flatMap(value => (typeof value === 'object' ? Object.keys(value) : []))
  assert.deepEqual(
    names.filter(name => !part('### Profile').includes(`\`${name}\``)),
    [],
  )
  const crawlFile = /export type CrawlFile = \{([\s\S]*?)\n\}/.exec(read('src/spider/crawl-file.ts'))![1]!
  const fields = [...crawlFile.matchAll(/readonly (\w+):/g)].map(([, name]) => name!)
  assert.deepEqual(firstCells(part('### crawl.json')), fields)
})

test('docs/formats.md names the fields of the state of a watch and of its report', () => {
  const state = newState('http://a.test/', 0, 1)
  assert.deepEqual(firstCells(part('## The state of a watch')), Object.keys(state))
  assert.deepEqual(firstCells(part('## Report of a watch')), Object.keys(reportOf(state, 'open', 1)))
})

test('docs/seeds.md has every number once, with a state, and names only tests that exist', () => {
  const rows = [...read('docs/seeds.md').matchAll(/^\| ([PZS]\d+) \| (.+) \| (.+) \|$/gm)]
  const numbers = [['P', 43] as const, ['Z', 98] as const, ['S', 21] as const]
  const all = numbers.flatMap(([letter, count]) => Array.from({ length: count }, (_, at) => `${letter}${at + 1}`))
  assert.deepEqual(
    rows.map(([, number]) => number),
    all,
  )
  for (const [, number, , state] of rows) {
    assert.match(state!, /^(?:open$|open; so far: .|works: .+ -> `)/, number)
    for (const [, file] of state!.matchAll(/`([\w./-]+\.test\.ts)`/g)) assert.ok(existsSync(join(root, file!)), `${number}: ${file}`)
  }
})

test('every decision has a number of its own, in its name and its heading', () => {
  const files = readdirSync(join(root, 'docs/decisions')).sort()
  const numbers = files.map(file => file.slice(0, 4))
  assert.deepEqual(numbers, [...new Set(numbers)])
  for (const file of files) assert.match(read(`docs/decisions/${file}`), new RegExp(`^# ${file.slice(0, 4)} \\S`), file)
})

test('links between the papers lead somewhere', () => {
  const papers = ['.', 'docs', 'docs/decisions'].flatMap(folder =>
    readdirSync(join(root, folder))
      .filter(file => file.endsWith('.md'))
      .map(file => join(folder, file)),
  )
  const dead = papers.flatMap(paper =>
    [...read(paper).matchAll(/\]\((?!https?:)([^)#\s]+)/g)]
      .filter(([, target]) => !existsSync(resolve(root, dirname(paper), target!)))
      .map(([, target]) => `${paper} -> ${target}`),
  )
  assert.deepEqual(dead, [])
})
