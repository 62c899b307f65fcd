/**
 * Crawls Debian's PostgreSQL documentation, served by nginx on loopback, and judges the crawl, and a second one, by nginx's log. Run: node
 * scripts/real-site.ts
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Report } from '../src/index.ts'
import { linkWalk } from '../test/support/link-walk.ts'
import type { LogLine } from '../test/support/nginx.ts'
import { nginxMissing, startNginx } from '../test/support/nginx.ts'

const documentation = '/usr/share/doc/postgresql-doc-15/html/'
if (nginxMissing || !existsSync(documentation)) {
  console.error(`REAL SITE NOT CRAWLED: ${nginxMissing || `no ${documentation} (Debian: apt-get install postgresql-doc-15)`}`)
  process.exit(1)
}

await using site = await startNginx({ '/': documentation })
const reached = await linkWalk(`${site.origin}/`)
const before = site.log().length
const folder = mkdtempSync(join(tmpdir(), 'orbweaver-real-'))
try {
  const main = resolve(import.meta.dirname, '../src/cli/main.ts')
  const crawl = (): Report => {
    const args = [main, 'crawl', `${site.origin}/`, '--delay', '0', '--store', folder, '--json']
    const output = execFileSync(process.execPath, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 64 * 1024 * 1024,
    })
    return JSON.parse(output) as Report
  }
  const report = crawl()
  const log = site.log().slice(before)
  const pages = log.filter(({ status, path }) => status === 200 && path !== '/robots.txt').map(({ path }) => site.origin + path)
  const twice = log.map(({ path }) => path).filter((path, at, all) => all.indexOf(path) !== at)
  assert.deepEqual(new Set(pages), reached, 'the crawl and an independent link walk must reach the same pages')
  assert.deepEqual(twice, [], 'no path may be fetched twice')
  assert.equal(log[0]?.path, '/robots.txt', 'robots.txt comes first')
  const items = readFileSync(join(folder, 'items.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as { url: string })
  assert.deepEqual(new Set(items.map(({ url }) => url)), reached, 'every page is an item')
  assert.equal(items.length, reached.size, 'every page is an item once')
  assert.ok(report.balanced && report.state === 'finished')
  const rows = execFileSync(
    'sqlite3',
    [join(folder, 'crawl.db'), "SELECT count(*) FROM crawl WHERE state = 'done' AND status = 200; PRAGMA integrity_check;"],
    { encoding: 'utf8' },
  )
  assert.equal(rows, `${reached.size}\nok\n`, 'sqlite3 shows the pages')
  console.log(`real site: ${reached.size} pages, the same set as an independent link walk, none twice, ${report.pagesPerSecond} pages/s`)
  const again = crawl()
  const second = site.log().slice(before + log.length)
  const { 200: visited, ...others } = report.statuses
  assert.deepEqual(again.statuses, { 304: visited, ...others }, 'asked again, every page answers 304')
  assert.deepEqual([again.run.unchanged, again.run.items], [reached.size, 0])
  const share = sentBy(second) / sentBy(log)
  assert.ok(share < 0.02, `an unchanged site may cost 2 % of the first crawl's bytes, not ${(share * 100).toFixed(2)} %`)
  console.log(
    `crawled again: ${second.length} answers, ${again.statuses[304]} of them 304; ${sentBy(second)} bytes sent, header fields included, of ${sentBy(log)} in the first crawl: ${(share * 100).toFixed(2)} %`,
  )
  console.log(
    execFileSync(
      'sqlite3',
      ['-header', '-column', join(folder, 'crawl.db'), 'SELECT url, status, title, depth FROM crawl ORDER BY id LIMIT 5'],
      { encoding: 'utf8' },
    ),
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function sentBy(log: readonly LogLine[]): number {
  return log.reduce((sum, { sent }) => sum + sent, 0)
}
