import type { Socket } from 'node:net'
import type { Clock } from '../base/clock.ts'

/** Connections that carried a whole answer and wait for the next order, newest first. */
export type KeptSockets = {
  /** @param name what it may be used for: site and allowed addresses */
  take(name: string): Socket | undefined
  /** Keeps it for so many ms; what it says meanwhile, a close too, is its end. */
  keep(name: string, socket: Socket, ms: number): void
}

type Kept = { readonly socket: Socket; readonly letGo: () => void }

export function createKeptSockets(clock: Clock): KeptSockets {
  const names = new Map<string, Kept[]>()
  return {
    take(name) {
      const kept = names.get(name)?.at(-1)
      kept?.letGo()
      return kept?.socket
    },
    keep(name, socket, ms) {
      const kept: Kept = {
        socket,
        letGo() {
          forget()
          for (const event of ends) socket.off(event, drop)
          const others = (names.get(name) ?? []).filter(other => other !== kept)
          if (others.length > 0) names.set(name, others)
          else names.delete(name)
        },
      }
      const drop = () => {
        kept.letGo()
        socket.once('error', () => {}).destroy()
      }
      const forget = clock.after(ms, drop)
      for (const event of ends) socket.on(event, drop)
      names.set(name, [...(names.get(name) ?? []), kept])
    },
  }
}

/** `readable`: an answer to nothing, or the end of the stream. */
const ends = ['readable', 'error', 'close'] as const
