import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

export type CliEnd = {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export type CliRun = {
  readonly child: ChildProcess
  /** Resolves when the process has ended and its output is read. */
  readonly ended: Promise<CliEnd>
  /** Kills what still runs. */
  [Symbol.asyncDispose](): Promise<void>
}

export type CliOptions = {
  /** Options of node itself, before the program. */
  readonly node?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** A command that runs the one after it, to set its limits: `['sh', '-c', 'ulimit -n 64 && exec "$@"', 'sh']`. */
  readonly within?: readonly string[]
  /** Default: the command line. */
  readonly program?: string
}

const main = resolve(import.meta.dirname, '../../src/cli/main.ts')

/** The command line as a process of its own, which can be signalled and killed. */
export function startCli(args: readonly string[], options: CliOptions = {}): CliRun {
  const { node = [], env = {}, within = [], program = main } = options
  const [command = process.execPath, ...rest] = [...within, process.execPath, ...node, program, ...args]
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8')
    child[name].on('data', (text: string) => {
      output[name] += text
    })
  }
  const ended = new Promise<CliEnd>((settle, fail) => {
    child.once('error', fail)
    child.once('close', (code, signal) => settle({ code, signal, ...output }))
  })
  return {
    child,
    ended,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await ended
    },
  }
}
