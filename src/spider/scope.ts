import type { Link } from '../url/link.ts'
import { registrableDomain } from '../url/registrable.ts'
import type { Site } from '../url/site.ts'
import { siteOf } from '../url/site.ts'
import { userPattern } from '../url/user-pattern.ts'

/** Is a link ours? True, or the reason why not. */
export type Scope = (link: Link) => true | string

export type ScopeKind = 'site' | 'domain' | 'host' | 'prefix' | 'all'

/** A scope is made once the seeds are known. A seed that moved to another site by redirect counts as a seed. */
export type ScopeMaker = (seeds: readonly string[]) => Scope

/** Same scheme, host and port as a seed. */
export const sameSite = (): ScopeMaker => seeds => {
  const sites = new Set<Site>(seeds.map(siteOf))
  let last = ''
  return ({ url }) => {
    // Most links of a page lead to the site of the one before.
    if (last !== '' && url.startsWith(last)) return true
    const site = siteOf(url)
    if (!sites.has(site)) return 'other-site'
    last = `${site}/`
    return true
  }
}

/** Same host as a seed, any scheme and port. */
export const sameHost = (): ScopeMaker => by(url => new URL(url).hostname, 'other-host')

/** Same registrable domain as a seed (`a.example.co.uk` and `b.example.co.uk`); addresses and single names must be equal. */
export const sameDomain = (): ScopeMaker =>
  by(url => {
    const { hostname } = new URL(url)
    return registrableDomain(hostname) ?? hostname
  }, 'other-domain')

/** Below the folder of a seed: `https://example.org/docs/start.html` takes in `https://example.org/docs/`. */
export const samePrefix = (): ScopeMaker => seeds => {
  const folders = seeds.map(seed => {
    const path = seed.replace(/[?#].*$/, '')
    return path.slice(0, path.lastIndexOf('/') + 1)
  })
  return ({ url }) => folders.some(folder => url.startsWith(folder)) || 'other-prefix'
}

/** Everything that http and https reach: give it a page limit. */
export const everywhere = (): ScopeMaker => () => () => true

/** All of the scopes must agree; the first that does not gives the reason. */
export const allOf =
  (...makers: readonly ScopeMaker[]): ScopeMaker =>
  seeds => {
    const scopes = makers.map(make => make(seeds))
    return link => {
      for (const scope of scopes) {
        const verdict = scope(link)
        if (verdict !== true) return verdict
      }
      return true
    }
  }

/**
 * URLs that match (`include`: at least one), or must not (`exclude`: any). Seeds are always in; a URL on which an expression was not done
 * in time is out as `pattern-late`.
 */
export const matching = (patterns: readonly RegExp[], kind: 'include' | 'exclude'): ScopeMaker => {
  const tests = patterns.map(userPattern)
  return () => link => {
    if (link.via === 'seed' || tests.length === 0) return true
    let isLate = false
    for (const test of tests) {
      const answer = test(link.url)
      if (answer === true) return kind === 'include' || 'excluded'
      if (answer === 'late') isLate = true
    }
    if (isLate) return 'pattern-late'
    return kind === 'exclude' || 'not-included'
  }
}

/** Not farther from a seed than this many links. */
export const within =
  (depth: number): ScopeMaker =>
  () =>
  link =>
    link.depth <= depth || 'too-deep'

export const scopeOf = (kind: ScopeKind): ScopeMaker =>
  ({ site: sameSite, domain: sameDomain, host: sameHost, prefix: samePrefix, all: everywhere })[kind]()

function by(keyOf: (url: string) => string, reason: string): ScopeMaker {
  return seeds => {
    const keys = new Set(seeds.map(keyOf))
    const known = new Map<Site, boolean>()
    return ({ url }) => {
      const site = siteOf(url)
      let inside = known.get(site)
      if (inside === undefined) {
        inside = keys.has(keyOf(url))
        if (known.size > 10_000) known.clear()
        known.set(site, inside)
      }
      return inside || reason
    }
  }
}
