import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, watch } from 'node:fs'
import { join } from 'node:path'
import type { Town } from '../../src/testing/index.ts'
import type { StoreState } from './inspect-store.ts'
import { inspectStore } from './inspect-store.ts'
import { startCli } from './start-cli.ts'

export type CrashRunOptions = {
  readonly town: Town
  /** Pages of the town's documentation site. */
  readonly pages: number
  /** A folder of its own. */
  readonly store: string
  readonly concurrency: number
  readonly perSite?: number
  /** Kills at most; the crawl may be over before. */
  readonly kills: number
  /** [0, 1) */
  readonly random: () => number
}

export type CrashRunResult = {
  readonly kills: number
  /** Kills by the moment they were aimed at. */
  readonly phases: ReadonlyMap<Aim['phase'], number>
  readonly integrityChecks: number
  readonly requests: number
  /** Requests for pages that had been asked for before. */
  readonly refetched: number
  /** Requests under way at the kills, all together. */
  readonly inFlight: number
  readonly items: number
}

/** When a process is killed: at the n-th change in its store's folder, at its n-th request, or in its last steps. */
type Aim = {
  readonly phase: 'start' | 'robots' | 'middle' | 'end'
  readonly requests: number
  /** Changes in the folder after that. */
  readonly changes: number
  readonly extraMs: number
}

type Life = { readonly name: string; readonly before: StoreState; readonly after: StoreState; readonly killed: boolean }

/**
 * Crawls the documentation site of a town with the command line, kills it with SIGKILL again and again, and starts the same command until
 * it ends by itself. Asserts after every kill that the store is sound, and at the end that nothing is lost, doubled, or asked for again
 * without need. The town's log is the judge of what was asked; a header tells the lives apart, for bytes of a dead process may arrive late.
 */
export async function crashRun(options: CrashRunOptions): Promise<CrashRunResult> {
  const { town, store, kills } = options
  mkdirSync(store, { recursive: true })
  const begin = town.log.length
  const phases = new Map<Aim['phase'], number>()
  const lives: Life[] = []
  for (let state = inspectStore(store), over = false; !over; ) {
    assert.ok(lives.length <= kills, 'a process that nobody kills ends by itself')
    const aim = lives.length < kills ? aimAt(state, kills - lives.length, options) : undefined
    const name = String(lives.length + 1)
    const killed = await live(name, aim, options)
    const after = inspectStore(store)
    assertSound(after)
    lives.push({ name, before: state, after, killed })
    if (killed && aim !== undefined) phases.set(aim.phase, (phases.get(aim.phase) ?? 0) + 1)
    // A crawl killed after its last commit is whole: the same command would begin a new round.
    over = !killed || after.finished
    state = after
  }
  const asked = town.log.slice(begin).map(({ target, headers }) => ({ target, life: headerOf(headers, 'x-life') }))
  const counts = judgeRequests(asked, lives, options)
  assertComplete(lives.at(-1)!.after, options)
  return {
    kills: lives.filter(life => life.killed).length,
    phases,
    integrityChecks: lives.length,
    requests: asked.length,
    ...counts,
    items: lives.at(-1)!.after.items.length,
  }
}

/** Every URL that a whole crawl of the documentation site settles; all but the sitemap are items. */
export function docsUrls(town: Town, pages: number): string[] {
  return [
    town.url('docs', '/'),
    town.url('docs', '/sitemap.xml'),
    ...Array.from({ length: pages }, (_, page) => town.url('docs', `/ok/${page}`)),
  ]
}

/** One process from its start to its end. @returns whether it was killed */
async function live(name: string, aim: Aim | undefined, options: CrashRunOptions): Promise<boolean> {
  const { town, store, concurrency, perSite } = options
  const given = perSite === undefined ? [] : ['--per-site', String(perSite)]
  const flags = [
    '--delay',
    '0',
    '--concurrency',
    String(concurrency),
    ...given,
    '--header',
    `X-Life: ${name}`,
    '--store',
    store,
    '--json',
    '--progress',
    'none',
  ]
  await using run = startCli(['crawl', town.url('docs', '/'), ...flags])
  const disarm = aim === undefined ? () => {} : arm(aim, name, options, () => run.child.kill('SIGKILL'))
  try {
    const { code, signal, stderr } = await run.ended
    assert.ok(signal === 'SIGKILL' || code === 0, `life ${name} ended with ${code ?? signal}: ${stderr}`)
    return signal === 'SIGKILL'
  } finally {
    disarm()
  }
}

