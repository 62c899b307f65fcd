import type { FrontierStore } from '../../src/frontier/index.ts'
import { pack } from '../../src/frontier/sqlite/sqlite-store.ts'
import { StoreThread } from '../../src/frontier/sqlite/store-thread.ts'
import { storeError } from '../../src/frontier/store-error.ts'

/** The store without its thread: for tests that open one hundreds of times. */
export function storeHere(folder: string): FrontierStore {
  let thread: StoreThread | undefined
  const perform = <Value>(work: (thread: StoreThread) => Value): Value => {
    try {
      thread ??= new StoreThread({ folder, durable: false, outputs: ['items.jsonl'] })
      return work(thread)
    } catch (error) {
      throw storeError(error, folder)
    }
  }
  return {
    keepsNothing: false,
    load: () => perform(({ opened }) => ({ ...opened, blocks })),
    write: batch => perform(open => open.write(pack(batch))),
    read: ids => perform(open => open.read(ids)),
    topLinked: count => perform(open => open.links(count)),
    close: finished => {
      if (thread !== undefined) perform(open => open.close(finished))
      thread = undefined
    },
  }

  function* blocks() {
    for (let after = 0; ; ) {
      const block = perform(open => open.block(after))
      if (block.ids.length === 0) return
      yield block
      after = block.ids.at(-1)!
    }
  }
}
