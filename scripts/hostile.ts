/**
 * The whole hostile street against a crawl with its defaults, in real time. First the 1,000 healthy pages alone, then all of it at once.
 * Run: npm run hostile [-- --delay 100 --keep]. A table goes to standard output (--json: one object), progress to standard error.
 * Exit code 0: every check held.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import { limits } from '../src/base/limits.ts'
import type { Report } from '../src/index.ts'
import type { ListedEndpoint, TownRequest, Verdict } from '../src/testing/index.ts'
import { inspectStore } from '../test/support/inspect-store.ts'

const { values } = parseArgs({
  options: { delay: { type: 'string', default: '100' }, keep: { type: 'boolean' }, json: { type: 'boolean' } },
})
const main = resolve(import.meta.dirname, '../src/cli/main.ts')
const visitor = resolve(import.meta.dirname, 'hostile-visit.ts')
const folder = mkdtempSync(join(tmpdir(), 'orbweaver-hostile-'))
const say = (text: string) => process.stderr.write(`${text}\n`)

type Settled = { url: string; from?: string; outcome: string; reason?: string; status?: number; took: number }
type Visit = {
  readonly settled: readonly Settled[]
  readonly held: ReadonlyMap<string, string>
  readonly report: Report
  readonly maxRss: number
  readonly loopMs: { readonly most: number; readonly p99: number }
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly store: string
}
type Check = { readonly says: string; readonly found: string; readonly holds: boolean }

const street = await openStreet()
const authority = join(folder, 'all.authority.pem')
writeFileSync(authority, await (await fetch(new URL('/__ca', street.start))).text())
/** A pause of a year and a Crawl-delay of a day: a polite crawl waits there for a day, and for 5 minutes at each of three pages. */
const longest: ReadonlySet<string> = new Set(['Q01-year', 'R10-86400'])
const here = street.endpoints.filter(({ id }) => !longest.has(id))
const checks: Check[] = []
const check = (says: string, holds: boolean, found: string | number) => checks.push({ says, holds, found: String(found) })
try {
  const healthy = street.endpoints.find(({ id }) => id === 'OK')!
  say('1,000 healthy pages alone ...')
  const alone = await visit('alone', [healthy.url])
  await fetch(new URL('/__log', street.start), { method: 'DELETE' })
  const before = filesOutside()
  say(`all ${here.length} endpoints at once ...`)
  const all = await visit(
    'all',
    here.flatMap(({ url, parts = [], carries }) => [url, ...parts.map(part => part.url)].map(one => withUser(one, carries?.user))),
  )
  judge(alone, all, before, await logOf(street.start), await verdictsOf(street.start))
} finally {
  street.child.kill('SIGTERM')
  if (!values.keep) rmSync(folder, { recursive: true, force: true })
}
if (values.json) process.stdout.write(`${JSON.stringify(checks)}\n`)
else for (const { says, holds, found } of checks) process.stdout.write(`${holds ? 'ok  ' : 'FAIL'} ${says}: ${found}\n`)
process.exitCode = checks.every(({ holds }) => holds) ? 0 : 1

