export type { FrontierOptions } from './create-frontier.ts'
export { createFrontier } from './create-frontier.ts'
export type {
  AddResult,
  Awaitable,
  Counts,
  Frontier,
  InLinks,
  Lease,
  Outcome,
  Output,
  PageState,
  Settlement,
  SiteBudget,
  SiteCounts,
  SiteNote,
  Taken,
} from './frontier.ts'
export { noBudget } from './frontier.ts'
export type { Batch, FrontierStore, Loaded, LoadedBlock, NewLink, Settled, SiteRow, StoredLink } from './frontier-store.ts'
export { createMemoryStore } from './memory-store.ts'
export type { SqliteStoreOptions } from './sqlite/sqlite-store.ts'
export { createSqliteStore } from './sqlite/sqlite-store.ts'
export { storeError } from './store-error.ts'
