import type { CacheStore } from './cache-store.ts'

/** What the files of this room hand around: the options of one cache, resolved. */
export type CacheRules = {
  readonly store: CacheStore
  readonly heuristics: boolean
  readonly maxBodyBytes: number
  /** Wall time, ms. */
  now(): number
}
