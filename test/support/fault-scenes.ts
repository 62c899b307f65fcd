import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FaultSite } from './fault-site.ts'
import { inspectStore } from './inspect-store.ts'
import type { HereEnd } from './run-here.ts'
import { runHere } from './run-here.ts'

/** One command that meets a fault, and what must be true of its folder afterwards. */
export type Scene = {
  /** Done once: every attempt begins with a copy of this folder. */
  prepare(folder: string): Promise<void>
  run(folder: string): Promise<HereEnd>
  /** After a run that met its fault and ended with another code than 0. */
  checkBetween(folder: string): void
  /** Brings what the first run did not. */
  again(folder: string): Promise<HereEnd>
  /** After a run that ended with 0. @param asked what the town was asked for since the begin */
  checkWhole(folder: string): void
}

export const sceneNames = ['crawl', 'resume', 'again', 'get', 'get-rest', 'get-cache', 'watch'] as const
export type SceneName = (typeof sceneNames)[number]

/** What has its own thread for the store. */
export const hasStore = (name: SceneName): boolean => name === 'crawl' || name === 'resume' || name === 'again'

export function createScene(name: SceneName, site: FaultSite): Scene {
  if (name === 'crawl') return crawlScene(site, { before: undefined })
  if (name === 'resume') return crawlScene(site, { before: 2 })
  if (name === 'again') return crawlScene(site, { before: Infinity })
  if (name === 'watch') return watchScene(site)
  return getScene(name, site)
}

const nothing = async () => {}

/** @param before pages of an earlier run on the same store: the faulty one is `resume` */
function crawlScene({ seed, states, town }: FaultSite, { before }: { readonly before: number | undefined }): Scene {
  const files = (folder: string) => ['--cookies', join(folder, 'jar'), '--output', join(folder, 'items.csv'), '--progress', 'none']
  const crawl = (folder: string, pages: number) =>
    runHere([
      ...['crawl', seed, '--delay', '0', '--concurrency', '1', '--allow-address', 'loopback', '--disk-floor', '0'],
      ...['--store', join(folder, 'store'), '--max-pages', String(Math.min(pages, 1000)), ...files(folder)],
    ])
  const resume = (folder: string) => runHere(['resume', join(folder, 'store'), '--max-pages', '1000', ...files(folder)])
  const first = (folder: string) => (before === undefined ? crawl(folder, Infinity) : resume(folder))
  let settled: readonly string[] = []
  /** Cookies that could not be written at the end of a run are gone with it, and it has said so. */
  let mayLackJar = false
  return {
    async prepare(folder) {
      if (before === undefined) return
      const { exit, stderr } = await crawl(folder, before)
      assert.equal(exit, 0, stderr)
    },
    async run(folder) {
      town.clearLog()
      settled = []
      const end = await first(folder)
      mayLackJar = end.stderr.includes(join(folder, 'jar'))
      return end
    },
    checkBetween(folder) {
      const { integrity, urls, items, finished } = inspectStore(join(folder, 'store'))
      assert.equal(integrity, 'ok')
      town.clearLog()
      // The round of before: this one had not begun yet.
      if (before === Infinity && finished) return
      assert.ok(!finished, 'what ended with a failure is not finished')
      settled = [...urls].filter(([, state]) => state !== 'waiting').map(([url]) => url)
      const visited = [...urls].filter(([url, state]) => state === 'done' && !url.endsWith('.xml')).map(([url]) => url)
      if (before !== Infinity) assert.deepEqual(items.toSorted(), visited.sort(), 'each settled page is one item')
    },
    again: folder => (existsSync(join(folder, 'store/crawl.json')) && before !== undefined ? resume(folder) : crawl(folder, Infinity)),
    checkWhole(folder) {
      const asked = town.log.map(({ site, target }) => town.url(site as 'docs', target)).filter(url => !url.endsWith('/robots.txt'))
      assert.equal(new Set(asked).size, asked.length, 'asked for a page twice')
      assert.deepEqual(
        asked.filter(url => settled.includes(url)),
        [],
        'asked again for what was settled',
      )
      const { integrity, urls, items, finished } = inspectStore(join(folder, 'store'))
      assert.deepEqual([integrity, finished], ['ok', true])
      const expected =
        before === Infinity ? new Map([...states].map(([url, state]) => [url, state === 'done' ? 'unchanged' : state])) : states
      assert.deepEqual(new Map([...urls].sort()), new Map([...expected].sort()))
      const pages = [...states].filter(([url, state]) => state === 'done' && !url.endsWith('.xml')).map(([url]) => url)
      assert.deepEqual(items.toSorted(), pages.toSorted())
      const lines = readFileSync(join(folder, 'store/items.jsonl'), 'utf8').split('\n')
      assert.equal(lines.length, pages.length + 1)
      const [header = '', ...rows] = readFileSync(join(folder, 'items.csv'), 'utf8').split('\r\n')
      assert.match(header, /^url,/)
      assert.equal(rows.pop(), '')
      assert.deepEqual(rows.map(row => row.split(',')[0]).sort(), pages.sort())
      const hasJar = existsSync(join(folder, 'jar'))
      if (hasJar) assert.match(readFileSync(join(folder, 'jar'), 'latin1'), /\tvisit\t1\n$/)
      assert.ok(hasJar || mayLackJar, 'the cookies are kept')
      assert.deepEqual(readdirSync(folder).sort(), ['items.csv', ...(hasJar ? ['jar'] : []), 'store'])
      const files = readdirSync(join(folder, 'store')).filter(file => !file.startsWith('crawl.db-'))
      assert.deepEqual(files.sort(), ['crawl.db', 'crawl.json', 'crawl.lock', 'items.jsonl'])
      assert.deepEqual(JSON.parse(readFileSync(join(folder, 'store/crawl.json'), 'utf8')).moved, [town.url('docs', '/home')])
    },
  }
}

