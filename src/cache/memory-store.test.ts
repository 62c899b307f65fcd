import { limits } from '../base/limits.ts'
import { cacheStoreContract } from './cache-store-contract.ts'
import { memoryCacheStore } from './memory-store.ts'

cacheStoreContract('memory', memoryCacheStore, limits.cacheMemoryBytes)
