import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { frontierContract } from './frontier-contract.ts'
import { createMemoryStore } from './memory-store.ts'
import { createSqliteStore } from './sqlite/sqlite-store.ts'

frontierContract('memory', () => ({ store: createMemoryStore, durable: false, cleanUp: () => {} }))

frontierContract('sqlite', () => {
  const parent = mkdtempSync(join(tmpdir(), 'orbweaver-'))
  return {
    store: (name = 'store') => createSqliteStore({ folder: join(parent, name) }),
    durable: true,
    cleanUp: () => rmSync(parent, { recursive: true, force: true }),
  }
})
