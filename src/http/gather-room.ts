/** Room for the bodies that the orders of one fetcher gather in memory, all together. */
export type GatherRoom = {
  /** Counts bytes that were gathered. A promise: there is no room, the sender is to be held back until it resolves. */
  take(order: object, bytes: number): Promise<void> | undefined
  /** The order is over. */
  release(order: object): void
}

type Held = { bytes: number; wait: PromiseWithResolvers<void> | undefined }

/**
 * The order that has gathered for longest is never held back: so there is always one that comes to its end, and what stands in memory is at
 * most `bytes`, one body, and a read of each other order.
 */
export function createGatherRoom(bytes: number): GatherRoom {
  /** Eldest first. */
  const orders = new Map<object, Held>()
  let total = 0
  return {
    take(order, more) {
      const held = orders.get(order) ?? { bytes: 0, wait: undefined }
      orders.set(order, held)
      held.bytes += more
      total += more
      if (total <= bytes || orders.values().next().value === held) return undefined
      held.wait ??= Promise.withResolvers()
      return held.wait.promise
    },
    release(order) {
      const held = orders.get(order)
      if (held === undefined) return
      orders.delete(order)
      total -= held.bytes
      wake(held)
      let isEldest = true
      for (const other of orders.values()) {
        if (total <= bytes || isEldest) wake(other)
        isEldest = false
      }
    },
  }
}

function wake(held: Held): void {
  held.wait?.resolve()
  held.wait = undefined
}
