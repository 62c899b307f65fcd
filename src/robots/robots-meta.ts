import type { HeaderList } from '../exchange/header-list.ts'
import { headerValues } from '../exchange/header-list.ts'
import { robotsDirectives, robotsTag } from '../headers/robots-tag.ts'
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
    if (meant === 'robots' || (own !== '' && meant === own)) for (const directive of robotsDirectives(content)) take(directive)
  }
  for (const value of headerValues(headers, 'x-robots-tag')) {
    for (const word of robotsTag.parse(value) ?? []) if (word.agent === undefined || word.agent === own) take(word.directive)
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
