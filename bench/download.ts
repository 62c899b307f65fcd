import { spawnSync } from 'node:child_process'
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nginxMissing, startNginx } from '../test/support/nginx.ts'
import { judgeMissing, runProcess, tableText } from './measure.ts'

type Program = 'curl' | 'orbweaver'
type Goal = 'disk' | '/dev/null'

/** Of one program and goal: the best of the runs, the one that others on this machine disturbed least. */
type Figures = {
  /** Of the whole process, its start included. */
  readonly mbPerSecond: number
  /** Without the time that a file of one byte takes. */
  readonly transferMbPerSecond: number
  /** User and system time of the whole process: what a busy machine cannot distort. */
  readonly cpuMs: number
  /** Largest resident set of all runs, above that of a download of one byte. */
  readonly rssAboveBaseMb: number
}

const once = join(import.meta.dirname, 'download-once.ts')

/** One large file from nginx (sendfile) to disk and to /dev/null, in turns with curl: throughput and memory of whole processes. */
export async function benchDownload({ mib, runs, say }: { mib: number; runs: number; say(line: string): void }): Promise<unknown> {
  const missing = nginxMissing || judgeMissing
  if (missing) throw new Error(missing)
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-download-'))
  const file = join(folder, 'target.bin')
  const bytes = mib * 1024 * 1024
  const run = (program: Program, from: string, goal: Goal) => {
    rmSync(file, { force: true })
    // What the run before left to be written would be paid by this one.
    if (goal === 'disk') spawnSync('sync')
    const to = goal === 'disk' ? file : goal
    const command = program === 'curl' ? ['curl', '-s', '-o', to, from] : [process.execPath, once, from, to]
    const usage = runProcess(command, 600)
    if (usage.exit !== 0) throw new Error(`${program} ended with ${usage.exit}`)
    return usage
  }
  try {
    // Sparse: reading it costs the server no disk.
    const source = openSync(join(folder, 'large.bin'), 'w')
    ftruncateSync(source, bytes)
    closeSync(source)
    writeFileSync(join(folder, 'small.bin'), 'x')
    await using nginx = await startNginx({ '/': `${folder}/` })
    const programs = ['curl', 'orbweaver'] as const
    const goals = ['disk', '/dev/null'] as const
    const pairs = goals.flatMap(goal => programs.map(program => ({ goal, program })))
    const start = pairs.map(({ goal, program }) => Array.from({ length: runs }, () => run(program, `${nginx.origin}/small.bin`, goal)))
    const rounds = Array.from({ length: runs }, (_, round) => {
      const order = round % 2 === 0 ? pairs : pairs.toReversed()
      const used = order.map(({ goal, program }) => run(program, `${nginx.origin}/large.bin`, goal))
      return round % 2 === 0 ? used : used.toReversed()
    })
    const figures = pairs.map(({ goal, program }, at): Figures & { goal: Goal; program: Program } => {
      const startMs = Math.min(...start[at]!.map(({ wallMs }) => wallMs))
      const wallMs = Math.min(...rounds.map(round => round[at]!.wallMs))
      const rssMb = Math.max(...rounds.map(round => round[at]!.rssMb)) - Math.max(...start[at]!.map(usage => usage.rssMb))
      const cpuMs = Math.min(...rounds.map(round => round[at]!.cpuMs))
      const rate = (ms: number) => bytes / ms / 1000
      return { goal, program, mbPerSecond: rate(wallMs), transferMbPerSecond: rate(wallMs - startMs), cpuMs, rssAboveBaseMb: rssMb }
    })
    const ratios = goals.map(goal => {
      const [curl, orbweaver] = programs.map(program => figures.find(each => each.goal === goal && each.program === program)!)
      return {
        goal,
        whole: orbweaver!.mbPerSecond / curl!.mbPerSecond,
        transfer: orbweaver!.transferMbPerSecond / curl!.transferMbPerSecond,
      }
    })
    say(
      tableText([
        [`${mib} MiB, best of ${runs}`, 'MB/s', 'without start', 'CPU s', 'RSS above base'],
        ...figures.map(({ goal, program, mbPerSecond, transferMbPerSecond, cpuMs, rssAboveBaseMb }) => [
          `${program} to ${goal}`,
          mbPerSecond.toFixed(0),
          transferMbPerSecond.toFixed(0),
          (cpuMs / 1000).toFixed(2),
          `${rssAboveBaseMb.toFixed(0)} MB`,
        ]),
        ...ratios.map(({ goal, whole, transfer }) => [`orbweaver / curl, ${goal}`, whole.toFixed(2), transfer.toFixed(2), '', '']),
      ]),
    )
    return { figures, ratios }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
