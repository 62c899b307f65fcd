import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'

type Work = (this: unknown, ...given: unknown[]) => Promise<unknown>

const handle = await fs.open(import.meta.filename)
const handlePrototype: object = Object.getPrototypeOf(handle)
await handle.close()

const functions = ['open', 'rename', 'rm', 'link', 'mkdir'] as const
const methods = ['writev', 'read', 'truncate', 'datasync', 'sync', 'stat', 'chmod', 'utimes', 'writeFile', 'readFile'] as const

/**
 * From now on calls of the file system are counted, and the n-th fails: `once`, or with all that follow (`dead`), as if the process had
 * been killed there. A write that fails has written half.
 */
export function faultyDisk(nth: number, kind: 'once' | 'dead', code: string): { stop(): boolean } {
  let count = 0
  let fired = false
  const undo: (() => void)[] = []
  for (const [holder, names] of [
    [fs as object, functions],
    [handlePrototype, methods],
  ] as const) {
    for (const name of names) {
      const real: Work = Reflect.get(holder, name)
      const faulty: Work = async function (...given) {
        count++
        if (kind === 'once' ? count !== nth : count < nth) return real.apply(this, given)
        fired = true
        const [pieces, position] = given
        if (name === 'writev' && count === nth && Array.isArray(pieces)) {
          await real.call(this, [pieces[0].subarray(0, Math.ceil(pieces[0].length / 2))], position)
        }
        throw Object.assign(new Error(`${code}: on purpose, ${name}`), { code })
      }
      Reflect.set(holder, name, faulty)
      undo.push(() => Reflect.set(holder, name, real))
    }
  }
  syncBuiltinESMExports()
  return {
    stop() {
      for (const each of undo) each()
      syncBuiltinESMExports()
      return fired
    },
  }
}
