/**
 * A preload (`node --import`) that makes calls of the disk fail (faults.ts), as `FAULT` says, `KIND:N`:
 * `kill`: the process is killed at the n-th call that writes, in the thread that owns the store, a file write half done.
 * `full`: from the n-th on the disk is full; `full-main`: in the main thread, where crawl.json is written.
 * `EIO-main`, `ENOSPC-store` ...: the n-th call of all fails, once, in that thread.
 * A program that runs many crawls arms the n-th call with `armFault`, and is told whether it was met.
 */
import { registerHooks } from 'node:module'
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads'
import type { DiskCall } from './faults.ts'
import { watchDisk } from './faults.ts'

/** What a call of the file system, or of SQLite, fails with. */
export const faultKinds = {
  EIO: [10, 'disk I/O error'],
  ENOSPC: [13, 'database or disk is full'],
  EACCES: [14, 'unable to open database file'],
  EMFILE: [5, 'database is locked'],
} as const

export type FaultKind = keyof typeof faultKinds
export type FaultThread = 'main' | 'store'
/** Calls met so far, and the one that failed: `fs writeSync`. */
export type FaultReport = { readonly calls: number; readonly failed: string | undefined }

type Armed = { readonly kind: string; readonly first: number; readonly shared: SharedArrayBuffer }

const nameBytes = 400
const key = 'orbweaver-fault'

/** For threads that are started from now on, and for this one. @returns how it went, and disarms */
export function armFault(thread: FaultThread, kind: FaultKind, nth: number): () => FaultReport {
  const shared = new SharedArrayBuffer(8 + nameBytes)
  const armed: Armed = { kind: `${kind}-${thread}`, first: nth, shared }
  setEnvironmentData(key, armed)
  const undo = thread === 'main' ? watchDisk(striker(armed)) : () => {}
  return () => {
    undo()
    setEnvironmentData(key, undefined)
    const [calls = 0, length = 0] = new Int32Array(shared, 0, 2)
    const failed = length === 0 ? undefined : Buffer.from(new Uint8Array(shared, 8, length)).toString()
    return { calls, failed }
  }
}

function striker({ kind, first, shared }: Armed): (call: DiskCall) => void {
  const counter = new Int32Array(shared, 0, 2)
  const strikes = (): boolean => ++counter[0]! === first
  const once = /^(E[A-Z]+)-/.exec(kind)?.[1] as FaultKind | undefined
  return call => {
    const { family, name, about } = call
    if (once !== undefined) {
      if (!strikes()) return
      counter[1] = Buffer.from(new Uint8Array(shared, 8).buffer, 8, nameBytes).write(`${family} ${name} ${about}`)
      call.half()
      throw failure(family, once)
    }
    const isWrite = name === 'writeSync' || (family === 'sqlite' && name === 'run')
    if (kind === 'kill' && (isWrite || name === 'ftruncateSync' || name === 'exec')) {
      if (!strikes()) return
      call.half()
      process.kill(process.pid, 'SIGKILL')
    }
    // A full disk still lets a file be cut.
    const isFull =
      isWrite ||
      (name === 'exec' && /^\s*(?:COMMIT|CREATE|INSERT|PRAGMA wal_checkpoint)/.test(about)) ||
      (kind === 'full-main' && name === 'writeFileSync')
    if (!kind.startsWith('full') || !isFull) return
    strikes()
    if (counter[0]! < first) return
    call.half()
    throw failure(family, 'ENOSPC')
  }
}

function failure(family: DiskCall['family'], kind: FaultKind): Error {
  const [errcode, message] = faultKinds[kind]
  if (family === 'sqlite') return Object.assign(new Error(message), { code: 'ERR_SQLITE_ERROR', errcode })
  return Object.assign(new Error(`${kind}: on purpose`), { code: kind })
}

const source = new URL('../../src/', import.meta.url).href
const told = new URL('./told-sqlite.ts', import.meta.url).href
registerHooks({
  resolve: (name, context, next) =>
    name === 'node:sqlite' && context.parentURL?.startsWith(source) ? { url: told, shortCircuit: true } : next(name, context),
})

const [kind = 'none', first] = (process.env['FAULT'] ?? '').split(':')
const fromOutside = kind === '' ? undefined : { kind, first: Number(first), shared: new SharedArrayBuffer(8 + nameBytes) }
const armed = isMainThread ? fromOutside : ((getEnvironmentData(key) as Armed | undefined) ?? fromOutside)
if (armed !== undefined && isMainThread === armed.kind.endsWith('-main')) watchDisk(striker(armed))
