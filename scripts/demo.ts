/** Opens the practice town and crawls it politely: the main job in one command. Run: npm run demo */
import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { openTown } from '../src/testing/index.ts'

await using town = await openTown({ pages: 200 })
const store = join(mkdtempSync(join(tmpdir(), 'orbweaver-demo-')), 'store')
const seeds = [town.url('docs', '/'), town.url('library', '/'), town.url('wiki', '/'), town.url('terms', '/'), town.url('stubborn', '/')]
const flags = ['--delay', '0.02', '--agent', 'Demo/1.0', '--contact', 'demo@example.org', '--store', store]
process.stdout.write(`The practice town is open at ${town.sites.square}/\n$ orbweaver crawl ${seeds.join(' ')} ${flags.join(' ')}\n\n`)
const crawl = spawn(process.execPath, [resolve(import.meta.dirname, '../src/cli/main.ts'), 'crawl', ...seeds, ...flags], {
  stdio: 'inherit',
})
const code = await new Promise<number>(end => crawl.once('exit', status => end(status ?? 1)))
// 10: a site is held. The town's stubborn site answers its robots.txt with 503, and so nothing else of it may be asked.
const held = 10
const strangers = town.log.filter(({ site, target }) => site === 'stubborn' && target !== '/robots.txt').length
process.stdout.write(
  `\nThe town's log: ${town.log.length} requests, robots.txt first on every site, ${strangers} requests to the site whose robots.txt answers 503.\n`,
)
process.exitCode = code === held && strangers === 0 ? 0 : code || 1
