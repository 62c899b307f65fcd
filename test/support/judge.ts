import type { Answer, SiteName, Town, TownRequest } from '../../src/testing/index.ts'

/** Timers round to whole milliseconds. */
export const rounding = 1

/** What a site was asked for, in order of arrival. */
export function requestsOf(town: Town, site: SiteName): TownRequest[] {
  return town.log.filter(request => request.site === site)
}

export function targetsOf(town: Town, site: SiteName): string[] {
  return requestsOf(town, site).map(({ target }) => target)
}

/** The same without robots.txt. */
export function pagesOf(town: Town, site: SiteName): string[] {
  return targetsOf(town, site).filter(target => target !== '/robots.txt')
}

export function sitesAsked(town: Town): SiteName[] {
  return [...new Set(town.log.map(({ site }) => site as SiteName))]
}

/** Times between arrivals, ms. */
export function gapsOf(requests: readonly { readonly at: number }[]): number[] {
  return requests.slice(1).map(({ at }, before) => at - requests[before]!.at)
}

/** The most requests that were being answered at one time. */
export function mostAtOnce(requests: readonly TownRequest[]): number {
  return Math.max(0, ...requests.map(({ at }) => requests.filter(one => one.at <= at && (one.finishedAt ?? Infinity) > at).length))
}

export function fieldOf({ headers }: { readonly headers: readonly string[] }, name: string): string | undefined {
  const at = headers.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === name)
  return at < 0 ? undefined : headers[at + 1]
}

/** A page of links: hrefs, or whole elements. @param headers more header fields, flat */
export function pageOf(links: readonly string[], { head = '', headers = [] }: { head?: string; headers?: readonly string[] } = {}): Answer {
  const body = links.map(link => (link.startsWith('<') ? link : `<a href="${link}">${link}</a>`)).join('\n')
  return {
    status: 200,
    headers: [...headers, 'Content-Type', 'text/html; charset=utf-8'],
    body: `<!doctype html><title>Page</title>${head}<p>${body}</p>`,
  }
}

export function robotsOf(text: string): Answer {
  return { status: 200, headers: ['Content-Type', 'text/plain'], body: text }
}

export function failureOf(status: number, headers: readonly string[] = []): Answer {
  return { status, headers: [...headers, 'Content-Type', 'text/plain'], body: 'Not now.\n' }
}
