import fs from 'node:fs'
import promises from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { resolve, sep } from 'node:path'
import { DatabaseSync, StatementSync } from 'node:sqlite'
import { opening } from './told-sqlite.ts'

/** A call of the file system or of SQLite that the project is about to make. */
export type DiskCall = {
  readonly family: 'fs' | 'sqlite'
  readonly name: string
  /** First argument, when it is a text: a path, or SQL. */
  readonly about: string
  /** Does a part of it, where a part can be done: half of a write, all of a close. */
  half(): unknown
}

/** Asked before every call. What it throws, the call throws. */
export type OnDiskCall = (call: DiskCall) => void

type Work = (this: unknown, ...given: unknown[]) => unknown

const syncCalls = [
  'accessSync',
  'chmodSync',
  'closeSync',
  'existsSync',
  'fdatasyncSync',
  'fstatSync',
  'fsyncSync',
  'ftruncateSync',
  'linkSync',
  'lstatSync',
  'mkdirSync',
  'openSync',
  'readFileSync',
  'readSync',
  'readdirSync',
  'renameSync',
  'rmSync',
  'statSync',
  'statfsSync',
  'unlinkSync',
  'writeFileSync',
  'writeSync',
]
const callbackCalls = ['close', 'open', 'read', 'write', 'fsync', 'stat', 'fstat']
const promiseCalls = ['chmod', 'link', 'lstat', 'mkdir', 'open', 'readFile', 'rename', 'rm', 'stat', 'statfs', 'unlink', 'writeFile']
const handleCalls = ['chmod', 'close', 'datasync', 'read', 'readFile', 'stat', 'sync', 'truncate', 'utimes', 'write', 'writeFile', 'writev']
const databaseCalls = ['close', 'exec', 'prepare']
const statementCalls = ['all', 'get', 'iterate', 'run']

const project = resolve(import.meta.dirname, '../../src') + sep
const handle = await promises.open(import.meta.filename)
const handlePrototype: object = Object.getPrototypeOf(handle)
await handle.close()

/**
 * From now on every call of the file system (waiting, by callback, by promise) and of SQLite that code of `src/` makes in this thread is
 * told first. Calls of Node's module loader are not: they are no work of ours. @returns takes it back
 */
export function watchDisk(onCall: OnDiskCall): () => void {
  const undo: (() => void)[] = []
  const patch = (holder: object, names: readonly string[], faulty: (name: string, real: Work) => Work): void => {
    for (const name of names) {
      const real: Work = Reflect.get(holder, name)
      Reflect.set(holder, name, faulty(name, real))
      undo.push(() => Reflect.set(holder, name, real))
    }
  }
  const tell = (family: DiskCall['family'], name: string, given: readonly unknown[], half: DiskCall['half']): void => {
    if (isOurs()) onCall({ family, name, about: typeof given[0] === 'string' ? given[0] : '', half })
  }

  patch(fs, syncCalls, (name, real) => {
    const isThere = name === 'existsSync'
    return function (...given) {
      try {
        tell('fs', name, given, () => halfOf(name, real, this, given))
      } catch (error) {
        // As the real one: it throws nothing, and says no.
        if (isThere) return false
        throw error
      }
      return real.apply(this, given)
    }
  })
  patch(
    fs,
    callbackCalls,
    (name, real) =>
      function (...given) {
        const done = given.at(-1)
        try {
          tell('fs', name, given, () => {})
        } catch (error) {
          if (name === 'close') return real.call(this, given[0], () => typeof done === 'function' && done(error))
          return void (typeof done === 'function' && process.nextTick(done, error))
        }
        return real.apply(this, given)
      },
  )
  const later = (name: string, real: Work): Work =>
    async function (...given) {
      let part: unknown
      try {
        tell('fs', name, given, () => {
          part = halfOf(name, real, this, given)
        })
      } catch (error) {
        await part
        throw error
      }
      return real.apply(this, given)
    }
  patch(promises, promiseCalls, later)
  patch(handlePrototype, handleCalls, later)
  const sql = (name: string, real: Work): Work =>
    function (...given) {
      tell('sqlite', name, name === 'prepare' || name === 'exec' ? given : [], () => halfOf(name, real, this, given))
      return real.apply(this, given)
    }
  patch(DatabaseSync.prototype, databaseCalls, sql)
  patch(StatementSync.prototype, statementCalls, sql)
  const before = opening.tell
  opening.tell = path => tell('sqlite', 'open', [path], () => {})
  undo.push(() => {
    opening.tell = before
  })
  syncBuiltinESMExports()
  return () => {
    for (const each of undo) each()
    syncBuiltinESMExports()
  }
}

/** A write that fails may have written half; a close that fails has closed. */
function halfOf(name: string, real: Work, self: unknown, given: readonly unknown[]): unknown {
  if (name === 'closeSync' || name === 'close') return real.apply(self, [...given])
  const [first, second] = given
  if (name === 'writeSync' && second instanceof Uint8Array) {
    const [offset, length, position] = given.slice(2) as [number?, number?, (number | null)?]
    const size = length ?? second.length - (offset ?? 0)
    return size > 1 ? real.call(self, first, second, offset ?? 0, Math.floor(size / 2), position ?? null) : undefined
  }
  if (name === 'writev' && Array.isArray(first) && first[0] instanceof Uint8Array) {
    return real.call(self, [first[0].subarray(0, Math.ceil(first[0].length / 2))], second)
  }
  return undefined
}

function isOurs(): boolean {
  const before = Error.stackTraceLimit
  Error.stackTraceLimit = 20
  const stack = new Error('where').stack ?? ''
  Error.stackTraceLimit = before
  return stack.includes(project) && !stack.includes('node:internal/modules/')
}
