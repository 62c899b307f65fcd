import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import type { ChangedEvent } from '../watch/index.ts'

/**
 * Runs the user's command for a change. Its text is his alone: what comes from outside stands in the environment, where no shell reads it.
 * @param output where the command's standard output goes
 * @returns why it failed; undefined when it did not
 */
export function runOnChange(command: string, { url, file, at }: ChangedEvent, output: 'stdout' | 'stderr'): Promise<string | undefined> {
  const given = { ORBWEAVER_URL: url, ORBWEAVER_FILE: file === null ? '' : resolve(file), ORBWEAVER_CHANGED_AT: at }
  const child = spawn(command, {
    shell: true,
    stdio: ['ignore', output === 'stdout' ? 'inherit' : process.stderr, 'inherit'],
    env: { ...process.env, ...given },
  })
  return new Promise(done => {
    child.once('error', error => done(error.message))
    child.once('exit', (code, signal) => done(code === 0 ? undefined : signal === null ? `exit code ${code}` : signal))
  })
}
