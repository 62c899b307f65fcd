/**
 * A preload (`node --import`) that makes the n-th operation of the store fail. `FAULT=kill:7`: the process is killed at the 7th, a file
 * write half done. `FAULT=full:7`: from the 7th on the disk is full. Operations are counted in the thread that owns the store: appends,
 * cuts, SQL that writes; with `FAULT=full-main:1` in the main thread, where crawl.json is written.
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { DatabaseSync, StatementSync } from 'node:sqlite'
import { isMainThread } from 'node:worker_threads'

const [kind, at] = (process.env['FAULT'] ?? 'none:0').split(':') as [string, string]
const first = Number(at)
let count = 0

/** @returns whether this operation fails */
function strike(half: () => void = () => {}): boolean {
  count++
  if (kind === 'kill' && count === first) {
    half()
    process.kill(process.pid, 'SIGKILL')
  }
  return kind.startsWith('full') && count >= first
}

function full(half: () => void = () => {}): void {
  if (!strike(half)) return
  half()
  throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
}

if (isMainThread === (kind === 'full-main')) {
  const { writeSync, writeFileSync, ftruncateSync } = fs
  fs.writeSync = ((descriptor: number, bytes: Uint8Array, offset: number, length: number, position: number) => {
    full(() => writeSync(descriptor, bytes, offset, Math.floor(length / 2), position))
    return writeSync(descriptor, bytes, offset, length, position)
  }) as typeof fs.writeSync
  fs.ftruncateSync = (descriptor, length) => {
    // A full disk still lets a file be cut.
    if (kind === 'kill') strike()
    ftruncateSync(descriptor, length)
  }
  if (kind === 'full-main') {
    fs.writeFileSync = ((...given: Parameters<typeof writeFileSync>) => {
      full()
      writeFileSync(...given)
    }) as typeof fs.writeFileSync
  }
  syncBuiltinESMExports()
  const { exec } = DatabaseSync.prototype
  DatabaseSync.prototype.exec = function (sql) {
    if (kind === 'kill' || /^\s*(?:COMMIT|CREATE|INSERT|PRAGMA wal_checkpoint)/.test(sql)) sqlFull()
    exec.call(this, sql)
  }
  const { run } = StatementSync.prototype as { run: (this: StatementSync, ...values: unknown[]) => unknown }
  Object.assign(StatementSync.prototype, {
    run(this: StatementSync, ...values: unknown[]) {
      sqlFull()
      return run.apply(this, values)
    },
  })
}

function sqlFull(): void {
  if (strike()) throw Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 })
}
