import { spawnSync } from 'node:child_process'
import { cpus, release, totalmem } from 'node:os'

/** What a process and all it waited for used, seen from outside. */
export type Usage = {
  readonly exit: number
  readonly wallMs: number
  /** User and system time of the whole process tree. */
  readonly cpuMs: number
  /** Largest resident set of a single process of the tree. */
  readonly rssMb: number
  /** CPU time that all others on this machine used meanwhile, the web server included: above a tenth of the wall time it disturbs. */
  readonly othersMs: number
}

// One judge for every program, whatever it is written in: wait4 counts threads and reaped children, and gives the peak RSS.
const judge = `
import json, os, subprocess, sys, time
def busy():
    f = [int(x) for x in open('/proc/stat').readline().split()[1:]]
    return (f[0] + f[1] + f[2] + f[5] + f[6]) * 1000 / os.sysconf('SC_CLK_TCK')
before, start = busy(), time.monotonic()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(child.pid, 0)
wall, cpu = time.monotonic() - start, (used.ru_utime + used.ru_stime) * 1000
print(json.dumps(dict(exit=os.waitstatus_to_exitcode(status), wallMs=wall * 1000, cpuMs=cpu, rssMb=used.ru_maxrss / 1024, othersMs=busy() - before - cpu)))
`

/** Runs a command to its end, at most `seconds`. @param env beside this process's own */
export function runProcess(command: readonly string[], seconds: number, env: Readonly<Record<string, string>> = {}): Usage {
  const args = ['-c', judge, 'timeout', String(seconds), ...command]
  const { stdout, stderr, status } = spawnSync('python3', args, { encoding: 'utf8', env: { ...process.env, ...env } })
  if (status !== 0) throw new Error(`python3 could not run ${command[0]}: ${stderr}`)
  return JSON.parse(stdout) as Usage
}

/** Runs a command to its end. @returns the lines of its standard output */
export function captureProcess([command = '', ...args]: readonly string[]): string[] {
  const { stdout, stderr, status } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`)
  return stdout.split('\n').filter(line => line !== '')
}

export const judgeMissing: string | false =
  spawnSync('python3', ['--version']).status === 0 ? false : 'python3 is not installed: it measures the processes'

/** Wall and CPU time (all threads of this process) since `start`. */
export type Spent = { readonly wallMs: number; readonly cpuMs: number }

export function startWatch(): () => Spent {
  const start = performance.now()
  const before = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(before)
    return { wallMs: performance.now() - start, cpuMs: (user + system) / 1000 }
  }
}

export function addSpent(one: Spent, other: Spent): Spent {
  return { wallMs: one.wallMs + other.wallMs, cpuMs: one.cpuMs + other.cpuMs }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[sorted.length >> 1] ?? Number.NaN
}

/** Columns padded to their widest cell, the first to the left, numbers to the right. */
export function tableText(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  return rows
    .map(row => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  '))
    .join('\n')
}

export function machine() {
  const [cpu] = cpus()
  return {
    cpu: `${cpus().length} x ${cpu?.model.trim()}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `Linux ${release()}`,
    node: `Node ${process.version}`,
  }
}
