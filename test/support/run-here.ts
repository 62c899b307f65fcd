import { failureOf } from '../../src/cli/exit-codes.ts'
import { getCommand } from '../../src/cli/get-command.ts'
import { createProgram } from '../../src/cli/program.ts'

export type HereEnd = {
  readonly exit: number
  /** The code at the end of the last line on standard error: `[disk-full]`. */
  readonly code: string | undefined
  readonly stdout: string
  readonly stderr: string
}

/** The command line as main.ts runs it, in this process: for tests that need it hundreds of times. */
export async function runHere(args: readonly string[]): Promise<HereEnd> {
  const { stdout, stderr } = process
  const said = { stdout: '', stderr: '' }
  const real = { stdout: stdout.write, stderr: stderr.write }
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].write = (chunk: string | Uint8Array, ...more: unknown[]) => {
      said[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
      const done = more.at(-1)
      if (typeof done === 'function') process.nextTick(done)
      return true
    }
  }
  const before = process.exitCode
  process.exitCode = 0
  try {
    if (args[0] === 'get') await getCommand(args.slice(1))
    else await (await createProgram('orbweaver', args[0])).parseAsync([...args], { from: 'user' })
  } catch (error) {
    const { line, exitCode } = failureOf(error)
    said.stderr += `${line}\n`
    process.exitCode = exitCode
  } finally {
    stdout.write = real.stdout
    stderr.write = real.stderr
  }
  const exit = Number(process.exitCode ?? 0)
  process.exitCode = before
  return { exit, code: /\[([a-z-]+)\]\n$/.exec(said.stderr)?.[1], ...said }
}
