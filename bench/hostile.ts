import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { buildCli, builtFolder } from './build-cli.ts'
import { getNodePeers, getScrapy } from './get-peers.ts'
import { contestantsFrom } from './league/contestants.ts'
import type { Walk, Walked } from './league/walk-street.ts'
import { tableText } from './measure.ts'

export type HostileBench = {
  readonly minutes: number
  readonly only?: string | undefined
  readonly groups?: string | undefined
  say(line: string): void
}

const memoryMb = 4096
const diskMb = 8192

/** The hostile street against several robots, each alone: what the street saw of them, what they took, how they ended. */
export async function benchHostile({ minutes, only, groups, say }: HostileBench): Promise<unknown> {
  // Some of them follow a redirect to 169.254.169.254: on a machine of a cloud that is no place for a benchmark to go.
  const alone = [
    '--map-root-user',
    '--net',
    '--',
    'sh',
    '-c',
    'ip link set lo up && ip addr add 169.254.169.254/32 dev lo && exec "$@"',
    'sh',
  ]
  const isAlone = spawnSync('unshare', [...alone, 'true'])
  if (isAlone.status !== 0) throw new Error('NOT MEASURED: a network of its own is needed (Debian: util-linux, iproute2)')
  const places = { cli: await buildCli(join(builtFolder, 'hostile')), python: getScrapy() }
  getNodePeers()
  const all = contestantsFrom(places)
  const names = all.map(({ name }) => name).filter(name => only === undefined || name.toLowerCase().includes(only.toLowerCase()))
  const work = mkdtempSync(join(tmpdir(), 'orbweaver-league-'))
  const walk: Walk = { places, names, groups, minutes, memoryMb, diskMb, work }
  try {
    const rows: Walked[] = []
    const inside = [...alone, process.execPath, resolve(import.meta.dirname, 'league/walk-street.ts'), JSON.stringify(walk)]
    const child = spawn('unshare', inside, { stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = new Promise<number | null>(resolve => child.once('close', resolve))
    for await (const line of createInterface({ input: child.stdout })) {
      const row = JSON.parse(line) as Walked
      rows.push(row)
      process.stderr.write(`${row.name}: ${endOf(row)}, ${row.healthy} healthy pages\n`)
    }
    if ((await ended) !== 0) throw new Error('the street broke down')
    say(tableText([heads, ...rows.map(cellsOf)]))
    say('')
    for (const { name, told } of all.filter(one => names.includes(one.name))) {
      say(`${name}: ${rows.find(row => row.name === name)?.version}; ${told}`)
    }
    return { minutes, memoryMb, diskMb, groups, rows }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

const heads = [
  '',
  'good',
  'bad',
  'unseen',
  'healthy',
  'ended by',
  'min',
  'RSS MB',
  'disk MB',
  'sent MB',
  'longest s',
  'inward',
  'metadata',
  'leaks',
]
heads.push('outside', 'ESC')

function cellsOf(row: Walked): string[] {
  const {
    name,
    good,
    bad,
    unseen,
    healthy,
    wallMs,
    rssMb,
    diskMb: disk,
    sentMb,
    longestMs,
    inward,
    metadata,
    leaks,
    outside,
    escapes,
  } = row
  const counts = [good, bad, unseen, healthy].map(String)
  const figures = [rssMb, disk, sentMb, longestMs / 1000].map(value => value.toFixed(0))
  const trust = [inward, metadata, leaks.length, outside.length, escapes].map(String)
  return [name, ...counts, endOf(row), (wallMs / 60_000).toFixed(1), ...figures, ...trust]
}

function endOf({ ended, exit, last }: Walked): string {
  return ended === 'itself' ? `itself (${exit})` : `${ended} cap, at ${last}`
}
