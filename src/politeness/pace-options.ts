import { limits } from '../base/limits.ts'

/** How fast is polite. Times in ms; each default is one that a webmaster would sign. */
export type PolitenessOptions = {
  /** Smallest gap between two requests to a site. Default 1000. */
  readonly delayMs?: number | undefined
  /** Requests under way at one site. Default 1. */
  readonly perSite?: number | undefined
  /** Requests under way at one address, all its sites together. Default 2, or `perSite` when that is more. */
  readonly perAddress?: number | undefined
  /** Smallest gap between two requests to one address. Default half of `delayMs`. */
  readonly addressDelayMs?: number | undefined
  /** Slow down for a site that grows slow. Default true. */
  readonly adaptive?: boolean | undefined
  readonly maxBackoffMs?: number | undefined
  readonly maxCrawlDelayMs?: number | undefined
  readonly maxRetryAfterMs?: number | undefined
}

export type PaceRules = { readonly [Name in keyof PolitenessOptions]-?: NonNullable<PolitenessOptions[Name]> }

export function paceRules(options: PolitenessOptions): PaceRules {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<PaceRules>
  const delayMs = given.delayMs ?? 1000
  const perSite = given.perSite ?? 1
  return {
    delayMs,
    perSite,
    perAddress: Math.max(2, perSite),
    addressDelayMs: delayMs / 2,
    adaptive: true,
    maxBackoffMs: limits.backoffMs,
    maxCrawlDelayMs: limits.crawlDelayMs,
    maxRetryAfterMs: limits.retryAfterMs,
    ...given,
  }
}
