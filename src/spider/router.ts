import { CrawlError } from '../base/crawl-error.ts'
import type { Handler } from './visit.ts'

export type Route = { readonly handler: Handler; readonly params: Readonly<Record<string, string | undefined>> }

export type Router = {
  /** The first pattern wins. A pattern is a path (`/books/:id`), a whole URL pattern (`https://*.example.org/*`) or a URLPattern. */
  add(pattern: string | URLPattern | undefined, handler: Handler): void
  match(url: string): Route | undefined
  readonly size: number
}

/** Which handler visits a page (WHATWG URL Pattern). @throws CrawlError usage for a pattern that cannot be read */
export function createRouter(): Router {
  const routes: { pattern: URLPattern | undefined; handler: Handler }[] = []
  return {
    add(pattern, handler) {
      routes.push({ pattern: typeof pattern === 'string' ? compile(pattern) : pattern, handler })
    },
    match(url) {
      for (const { pattern, handler } of routes) {
        if (pattern === undefined) return { handler, params: {} }
        const match = pattern.exec(url)
        if (match === null) continue
        // Numbered groups are those of the path: the wildcards that stand for an absent host or query have no say.
        return { handler, params: { ...named(match.hostname.groups), ...named(match.search.groups), ...match.pathname.groups } }
      }
      return undefined
    },
    get size() {
      return routes.length
    },
  }
}

function named(groups: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(groups).filter(([name]) => !/^\d/.test(name)))
}

function compile(pattern: string): URLPattern {
  try {
    return pattern.startsWith('/') ? new URLPattern({ pathname: pattern }) : new URLPattern(pattern)
  } catch (cause) {
    throw new CrawlError(
      'usage',
      `"${pattern}" is no URL pattern: ${(cause as Error).message}. Give a path such as /books/:id or a URL such as https://*.example.org/*.`,
      { cause },
    )
  }
}
