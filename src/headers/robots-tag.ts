import { limits } from '../base/limits.ts'
import type { Codec } from './codec.ts'

/** One word to robots: `noindex`, `max-snippet: 20`, `unavailable_after: 25 Jun 2027 15:00:00 GMT`. */
export type RobotsDirective = {
  /** The robot that it is for, lower case; absent: all. */
  readonly agent?: string | undefined
  readonly directive: string
}

/** X-Robots-Tag: `bot: nofollow, noindex` names a robot until the next name. */
export const robotsTag: Codec<readonly RobotsDirective[]> = {
  parse: text => {
    let agent: string | undefined
    const found = robotsDirectives(text)
      .slice(0, limits.headerListItems)
      .map(directive => {
        const named = /^([^\s:]+)[ \t]*:(.*)$/s.exec(directive)
        const isName = named !== null && !valued.has(named[1]!.toLowerCase())
        if (isName) agent = named[1]!.toLowerCase()
        return { ...(agent === undefined ? {} : { agent }), directive: isName ? named[2]!.trim() : directive }
      })
    const said = found.filter(({ directive }) => directive !== '')
    return said.length === 0 ? undefined : said
  },
  format: list => list.map(({ agent, directive }) => (agent === undefined ? directive : `${agent}: ${directive}`)).join(', '),
}

/** Comma-separated; a comma after the weekday of an `unavailable_after` date separates nothing. */
export function robotsDirectives(list: string): string[] {
  const directives: string[] = []
  for (const part of list.split(/[,;]/)) {
    const before = directives.at(-1)
    if (before !== undefined && /^(?:[^\s:]+[ \t]*:[ \t]*)?unavailable_after[ \t]*:[ \t]*[a-z]{3,9}$/i.test(before))
      directives.push(`${directives.pop()},${part}`)
    else directives.push(part.trim())
  }
  return directives
}

const valued: ReadonlySet<string> = new Set(['unavailable_after', 'max-snippet', 'max-image-preview', 'max-video-preview'])
