/**
 * SQLite's way: the n-th call fails, once, for n = 1, 2, ... until a run passes without having met its fault. To be run with the preload
 * `fault-at.ts`, so that the store's thread has it too: `node --import ./test/support/fault-at.ts test/support/fault-loop.ts '{...}'`.
 * One JSON object to standard output.
 */
import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FaultKind, FaultThread } from './fault-at.ts'
import { armFault } from './fault-at.ts'
import type { Scene, SceneName } from './fault-scenes.ts'
import { createScene } from './fault-scenes.ts'
import { openFaultSite } from './fault-site.ts'
import type { HereEnd } from './run-here.ts'

export type FaultLoopOptions = {
  readonly scene: SceneName
  readonly thread: FaultThread
  /** One after the other, call by call. */
  readonly kinds: readonly FaultKind[]
  /** Only every so many calls. Default 1: all. */
  readonly every?: number
}

export type FaultLoopResult = {
  /** Calls of a run without a fault. */
  readonly calls: number
  readonly tried: number
  /** How the runs that met their fault ended: code (`ok` for none) -> calls. */
  readonly ends: Readonly<Record<string, number>>
  /** Call -> its end, for each kind of call. */
  readonly byCall: Readonly<Record<string, number>>
  readonly wrong: readonly string[]
}

/** Runs take a fraction of a second: what takes this long will not end. */
const hangMs = 120_000

export async function faultLoop({ scene: name, thread, kinds, every = 1 }: FaultLoopOptions): Promise<FaultLoopResult> {
  await using site = await withDispose(openFaultSite())
  const scene = createScene(name, site.value)
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-faults-'))
  // Always the same folder: a store remembers its files by their whole paths.
  const place = join(folder, 'work')
  const template = join(folder, 'template')
  mkdirSync(place)
  const ends: Record<string, number> = {}
  const byCall: Record<string, number> = {}
  const wrong: string[] = []
  let tried = 0
  try {
    await scene.prepare(place)
    renameSync(place, template)
    // The first one meets none: what is loaded late is loaded then.
    const { calls } = await attempt(scene, template, place, { thread, kind: kinds[0]!, nth: Infinity })
    for (let nth = 1; ; nth += every) {
      const kind = kinds[nth % kinds.length]!
      try {
        const { failed, end } = await attempt(scene, template, place, { thread, kind, nth })
        if (failed === undefined) break
        tried++
        const how = end.code ?? (end.exit === 0 ? 'ok' : `exit-${end.exit}`)
        ends[how] = (ends[how] ?? 0) + 1
        const call = `${failed.split(' ').slice(0, 2).join(' ')} -> ${how}`
        byCall[call] = (byCall[call] ?? 0) + 1
      } catch (error) {
        if (!(error instanceof WrongEnd)) throw error
        tried++
        wrong.push(`${name} ${thread} ${kind} ${nth}: ${(error as Error).message}`)
      }
      assert.ok(nth < 5000, 'it ends')
    }
    return { calls, tried, ends, byCall, wrong }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

type Fault = { readonly thread: FaultThread; readonly kind: FaultKind; readonly nth: number }

async function attempt(scene: Scene, template: string, folder: string, fault: Fault) {
  rmSync(folder, { recursive: true, force: true })
  cpSync(template, folder, { recursive: true })
  const disarm = armFault(fault.thread, fault.kind, fault.nth)
  let end: HereEnd | undefined
  let report = { calls: 0, failed: undefined as string | undefined }
  try {
    end = await soon(scene.run(folder))
  } finally {
    report = disarm()
  }
  const { failed } = report
  try {
    assertDeserved(end, failed, fault.kind)
    if (end.exit !== 0) {
      scene.checkBetween(folder)
      const next = await soon(scene.again(folder))
      assert.equal(next.exit, 0, next.stderr)
    }
    scene.checkWhole(folder)
  } catch (error) {
    if (failed === undefined) throw error
    throw new WrongEnd(`${failed}, ${end.exit} ${JSON.stringify(end.stderr)}: ${(error as Error).message}`, { cause: error })
  }
  return { ...report, end }
}

class WrongEnd extends Error {}

const deserved = {
  fs: { EIO: ['file', 3], ENOSPC: ['disk-full', 13], EACCES: ['file', 3], EMFILE: ['file', 3] },
  sqlite: { EIO: ['file', 3], ENOSPC: ['disk-full', 13], EACCES: ['file', 3], EMFILE: ['store-busy', 12] },
} as const

/** Success, or the code of that fault, told in one line. */
function assertDeserved({ exit, code, stderr, stdout }: HereEnd, failed: string | undefined, kind: FaultKind): void {
  if (exit === 0) return
  assert.ok(failed !== undefined, 'nothing failed')
  const [family = '', name = ''] = failed.split(' ')
  const verdict = deserved[family === 'fs' ? 'fs' : 'sqlite'][kind]
  // Who only looks is not told of a full disk; and nobody of what `existsSync` met.
  const asUsual = name === 'existsSync' || (kind === 'ENOSPC' && /^(?:access|stat|lstat|fstat)/.test(name))
  assert.deepEqual([code, exit], asUsual && code === 'file' ? deserved.fs.EIO : verdict)
  assert.match(stderr, /(?:^|\n)orbweaver: [^\n]+\n$/)
  assert.doesNotMatch(stdout, /^Finished/)
}

/** Rejects instead of waiting for ever. */
async function soon<Value>(work: Promise<Value>): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`it did not end within ${hangMs} ms`)), hangMs)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}

async function withDispose<Site extends { readonly town: AsyncDisposable }>(opening: Promise<Site>) {
  const value = await opening
  return { value, [Symbol.asyncDispose]: () => value.town[Symbol.asyncDispose]() }
}

if (import.meta.main) {
  const result = await faultLoop(JSON.parse(process.argv[2] ?? '{}') as FaultLoopOptions)
  console.log(JSON.stringify(result, null, 1))
}
