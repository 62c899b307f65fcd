import { limits } from '../base/limits.ts'

/**
 * Sites whose last answer had to be read tolerantly: they are asked over the wire at once, so that each page costs one request, not two.
 */
export type OddSites = {
  has(site: string): boolean
  /** What the wire found: an answer in order ends it. */
  heard(site: string, isOdd: boolean): void
}

export function createOddSites(): OddSites {
  const sites = new Set<string>()
  return {
    has: site => sites.has(site),
    heard(site, isOdd) {
      sites.delete(site)
      if (isOdd) sites.add(site)
      if (sites.size > limits.oddSites) sites.delete(sites.values().next().value!)
    },
  }
}