function getScene(name: 'get' | 'get-rest' | 'get-cache', { file, fileBytes }: FaultSite): Scene {
  const whole = ['-H', 'X-Whole: 1']
  const out = (folder: string) => join(folder, 'out')
  const run = (folder: string, ...more: string[]) => runHere(['get', '-s', '-S', ...more, '-o', out(folder), file])
  const beside = name === 'get' ? ['head', 'jar', 'out', 'tag'] : ['out']
  const files = (folder: string) => ['-D', join(folder, 'head'), '-c', join(folder, 'jar'), '--etag-save', join(folder, 'tag')]
  const more = (folder: string) =>
    name === 'get'
      ? ['-R', ...whole, ...files(folder)]
      : name === 'get-rest'
        ? ['-C', '-', ...whole]
        : ['--cache', join(folder, 'cache'), ...whole]
  return {
    async prepare(folder) {
      if (name === 'get-rest') assert.equal((await run(folder)).code, 'body-truncated')
      if (name === 'get-cache') assert.equal((await run(folder, ...more(folder))).exit, 0)
    },
    run: folder => run(folder, ...more(folder)),
    checkBetween(folder) {
      if (existsSync(out(folder))) assert.deepEqual(readFileSync(out(folder)), fileBytes)
    },
    again: folder => run(folder, ...more(folder)),
    checkWhole(folder) {
      assert.deepEqual(readFileSync(out(folder)), fileBytes)
      const left = readdirSync(folder).filter(file => file !== 'cache')
      assert.deepEqual(left.sort(), beside)
      if (name === 'get') assert.deepEqual(readFileSync(join(folder, 'tag'), 'utf8'), '"v1"\n')
    },
  }
}

function watchScene({ file, fileBytes }: FaultSite): Scene {
  const run = (folder: string) =>
    runHere([
      ...['watch', file, '--count', '1', '--dir', folder, '--state', join(folder, 'state'), '--header', 'X-Whole: 1'],
      ...['--progress', 'none', '--every', '1'],
    ])
  return {
    prepare: nothing,
    run,
    checkBetween(folder) {
      for (const kept of readdirSync(folder)) if (/^file/.test(kept)) assert.deepEqual(readFileSync(join(folder, kept)), fileBytes)
    },
    again: run,
    checkWhole(folder) {
      // A lock that could not be removed holds nothing.
      const left = readdirSync(folder).filter(file => !file.endsWith('.lock'))
      const [version = '', state, ...others] = left.sort()
      assert.match(version, /^file\.20260101T000000Z$/)
      assert.deepEqual([state, others], ['state', []])
      assert.deepEqual(readFileSync(join(folder, version)), fileBytes)
      assert.deepEqual(JSON.parse(readFileSync(join(folder, 'state'), 'utf8')).files, [version])
    },
  }
}
