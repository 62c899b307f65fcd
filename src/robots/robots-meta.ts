import type { HeaderList } from '../exchange/header-list.ts'
import { headerValues } from '../exchange/header-list.ts'
import { agentToken } from './agent-token.ts'

/** What a page asks of robots in its meta elements and in X-Robots-Tag. The strictest word wins; `index` and `follow` take nothing back. */
export type RobotsMeta = {
  readonly noindex: boolean
  readonly nofollow: boolean
  readonly noarchive: boolean
  readonly nosnippet: boolean
  readonly noimageindex: boolean
  readonly notranslate: boolean
  readonly noai: boolean
  readonly noimageai: boolean
  /** The date of `unavailable_after` as written, the first that is meant for us. */
  readonly unavailableAfter?: string
}

export type RobotsMetaSource = {
  /** The meta elements of the page, in order. */
  readonly meta: readonly { readonly name: string; readonly content: string }[]
  readonly headers: HeaderList
  /** Product token or whole User-Agent string: words addressed to it count beside the general ones. */
  readonly agent: string
}

export function robotsMeta({ meta, headers, agent }: RobotsMetaSource): RobotsMeta {
  const own = agentToken(agent)
  const words = new Set<string>()
  let unavailableAfter: string | undefined
  const take = (directive: string) => {
    const date = /^unavailable_after[ \t]*:(.*)$/is.exec(directive)?.[1]?.trim()
    if (date !== undefined) unavailableAfter ??= date
    else for (const word of directive.toLowerCase().split(/\s+/)) words.add(word)
  }
  for (const { name, content } of meta) {
    const meant = name.trim().toLowerCase()
    if (meant === 'robots' || (own !== '' && meant === own)) for (const directive of directivesOf(content)) take(directive)
  }
  for (const value of headerValues(headers, 'x-robots-tag')) {
    for (const { name, directive } of addressed(value)) if (name === undefined || name === own) take(directive)
  }
  const has = (word: string) => words.has(word) || (words.has('none') && (word === 'noindex' || word === 'nofollow'))
  return {
    noindex: has('noindex'),
    nofollow: has('nofollow'),
    noarchive: has('noarchive') || has('nocache'),
    nosnippet: has('nosnippet'),
    noimageindex: has('noimageindex'),
    notranslate: has('notranslate'),
    noai: has('noai'),
    noimageai: has('noimageai'),
    ...(unavailableAfter ? { unavailableAfter } : {}),
  }
}

/** Comma-separated; a comma after the weekday of an `unavailable_after` date separates nothing. */
function directivesOf(list: string): string[] {
  const directives: string[] = []
  for (const part of list.split(/[,;]/)) {
    const before = directives.at(-1)
    if (before !== undefined && /^(?:[^\s:]+[ \t]*:[ \t]*)?unavailable_after[ \t]*:[ \t]*[a-z]{3,9}$/i.test(before))
      directives.push(`${directives.pop()},${part}`)
    else directives.push(part.trim())
  }
  return directives
}

/** Directives of one field with the agent they are for: `bot: nofollow, other: noindex` names one until the next name. */
function addressed(value: string): { name: string | undefined; directive: string }[] {
  let name: string | undefined
  return directivesOf(value).map(directive => {
    const found = /^([^\s:]+)[ \t]*:(.*)$/s.exec(directive)
    if (found === null || isValued(found[1]!)) return { name, directive }
    name = found[1]!.toLowerCase()
    return { name, directive: found[2]!.trim() }
  })
}

function isValued(word: string): boolean {
  return valued.has(word.toLowerCase())
}

const valued: ReadonlySet<string> = new Set(['unavailable_after', 'max-snippet', 'max-image-preview', 'max-video-preview'])
