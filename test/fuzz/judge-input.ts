import type { FuzzTarget } from './fuzz-target.ts'

/** Why an input is a crash; undefined when all holds. */
export type Crash = {
  /** Alike for inputs that fail alike. */
  readonly kind: string
  readonly message: string
}

/** CPU time that an input may take, ms a KB; short ones may take as long as 16 KB, for the compiler and the collector strike any. */
const msPerKb = 1
const leastKb = 16

/** What nobody may add to, whatever a reader reads. */
const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype]
const clean = prototypes.map(prototype => Reflect.ownKeys(prototype).length)

/** Gives an input to its target. Slow is only what is slow three times. */
export async function judge(target: FuzzTarget, input: Uint8Array): Promise<Crash | undefined> {
  const most = msPerKb * (target.readings ?? 1) * Math.max(leastKb, input.length / 1024)
  let ms = 0
  for (let tries = 0; tries < 3; tries++) {
    const before = process.threadCpuUsage()
    try {
      const done = target.check(input)
      if (done instanceof Promise) await done
    } catch (error) {
      return crashOf(error)
    }
    const { user, system } = process.threadCpuUsage(before)
    ms = (user + system) / 1000
    if (ms <= most) break
  }
  if (ms > most) return { kind: 'slow', message: `${ms.toFixed(0)} ms of CPU for ${input.length} bytes, ${most.toFixed(0)} ms are allowed` }
  const dirty = prototypes.findIndex((prototype, index) => Reflect.ownKeys(prototype).length !== clean[index])
  return dirty < 0 ? undefined : { kind: 'polluted', message: 'a prototype that all share has a new property' }
}

function crashOf(error: unknown): Crash {
  if (!(error instanceof Error)) return { kind: typeof error, message: String(error) }
  const frame = error.stack?.split('\n').find(line => /^ +at .*(?:\/src\/|\/targets\/)/.test(line)) ?? ''
  return { kind: `${error.name} ${frame.trim()}`, message: error.stack ?? error.message }
}
