import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'

export type CappedRun = {
  readonly command: readonly string[]
  readonly input: string
  /** Where it runs; its home and its temporary files are here too. */
  readonly folder: string
  /** File for all that it prints. */
  readonly log: string
  readonly minutes: number
  readonly memoryMb: number
  readonly diskMb: number
}

export type CappedEnd = {
  /** What ended it: nothing but itself, or the cap that it reached. */
  readonly ended: 'itself' | 'time' | 'memory' | 'disk'
  /** Exit code, or the signal. */
  readonly exit: number | string | null
  readonly wallMs: number
  /** Largest resident set: of all its processes together. */
  readonly rssMb: number
  readonly diskMb: number
}

/** Runs a program until it ends, or takes more time, memory or disk than it may; then it is killed with all that it started. */
export async function runCapped({ command, input, folder, log, minutes, memoryMb, diskMb }: CappedRun): Promise<CappedEnd> {
  const [program, ...args] = command as [string, ...string[]]
  const [stdin, output] = [openSync(input, 'r'), openSync(log, 'w')]
  // Colours are nothing that the street put there.
  const env = { PATH: process.env.PATH, LANG: 'C.UTF-8', HOME: folder, TMPDIR: folder, NO_COLOR: '1', FORCE_COLOR: '0' }
  const start = performance.now()
  const child = spawn(program, args, { cwd: folder, env, detached: true, stdio: [stdin, output, output] })
  const closed = once(child, 'close')
  // The child is the leader of a group of its own: nothing of it is left, also when the benchmark is ended.
  const kill = () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGKILL')
  }
  process.once('exit', kill)
  closeSync(stdin)
  closeSync(output)
  let ended: CappedEnd['ended'] = 'itself'
  let peak = 0
  let disk = 0
  let round = 0
  while (child.exitCode === null && child.signalCode === null) {
    await Promise.race([closed, wait(100)])
    const memory = treeOf(child.pid!).map(memoryOf)
    peak = Math.max(peak, sum(memory.map(one => one.peakMb)))
    if (round++ % 10 === 0) disk = Math.max(disk, await sizeOf(folder))
    if (performance.now() - start > minutes * 60_000) ended = 'time'
    else if (sum(memory.map(one => one.mb)) > memoryMb) ended = 'memory'
    else if (disk > diskMb) ended = 'disk'
    else continue
    kill()
    break
  }
  const [exit, signal] = (await closed) as [number | null, string | null]
  process.off('exit', kill)
  return { ended, exit: exit ?? signal, wallMs: performance.now() - start, rssMb: peak, diskMb: Math.max(disk, await sizeOf(folder)) }
}

function treeOf(pid: number): number[] {
  const children = readOr(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean)
  return [pid, ...children.flatMap(child => treeOf(Number(child)))]
}

function memoryOf(pid: number): { readonly mb: number; readonly peakMb: number } {
  const status = readOr(`/proc/${pid}/status`)
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0) / 1024
  return { mb: field('VmRSS'), peakMb: field('VmHWM') }
}

/** Processes end while they are looked at. */
function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

async function sizeOf(folder: string): Promise<number> {
  // It complains of files that go while it counts.
  const { stdout } = await promisify(execFile)('du', ['-sk', folder]).catch((failure: { stdout: string }) => failure)
  return Number.parseInt(stdout, 10) / 1024
}

function sum(values: readonly number[]): number {
  return values.reduce((all, one) => all + one, 0)
}
