import { limits } from '../base/limits.ts'
import type { CacheStore } from './cache-store.ts'
import { answerSize } from './cache-store.ts'
import type { StoredAnswer } from './stored-answer.ts'

export type MemoryStoreOptions = {
  /** All answers together, in bytes; default `limits.cacheMemoryBytes`. */
  readonly maxBytes?: number | undefined
}

type Entry = { answer: StoredAnswer; readonly body: Uint8Array }

/** Keeps answers as long as the process lives. */
export function memoryCacheStore({ maxBytes = limits.cacheMemoryBytes }: MemoryStoreOptions = {}): CacheStore {
  const byUrl = new Map<string, Map<string, Entry>>()
  /** The least lately used first. */
  const order = new Set<Entry>()
  let bytes = 0

  function drop(entry: Entry): void {
    const { url, variant } = entry.answer
    const variants = byUrl.get(url)
    variants?.delete(variant)
    if (variants?.size === 0) byUrl.delete(url)
    order.delete(entry)
    bytes -= answerSize(entry.answer)
  }

  function touch(entry: Entry): void {
    order.delete(entry)
    order.add(entry)
  }

  return {
    find: url => [...(byUrl.get(url)?.values() ?? [])].reverse().map(({ answer }) => answer),
    read(answer) {
      const entry = byUrl.get(answer.url)?.get(answer.variant)
      if (entry === undefined || entry.answer.digest !== answer.digest) return undefined
      touch(entry)
      return new Uint8Array(entry.body)
    },
    put(answer, body) {
      const before = byUrl.get(answer.url)?.get(answer.variant)
      if (body === undefined && before?.answer.digest !== answer.digest) return
      // A Buffer's `slice` would share its bytes.
      const kept = body === undefined ? (before?.body ?? new Uint8Array(0)) : new Uint8Array(body)
      if (before !== undefined) drop(before)
      if (answerSize(answer) > maxBytes) return
      const variants = byUrl.get(answer.url) ?? new Map<string, Entry>()
      const [oldest] = variants.values()
      if (variants.size >= limits.cacheVariants && oldest !== undefined) drop(oldest)
      const entry = { answer, body: kept }
      byUrl.set(answer.url, variants.set(answer.variant, entry))
      order.add(entry)
      bytes += answerSize(answer)
      for (const least of order) {
        if (bytes <= maxBytes) break
        drop(least)
      }
    },
    remove(url, variant) {
      for (const entry of [...(byUrl.get(url)?.values() ?? [])]) if (variant === undefined || entry.answer.variant === variant) drop(entry)
    },
    *list() {
      for (const { answer } of [...order].reverse()) yield answer
    },
    [Symbol.dispose]() {
      byUrl.clear()
      order.clear()
      bytes = 0
    },
  }
}
