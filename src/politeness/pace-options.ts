import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { Site } from '../url/site.ts'

/** How fast is polite, for one site. Times in ms. */
export type PaceOptions = {
  /** Smallest gap between two requests to a site. Default 1000. */
  readonly delayMs?: number | undefined
  /** Requests in flight at one site. Default 1. */
  readonly perSite?: number | undefined
  /** Requests in flight at one IP address, all its sites together. Default 2, or `perSite` when that is more. */
  readonly perAddress?: number | undefined
  /** Smallest gap between two requests to one IP address. Default half of `delayMs`. */
  readonly addressDelayMs?: number | undefined
  /** Give a site that grows slow as much rest as it takes for an answer. Default true. */
  readonly adaptive?: boolean | undefined
  /** Lengthen the gap to what robots.txt asks for. Default true. */
  readonly obeyCrawlDelay?: boolean | undefined
  /** Longest gap of a back-off. Default `limits.backoffMs`. */
  readonly maxBackoffMs?: number | undefined
  /** Longest time for one request; it shrinks at a site whose answers do not end. Default `limits.pageMs`. */
  readonly pageMs?: number | undefined
  /** A longer Crawl-delay is taken as this. Default `limits.crawlDelayMs`. */
  readonly maxCrawlDelayMs?: number | undefined
  /** A longer Retry-After is taken as this. Default `limits.retryAfterMs`. */
  readonly maxRetryAfterMs?: number | undefined
}

export type PolitenessOptions = PaceOptions & {
  /** Other numbers for single sites. */
  readonly overrides?: ((site: Site) => PaceOptions | undefined) | undefined
}

/** Options with every default filled in. */
export type PaceRules = { readonly [Name in keyof PaceOptions]-?: NonNullable<PaceOptions[Name]> }

/** What a webmaster would sign. */
export const paceDefaults = {
  delayMs: 1000,
  perSite: 1,
  perAddress: 2,
  adaptive: true,
  obeyCrawlDelay: true,
  maxBackoffMs: limits.backoffMs,
  pageMs: limits.pageMs,
  maxCrawlDelayMs: limits.crawlDelayMs,
  maxRetryAfterMs: limits.retryAfterMs,
} satisfies PaceOptions

/** @throws CrawlError usage for a number out of bounds */
export function paceRules(...layers: readonly PaceOptions[]): PaceRules {
  const given: PaceOptions = Object.assign({}, ...layers.map(set))
  const delayMs = given.delayMs ?? paceDefaults.delayMs
  const perSite = given.perSite ?? paceDefaults.perSite
  const derived = { perAddress: Math.max(paceDefaults.perAddress, perSite), addressDelayMs: delayMs / 2 }
  const rules = { ...paceDefaults, ...derived, ...given } as PaceRules
  for (const [name, value] of Object.entries(rules)) {
    if (typeof value !== 'number') continue
    const [least, most] = name === 'perSite' || name === 'perAddress' ? [1, Infinity] : [0, Number.MAX_VALUE]
    if (!(value >= least && value <= most)) throw new CrawlError('usage', `${name} must be ${least} or more, not ${value}.`)
  }
  return rules
}

/** Without what is undefined, so that it does not hide a default. */
function set(options: PaceOptions): PaceOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined && typeof value !== 'function'))
}
