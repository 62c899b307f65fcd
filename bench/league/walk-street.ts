/**
 * The inner half of bench/hostile.ts. Runs where the network is this process's own and 169.254.169.254 is its own address too, opens a
 * street for each robot, sends it down, and writes what came of it: one JSON line a robot. Argument: a `Walk` as JSON.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Carried, ListedEndpoint, TownRequest, Verdict } from '../../src/testing/index.ts'
import type { Contestant, Places } from './contestants.ts'
import { contestantsFrom } from './contestants.ts'
import type { CappedEnd } from './run-capped.ts'
import { runCapped } from './run-capped.ts'
import type { Score, Seen } from './score.ts'
import { inwardOf, leaksOf, scoreOf } from './score.ts'

export type Walk = {
  readonly places: Places
  readonly names: readonly string[]
  /** Groups of the street, `A,B`; all of them without. */
  readonly groups: string | undefined
  readonly minutes: number
  readonly memoryMb: number
  readonly diskMb: number
  /** Everything stands below it. */
  readonly work: string
}

export type Walked = Score &
  CappedEnd & {
    readonly name: string
    readonly version: string
    /** Requests to this machine by an address that nobody named, and to the one where clouds keep their keys. */
    readonly inward: number
    readonly metadata: number
    readonly leaks: readonly string[]
    /** Files that it left outside its folder. */
    readonly outside: readonly string[]
    /** ESC bytes in what it printed. */
    readonly escapes: number
  }

const walk = JSON.parse(process.argv[2]!) as Walk
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
const secret = ['D06', 'D07']
const carried: Carried = { user: 'ann:street-secret', headers: ['X-Api-Key', 'street-key'], cookies: true }
/**
 * Some ask for patience: a day; five minutes between two pages; 10,000 sitemaps one after another. The names of group M are known to the
 * street's own name server alone, which not every robot can be told of.
 */
const leftOut = /^(?:Q01-year|R10-86400|R13|M\d.*)$/
const healthy = /\/ok\/\d+$/
let metadata = 0
const keys = createServer((_request, response) => {
  metadata++
  response.end('secret\n')
})
await new Promise<void>((resolve, reject) => keys.once('error', reject).listen(80, '169.254.169.254', resolve))
for (const contestant of contestantsFrom(walk.places).filter(({ name }) => walk.names.includes(name))) {
  const before = placesAbove()
  metadata = 0
  const street = await visit(contestant, 'street')
  const led = metadata
  const secrets = await visit(contestant, 'secrets', carried)
  const walked: Walked = {
    name: contestant.name,
    version: contestant.version(),
    ...street.end,
    ...scoreOf(street.seen),
    inward: inwardOf(street.seen),
    metadata: led,
    leaks: [...leaksOf(secrets.seen, secret), ...leaksOf(street.seen, ['D08', 'D09'])],
    outside: [...placesAbove()].filter(path => !before.has(path)),
    escapes: street.printed.split('\u001b').length - 1,
  }
  process.stdout.write(`${JSON.stringify(walked)}\n`)
}
keys.close()

/** @param given it goes only where the secrets are asked for, and takes them along */
async function visit(contestant: Contestant, kind: string, given?: Carried): Promise<{ end: CappedEnd; seen: Seen; printed: string }> {
  const street = await openStreet(given === undefined ? walk.groups : 'D')
  try {
    const files = join(walk.work, 'files', `${contestant.name} ${kind}`.replaceAll(/[^\w.]+/g, '-'))
    const folder = join(files, 'its')
    mkdirSync(folder, { recursive: true })
    const [input, log] = [join(files, 'input'), join(files, 'printed')]
    const urls =
      given === undefined ? everything(street.endpoints) : street.endpoints.filter(({ id }) => secret.includes(id)).map(({ url }) => url)
    const list = contestant.stays ? urls : urls.filter(url => !healthy.test(url) || url.endsWith('/ok/0'))
    writeFileSync(input, list.map(url => `${url}\n`).join(''))
    const { minutes, memoryMb, diskMb } = walk
    const end = await runCapped({ command: contestant.command(given), input, folder, log, minutes, memoryMb, diskMb })
    // Until the street has seen that its connections are gone.
    await wait(1000)
    return { end, seen: await street.seen(), printed: readFileSync(log, 'latin1') }
  } finally {
    street.close()
  }
}

/** Every address of the street that a list can name, and every healthy page. */
function everything(endpoints: readonly ListedEndpoint[]): string[] {
  return endpoints.flatMap(({ id, url, parts }) => {
    if (leftOut.test(id)) return []
    if (id === 'OK') return Array.from({ length: 1000 }, (_, at) => new URL(`/ok/${at}`, url).href)
    return [url, ...parts.map(part => part.url)]
  })
}

/** A new one for each visit: it counts how often it was asked. */
async function openStreet(groups: string | undefined) {
  const args = ['practice', '--hostile', '--json', '--port', '0', ...(groups === undefined ? [] : ['--only', groups])]
  const child = spawn(process.execPath, [walk.places.cli, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  process.once('exit', () => child.kill('SIGTERM'))
  let line = ''
  for await (const piece of child.stdout) {
    line += String(piece)
    if (line.endsWith('\n')) break
  }
  const { start, endpoints } = JSON.parse(line) as { start: string; endpoints: ListedEndpoint[] }
  const ask = async (path: string) => (await fetch(new URL(path, start))).json()
  return {
    endpoints,
    async seen(): Promise<Seen> {
      const { requests, dropped } = (await ask('/__log?bytes=no')) as { requests: TownRequest[]; dropped: { requests: number } }
      const verdicts = (await ask('/__judge?format=json')) as Verdict[]
      return { log: requests, dropped: dropped.requests, verdicts: verdicts.filter(({ id }) => !leftOut.test(id)) }
    },
    close: () => child.kill('SIGTERM'),
  }
}

/** Where a careless robot would leave something: beside and above its folder, at home, in the root. */
function placesAbove(): Set<string> {
  const files = join(walk.work, 'files')
  mkdirSync(files, { recursive: true })
  const own = /^(?:files|[\w.-]+-(?:street|secrets)|its|input|printed)$/
  const above = [walk.work, files, ...readdirSync(files).map(name => join(files, name))]
  const inside = above.flatMap(place => readdirSync(place).flatMap(name => (own.test(name) ? [] : join(place, name))))
  return new Set([...inside, ...[homedir(), '/'].flatMap(place => readdirSync(place).map(name => join(place, name)))])
}
