import { watchDisk } from '../../test/support/faults.ts'

/**
 * From now on calls of the file system are counted, and the n-th fails: `once`, or with all that follow (`dead`), as if the process had
 * been killed there. A write that fails has written half.
 */
export function faultyDisk(nth: number, kind: 'once' | 'dead', code: string): { stop(): boolean } {
  let count = 0
  const undo = watchDisk(call => {
    count++
    if (kind === 'once' ? count !== nth : count < nth) return
    call.half()
    throw Object.assign(new Error(`${code}: on purpose, ${call.name}`), { code })
  })
  return {
    stop() {
      undo()
      return count >= nth
    },
  }
}
