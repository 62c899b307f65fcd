import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

export type Ran = { readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly stdout: string; readonly stderr: string }

export type RunOptions = {
  readonly input?: string | Uint8Array
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Arguments of node itself. */
  readonly node?: readonly string[]
}

const main = join(import.meta.dirname, 'main.ts')
// Halves the start of every child after the first.
const compileCache = join(import.meta.dirname, '../../node_modules/.cache/cli-tests')

/** `orbweaver ...` as a person calls it, without a terminal. */
export function startCli(args: readonly string[], { env = {}, cwd = tmpdir(), node = [] }: RunOptions = {}) {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:ORBWEAVER_|NODE_|FORCE_COLOR|NO_COLOR)|_proxy$/i.test(name))
  return spawn(process.execPath, [...node, main, ...args], {
    cwd,
    env: { ...Object.fromEntries(inherited), NODE_COMPILE_CACHE: compileCache, ...env },
  })
}

export async function runCli(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const child = startCli(args, options)
  child.stdin.on('error', () => {})
  child.stdin.end(options.input ?? '')
  const ended = new Promise<[number | null, NodeJS.Signals | null]>(resolve =>
    child.once('close', (code, signal) => resolve([code, signal])),
  )
  const [stdout, stderr, [code, signal]] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, signal, stdout, stderr }
}

export function linesOf(output: string): string[] {
  return output.split('\n').filter(line => line !== '')
}

/** A folder that goes with its test. */
export function temporaryFolder(): Disposable & { readonly path: string; at(name: string): string } {
  const path = mkdtempSync(join(tmpdir(), 'orbweaver-cli-'))
  return { path, at: name => join(path, name), [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