function judge(alone: Visit, all: Visit, before: ReadonlySet<string>, log: readonly TownRequest[], verdicts: readonly Verdict[]): void {
  const { report, settled } = all
  const { counts } = report
  check(
    'the crawl ends well and without a word on standard error',
    all.code === 0 && all.stderr === '',
    `exit ${all.code} ${all.stderr.slice(0, 300)}`,
  )
  const heldSites = new Set(all.held.keys())
  const left = waitingOf(all.store).filter(url => !heldSites.has(new URL(url).origin))
  const isEnded = report.balanced && counts.leased === 0 && left.length === 0
  check(
    'every URL ends in one outcome, or waits at a site whose robots.txt is unreachable',
    isEnded,
    `${JSON.stringify(counts)}, ${heldSites.size} sites held`,
  )
  const untyped = settled.filter(
    ({ outcome, reason }) => outcome !== 'done' && outcome !== 'redirected' && !/^[a-z][a-z0-9-]+$/.test(reason ?? ''),
  )
  const internal = settled.filter(({ reason }) => reason === 'internal')
  check(
    'every failure has a code, and none is "internal"',
    untyped.length + internal.length === 0,
    list([...untyped, ...internal].map(({ url }) => url)),
  )
  const wrong = here.flatMap(endpoint => [endpoint, ...(endpoint.parts ?? [])]).flatMap(one => disagreement(one, all))
  check(`every endpoint ends as it should`, wrong.length === 0, list(wrong))
  const bad = verdicts.filter(({ verdict }) => verdict === 'bad').map(({ id, faults }) => `${id}: ${faults.join(', ')}`)
  check('the street saw a good robot', bad.length === 0, list(bad))
  // By the visitor's clock: the street learns that he is gone with its next byte.
  const slowest = settled.reduce((most, one) => (one.took > most.took ? one : most), settled[0]!)
  check('no request took longer than its limit + 1 s', slowest.took <= limits.pageMs + 1000, `${seconds(slowest.took)} (${slowest.url})`)
  const forever = log.filter(({ site }) => site === 'B04')
  const cost = Math.max(...forever.map(one => one.at + tookOf(one))) - Math.min(...forever.map(({ at }) => at))
  check('ten answers that never end cost their site less than 4 min', cost < 240_000, seconds(cost))
  const megabytes = (all.maxRss - alone.maxRss) / 2 ** 20
  check(
    'memory: at most 150 MB above that of the healthy pages alone',
    megabytes <= 150,
    `${megabytes.toFixed(0)} MB above ${(alone.maxRss / 2 ** 20).toFixed(0)}`,
  )
  const okHere = healthyOf(all)
  check('all 1,000 healthy pages arrive', okHere.length === 1000, okHere.length)
  const [quiet, busy] = [percentile(healthyOf(alone), 0.95), percentile(okHere, 0.95)]
  check('their 95th percentile is at most 10 % slower', busy <= quiet * 1.1, `${busy.toFixed(2)} ms, alone ${quiet.toFixed(2)} ms`)
  const pages = log.filter(({ target, httpVersion }) => target !== '/robots.txt' && httpVersion !== '')
  const traps = pages.filter(({ endpoint = '' }) => /^L0[1-7]$/.test(endpoint))
  check('traps take less than 5 % of the pages', traps.length < 0.05 * pages.length, `${traps.length} of ${pages.length}`)
  const outside = [...filesOutside()].filter(path => !before.has(path))
  check('no file outside the store', outside.length === 0, list(outside))
  const outputs = [all.stdout, all.stderr, JSON.stringify(report), ...textsOf(all.store)]
  check(
    'no ESC byte in any output',
    outputs.every(text => !text.includes('\u001b')),
    `${outputs.length} outputs`,
  )
  const secrets = ['street-secret', 'sesame', 'street-location-secret', 'street-proxy-secret']
  const told = secrets.filter(secret => outputs.some(text => text.includes(secret)))
  check('no secret in any output', told.length === 0, list(told))
  check('the store is whole', inspectStore(all.store).integrity === 'ok', inspectStore(all.store).integrity)
  say(
    `longest stop of the event loop ${all.loopMs.most.toFixed(0)} ms, 99th percentile ${all.loopMs.p99.toFixed(0)} ms; alone ${alone.loopMs.most.toFixed(0)} ms`,
  )
  say(`reasons: ${JSON.stringify({ ...report.reasons, ...report.refused })}`)
}

function disagreement({ url, expects: { outcome, codes } }: Pick<ListedEndpoint, 'url' | 'expects'>, { settled, held }: Visit): string[] {
  const href = new URL(url).href
  const end = settled.findLast(one => (one.url === href || one.from === href) && one.outcome !== 'retry')
  const isHeld = held.get(new URL(url).origin)
  const found = end === undefined ? `held: ${isHeld}` : `${end.outcome} ${end.reason ?? end.status ?? ''}`
  const isRead = end?.outcome === 'done'
  const agrees = {
    // What it leads to is judged where it is met.
    page: isRead || end?.outcome === 'redirected',
    partial: isRead || end?.outcome === 'failed',
    error: end?.outcome === 'failed' && (codes?.includes(end.reason ?? '') ?? true),
    refused: end === undefined ? isHeld !== undefined : end.outcome !== 'done',
    ended: end !== undefined,
  }[outcome]
  return agrees ? [] : [`${url}: expected ${outcome} ${codes?.join(' or ') ?? ''}, found ${found}`]
}

