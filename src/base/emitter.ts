/** A typed emitter: `on` gives back the function that takes the listener off again. */
export type Emitter<Events> = {
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void
  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void
}

/**
 * @param onFault told of a listener that threw or rejected: one bad listener never stops the others or the crawl. What fails while a fault
 * is told is not told again
 */
export function createEmitter<Events>(onFault: (fault: unknown) => void): Emitter<Events> {
  const listeners = new Map<keyof Events, Set<(event: never) => void>>()
  let telling = false
  const tell = (fault: unknown): void => {
    if (telling) return
    telling = true
    try {
      onFault(fault)
    } finally {
      telling = false
    }
  }
  return {
    on(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(listener))
      return () => void set.delete(listener)
    },
    emit(name, event) {
      const set = listeners.get(name)
      if (set === undefined) return
      for (const listener of set) {
        try {
          const result = (listener as (event: unknown) => unknown)(event)
          const again = telling
          if (result instanceof Promise) result.catch(fault => again || tell(fault))
        } catch (fault) {
          tell(fault)
        }
      }
    },
  }
}
