import { collectYoung } from '../base/collect-young.ts'
import { limits } from '../base/limits.ts'
import type { BodySink, Head, Order } from '../exchange/order.ts'
import type { BodyAccount } from './body-budget.ts'
import { gatherBytes } from './gather-bytes.ts'

/** Where the body bytes of one answer go: into memory, or to the order's sink; counted against the limit either way. */
export type BodyIntake = {
  /** Body bytes taken so far. */
  readonly raw: number
  /** The bytes go to the order's sink: what it has can neither be taken back nor given in the Exchange. */
  readonly isSink: boolean
  /** Most bytes that may be taken. */
  readonly limit: number
  /** A promise: the sender is to be held back until it resolves. */
  write(chunk: Uint8Array): Promise<void> | undefined
  /** Resolves when the sink has taken everything; undefined when it has. */
  pending(): Promise<void> | undefined
  /** What was gathered; empty when a sink took it. */
  chunks(): readonly Uint8Array[]
}

/** So much of a stream, or of a long body that is gathered in one piece, may be garbage. */
const streamedBytes = 4 * 1024 * 1024

/**
 * @param coded the body has content codings, so that its decoded size is limited elsewhere
 * @param account what is gathered is counted there
 */
export function bodyIntake(order: Order, head: Head, coded: boolean, account: BodyAccount): BodyIntake {
  const sink: BodySink | undefined = order.into?.(head)
  const rawLimit = order.limits?.bodyRawBytes ?? limits.bodyRawBytes
  const gathered = Math.min(rawLimit, order.limits?.bodyBytes ?? limits.bodyBytes)
  const gatherer = gatherBytes(coded ? 0 : gathered)
  let raw = 0
  let pending: Promise<void> | undefined
  let collectAt = streamedBytes
  return {
    get raw() {
      return raw
    },
    isSink: sink !== undefined,
    limit: coded || sink !== undefined ? rawLimit : gathered,
    write(chunk) {
      raw += chunk.length
      // What was copied or handed on is garbage; the parts of a coded body are kept.
      if (raw >= collectAt && !(coded && sink === undefined)) {
        collectAt = raw + streamedBytes
        collectYoung()
      }
      if (sink === undefined) {
        gatherer.write(chunk)
        return account.add(chunk.length)
      }
      const wait = pending === undefined ? sink.write(chunk) : pending.then(() => sink.write(chunk))
      if (wait === undefined) return undefined
      pending = wait
      // A failed write stays pending: it is the end of the order.
      wait.then(
        () => {
          if (pending === wait) pending = undefined
        },
        () => {},
      )
      return wait
    },
    pending: () => pending,
    chunks: () => gatherer.chunks(),
  }
}
