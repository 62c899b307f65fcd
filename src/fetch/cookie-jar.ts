import type { Clock } from '../base/clock.ts'
import { systemClock } from '../base/clock.ts'
import { limits } from '../base/limits.ts'
import { registrableDomain } from '../url/registrable.ts'
import { readCookieFile, writeCookieFile } from './cookie-file.ts'
import type { StoredCookie } from './cookie-rules.ts'
import { goesTo, hides, hostOf, isSafe, readSetCookie } from './cookie-rules.ts'

export type CookieJarOptions = {
  /** Netscape format (curl's `-b` and `-c`). Read when it is there; written by `save`. Default none: the cookies end with the program. */
  readonly file?: string | undefined
  /** Saves of its own accord so long after a change, ms, for work that may be killed; default: only when `save` is called. */
  readonly saveAfterMs?: number | undefined
  readonly clock?: Clock | undefined
}

/** Cookies of many sites, by the rules of RFC 6265bis. Limits as in curl; what is over them is left out and counted. */
export type CookieJar = {
  /** What a request to this URL takes along, in sending order: longer paths first, then the older. */
  cookiesFor(url: string): readonly StoredCookie[]
  /** The Set-Cookie fields of an answer from this URL. */
  take(url: string, setCookies: readonly string[]): void
  /** Everything that is not expired, the oldest first. */
  all(): readonly StoredCookie[]
  /** Cookies left out so far: malformed, not that host's to set, over a limit. */
  readonly dropped: number
  /** Writes the file, whole and readable by its owner only, when something changed. Does nothing without a file. @throws CrawlError file */
  save(): void
}

type Kept = { readonly cookie: StoredCookie; readonly created: number; used: number }

/** @throws CrawlError file when the file cannot be read or a line of it is no cookie */
export function openCookieJar({ file, saveAfterMs, clock = systemClock }: CookieJarOptions = {}): CookieJar {
  /**
   * Registrable domain (or host without one) -> domain, path and name -> cookie. The domain that was asked for longest ago stands first.
   */
  const domains = new Map<string, Map<string, Kept>>()
  let dropped = 0
  let turn = 0
  let changed = false
  let forget: (() => void) | undefined

  /** The cookies of a host and of all that share its domain. */
  function near(host: string): Map<string, Kept> {
    const name = registrableDomain(host) ?? host
    const kept = domains.get(name) ?? new Map<string, Kept>()
    if (domains.delete(name)) domains.set(name, kept)
    return kept
  }

  function isOver({ expires }: StoredCookie): boolean {
    return expires !== undefined && expires <= clock.wall()
  }

  function keep(cookie: StoredCookie): void {
    const kept = near(cookie.domain)
    const key = `${cookie.domain}\t${cookie.path}\t${cookie.name}`
    changed = true
    if (isOver(cookie)) {
      kept.delete(key)
      return
    }
    // One that changes keeps its place in the sending order.
    kept.set(key, { cookie, created: kept.get(key)?.created ?? turn, used: turn++ })
    domains.set(registrableDomain(cookie.domain) ?? cookie.domain, kept)
    if (kept.size > limits.cookiesPerDomain) dropOne(kept)
    if (domains.size > limits.cookieDomains) {
      const [first] = domains.keys()
      dropped += domains.get(first!)!.size
      domains.delete(first!)
    }
  }

  /** An expired one, else the one that was not sent for longest. */
  function dropOne(kept: Map<string, Kept>): void {
    let last: [string, Kept] | undefined
    for (const entry of kept) {
      if (isOver(entry[1].cookie)) return void kept.delete(entry[0])
      if (last === undefined || entry[1].used < last[1].used) last = entry
    }
    kept.delete(last![0])
    dropped++
  }

  function take(given: string, setCookies: readonly string[]): void {
    const url = new URL(given)
    dropped += Math.max(0, setCookies.length - limits.cookiesPerAnswer)
    for (const line of setCookies.slice(0, limits.cookiesPerAnswer)) {
      const cookie = readSetCookie(line, url, clock.wall())
      const refused = cookie === undefined || (!isSafe(url) && [...near(cookie.domain).values()].some(kept => hides(cookie, kept.cookie)))
      if (refused) dropped++
      else keep(cookie)
    }
    if (changed && file !== undefined && saveAfterMs !== undefined) forget ??= clock.after(saveAfterMs, saveEarly)
  }

  function save(): void {
    forget?.()
    forget = undefined
    if (file === undefined || !changed) return
    writeCookieFile(file, all())
    changed = false
  }

  function saveEarly(): void {
    try {
      save()
    } catch {
      // Tried again with the next change; the call at the end says why it fails.
    }
  }

  function cookiesFor(given: string): StoredCookie[] {
    const url = new URL(given)
    const fitting = [...near(hostOf(url)).values()]
      .filter(({ cookie }) => !isOver(cookie) && goesTo(cookie, url))
      .sort((one, other) => other.cookie.path.length - one.cookie.path.length || one.created - other.created)
    const sent: StoredCookie[] = []
    let length = 0
    for (const kept of fitting) {
      const { name, value } = kept.cookie
      length += `${name}=${value}; `.length
      if (sent.length === limits.cookiesSent || length - 2 > limits.cookieHeaderBytes) break
      kept.used = turn++
      sent.push(kept.cookie)
    }
    dropped += fitting.length - sent.length
    return sent
  }

  const all = () =>
    [...domains.values()]
      .flatMap(kept => [...kept.values()])
      .sort((one, other) => one.created - other.created)
      .map(({ cookie }) => cookie)
      .filter(cookie => !isOver(cookie))

  for (const cookie of file === undefined ? [] : readCookieFile(file)) {
    keep(registrableDomain(cookie.domain) === null ? { ...cookie, hostOnly: true } : cookie)
  }
  changed = false

  return {
    cookiesFor,
    take,
    all,
    get dropped() {
      return dropped
    },
    save,
  }
}