async function openStreet(): Promise<{
  child: ReturnType<typeof spawn>
  start: string
  dns: string
  endpoints: readonly ListedEndpoint[]
}> {
  const child = spawn(process.execPath, [main, 'practice', '--hostile', '--json', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  let line = ''
  for await (const piece of child.stdout) {
    line += String(piece)
    if (line.endsWith('\n')) break
  }
  return { child, ...JSON.parse(line) }
}

async function visit(name: string, seeds: readonly string[]): Promise<Visit> {
  const [store, seedFile, output] = [join(folder, name), join(folder, `${name}.seeds`), join(folder, `${name}.jsonl`)]
  mkdirSync(store)
  writeFileSync(seedFile, seeds.join('\n'))
  const node = ['--unhandled-rejections=strict', visitor, seedFile, store, output, values.delay, street.dns]
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: authority }
  const child = spawn(process.execPath, node, { cwd: store, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', text => (stdout += text))
  child.stderr.on('data', text => (stderr += text))
  const [code] = (await once(child, 'close')) as [number | null]
  const lines = readFileSync(output, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  const last = lines.pop()
  const held = new Map<string, string>(lines.filter(line => line.held !== undefined).map(({ held: site, reason }) => [site, reason]))
  if (last?.report === undefined) throw new Error(`the visitor broke down (exit ${code}): ${stderr.slice(0, 2000)}`)
  return { settled: lines.filter(line => line.url !== undefined), held, ...last, code, stdout, stderr, store }
}

/** The name and password that a site wants, as a user puts them into a seed. */
function withUser(url: string, user: string | undefined): string {
  if (user === undefined) return url
  return url.replace('://', `://${user.split(':').map(encodeURIComponent).join(':')}@`)
}

function healthyOf({ settled }: Visit): number[] {
  return settled.filter(({ url, outcome }) => /\/ok\/\d+$/.test(url) && outcome === 'done').map(({ took }) => took)
}

/** The street's log, once it has seen that the visitor is gone. */
async function logOf(start: string): Promise<TownRequest[]> {
  for (let tries = 0; ; tries++) {
    const { requests } = (await (await fetch(new URL('/__log?bytes=no', start))).json()) as { requests: TownRequest[] }
    if (tries === 50 || requests.every(({ finishedAt }) => finishedAt !== undefined)) return requests
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

async function verdictsOf(start: string): Promise<Verdict[]> {
  return (await (await fetch(new URL('/__judge?format=json', start))).json()) as Verdict[]
}

/** Where a careless robot would leave something: above the store, at home, in the root. */
function filesOutside(): Set<string> {
  const above = readdirSync(folder).filter(name => !/^(?:alone|all)(?:$|\.)/.test(name))
  return new Set(
    [...above, ...['/', homedir(), tmpdir()].flatMap(place => readdirSync(place).map(name => join(place, name)))].filter(
      path => !path.includes('node-compile-cache'),
    ),
  )
}

function waitingOf(store: string): string[] {
  return [...inspectStore(store).urls].filter(([, state]) => state === 'waiting').map(([url]) => url)
}

/** Files as they are, and every text that stands in the database. */
function textsOf(store: string): string[] {
  const files = readdirSync(store, { recursive: true, encoding: 'utf8' }).map(name => join(store, name))
  const plain = files.filter(file => statSync(file).isFile() && !/\.db(?:-\w+)?$/.test(file)).map(file => readFileSync(file, 'utf8'))
  using database = new DatabaseSync(join(store, 'crawl.db'), { readOnly: true })
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
  const cells = tables.flatMap(({ name }) =>
    database
      .prepare(`SELECT * FROM "${name}"`)
      .all()
      .flatMap(row => Object.values(row)),
  )
  return [...plain, cells.filter(cell => typeof cell === 'string').join('\n')]
}

function tookOf({ at, finishedAt = Number.POSITIVE_INFINITY }: TownRequest): number {
  return finishedAt - at
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length * share)] ?? Number.NaN
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

function list(texts: readonly string[]): string {
  return texts.length === 0 ? 'none' : `${texts.length}: ${texts.slice(0, 12).join('; ')}`
}
