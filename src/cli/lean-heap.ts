import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

export type HeapDoors = {
  setFlag(flag: string): void
  newSpaceBytes(): number
  /** Calls again and again until it is told to stop; never keeps a process alive. */
  every(check: (stop: () => void) => void): void
  /** What the user has said to Node. */
  readonly said: string
  readonly v8: string
}

export type LeanHeapOptions = {
  /** Trees are made of pages: they die young, and in a small young generation they would be copied first. Default false. */
  readonly trees?: boolean | undefined
}

/** The young generation grows no more from here on, bytes: what a page's journey makes fits. */
const enoughYoung = 4 * 2 ** 20
/** Later versions may have other flags, and V8 complains of one that it does not know on standard error. */
const lastKnownV8 = 14

/**
 * Makes V8 collect sooner than it would. By itself it lets a crawl of 20,000 pages that lives in 30 MB grow to 340 MB before it looks; so
 * it takes 190 MB and up to 8 % more CPU (docs/decisions/0024-a-lean-heap.md). Whoever runs Node with flags on its heap is left alone.
 */
export function leanHeap(
  { trees = false }: LeanHeapOptions = {},
  { setFlag, newSpaceBytes, every, said, v8 }: HeapDoors = ofThisProcess(),
): void {
  if (/semi-space|heap-growing|young-generation|optimize-for-size/.test(said.replaceAll('_', '-')) || Number.parseInt(v8, 10) > lastKnownV8)
    return
  setFlag('--heap-growing-percent=100')
  if (trees) return
  every(stop => {
    if (newSpaceBytes() < enoughYoung) return
    setFlag('--semi-space-growth-factor=1')
    stop()
  })
}

function ofThisProcess(): HeapDoors {
  return {
    setFlag: setFlagsFromString,
    newSpaceBytes: () => getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0,
    every(check) {
      const timer = setInterval(() => check(() => clearInterval(timer)), 50)
      timer.unref()
    },
    said: `${process.execArgv.join(' ')} ${process.env['NODE_OPTIONS'] ?? ''}`,
    v8: process.versions.v8,
  }
}