/** Calls `kill` once, when the moment has come. */
function arm(aim: Aim, name: string, { town, store }: CrashRunOptions, kill: () => void): () => void {
  let { requests, changes } = aim
  let fired = false
  const look = () => {
    if (fired || requests > 0 || changes > 0) return
    fired = true
    if (aim.extraMs === 0) kill()
    else setTimeout(kill, aim.extraMs)
  }
  const restore = town.override('docs', request => {
    if (request.header('x-life') !== name) return undefined
    requests--
    look()
    return undefined
  })
  const watcher = watch(store, () => {
    if (requests > 0) return
    changes--
    look()
  })
  return () => {
    restore()
    watcher.close()
  }
}

/** The next moment: the first ones are early, the last one is late, and the others are anywhere in what is left. */
function aimAt(state: StoreState, killsLeft: number, { kills, random, pages }: CrashRunOptions): Aim {
  const extraMs = Math.floor(random() * 4)
  const left = pages + 2 - [...state.urls.values()].filter(isFinal).length
  const kind = random()
  const early = killsLeft === kills ? 0.5 : 0.15
  if (kind < early) return { phase: 'start', requests: 0, changes: 1 + Math.floor(random() * 12), extraMs }
  if (killsLeft === kills) return { phase: 'robots', requests: 1, changes: 0, extraMs }
  if (killsLeft === 1) return { phase: 'end', requests: left, changes: Math.floor(random() * 6), extraMs }
  return { phase: 'middle', requests: 1 + Math.floor((random() * 2 * left) / (killsLeft + 1)), changes: 0, extraMs }
}

/** What must hold at any moment: the database is whole, and items and settled pages are the same set. */
function assertSound({ integrity, urls, items }: StoreState): void {
  assert.equal(integrity, 'ok')
  const visited = [...urls].filter(([url, state]) => isFinal(state) && !url.endsWith('.xml')).map(([url]) => url)
  assert.deepEqual(items.toSorted(), visited.sort(), 'each settled page is one item')
}

/** No page is asked for after it was settled, and never more were under way at a kill than the limit allows. */
function judgeRequests(
  asked: readonly { target: string; life: string }[],
  lives: readonly Life[],
  options: CrashRunOptions,
): { refetched: number; inFlight: number } {
  const { town, concurrency } = options
  const totals = { refetched: 0, inFlight: 0 }
  const underWay = new Set<string>()
  for (const { name, before, after, killed } of lives) {
    const all = asked.filter(({ life }) => life === name).map(({ target }) => town.url('docs', target))
    const robots = all.filter(url => url.endsWith('/robots.txt')).length
    assert.ok(robots <= (before.robots.length > 0 ? 0 : 1), `life ${name} asked for robots.txt ${robots} times`)
    const pages = all.filter(url => !url.endsWith('/robots.txt'))
    const unique = new Set(pages)
    assert.equal(unique.size, pages.length, `life ${name} asked for a page twice`)
    const settled = pages.filter(url => isFinal(before.urls.get(url)))
    assert.deepEqual(settled, [], `life ${name} asked again for what was settled`)
    const again = pages.filter(url => underWay.has(url))
    const broken = pages.filter(url => !isFinal(after.urls.get(url)))
    assert.ok(broken.length <= (killed ? concurrency : 0), `${broken.length} requests were under way when life ${name} ended`)
    assert.ok(again.length <= underWay.size)
    totals.refetched += again.length
    totals.inFlight += broken.length
    for (const url of pages) underWay.add(url)
    for (const url of [...underWay]) if (isFinal(after.urls.get(url))) underWay.delete(url)
  }
  assert.equal(asked.filter(({ life }) => !lives.some(({ name }) => name === life)).length, 0, 'every request belongs to a life')
  assert.equal(underWay.size, 0, 'what was under way at a kill is settled in the end')
  assert.ok(totals.refetched <= totals.inFlight)
  return totals
}

function assertComplete({ urls, items, retries, finished }: StoreState, { town, pages, store }: CrashRunOptions): void {
  const expected = docsUrls(town, pages)
  assert.deepEqual([...urls.keys()].sort(), expected.toSorted(), 'every URL is met')
  assert.deepEqual(
    [...urls].filter(([, state]) => state !== 'done'),
    [],
    'every URL is done',
  )
  assert.deepEqual(items.toSorted(), expected.filter(url => !url.endsWith('.xml')).sort(), 'every page is an item, once')
  const lines = readFileSync(join(store, 'items.jsonl'), 'utf8').split('\n').length - 1
  assert.equal(lines, items.length, 'items.jsonl holds nothing beyond what was committed')
  assert.equal(retries, 0)
  assert.ok(finished, 'the store knows that it is finished')
}

function isFinal(state: string | undefined): boolean {
  return state !== undefined && state !== 'waiting'
}

function headerOf(headers: readonly string[], name: string): string {
  return headers.find((_, index) => index % 2 === 1 && headers[index - 1]!.toLowerCase() === name) ?? ''
}
