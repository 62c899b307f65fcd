import { limits } from '../base/limits.ts'

/** What the bodies of all orders of one fetcher may hold in memory together, while they come and are decoded. */
export type BodyBudget = { open(): BodyAccount }

export type BodyAccount = Disposable & {
  /** Counts bytes that are kept from now on, or (below 0) no more. A promise: take no more until it resolves. */
  add(bytes: number): Promise<void> | undefined
}

type Account = { held: number; free: PromiseWithResolvers<void> | undefined }

/**
 * Above `bytes` in all, bodies wait: those below `smallBytes` never, so that pages of ordinary size notice nothing, nor the largest one, so
 * that there is always one that comes to its end. What is kept is at most `bytes`, the largest body, and all small ones.
 */
export function createBodyBudget({ bytes = limits.bodiesBytes, smallBytes = limits.bodySmallBytes } = {}): BodyBudget {
  const accounts = new Set<Account>()
  let sum = 0

  function mayGoOn(account: Account): boolean {
    if (sum <= bytes || account.held <= smallBytes) return true
    for (const other of accounts) if (other.held > account.held) return false
    return true
  }

  function letGo(): void {
    for (const account of accounts) {
      if (account.free === undefined || !mayGoOn(account)) continue
      account.free.resolve()
      account.free = undefined
    }
  }

  return {
    open() {
      const account: Account = { held: 0, free: undefined }
      accounts.add(account)
      return {
        add(more) {
          account.held += more
          sum += more
          if (more < 0) letGo()
          if (mayGoOn(account)) return undefined
          account.free ??= Promise.withResolvers()
          return account.free.promise
        },
        [Symbol.dispose]() {
          if (!accounts.delete(account)) return
          sum -= account.held
          account.free?.resolve()
          letGo()
        },
      }
    },
  }
}
