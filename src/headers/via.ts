import type { Codec } from './codec.ts'
import { asQuoted, cutAt, isToken, splitList, unquote } from './lexical.ts'
import { httpDate } from './plain-codecs.ts'

/** One gateway or proxy on the way (RFC 9110 section 7.6.3). */
export type ViaHop = {
  /** `HTTP` unless it says otherwise. */
  readonly protocol: string
  readonly version: string
  /** Host and port, or a made-up name. */
  readonly by: string
  readonly comment?: string | undefined
}

export const via: Codec<readonly ViaHop[]> = {
  parse: text => {
    const hops = splitList(text, { whole: '()' })?.map(hopOf)
    return hops !== undefined && hops.length > 0 && hops.every(hop => hop !== undefined) ? hops : undefined
  },
  format: hops =>
    hops
      .map(({ protocol, version, by, comment }) =>
        [protocol === 'HTTP' ? version : `${protocol}/${version}`, by, ...(comment === undefined ? [] : [`(${comment})`])].join(' '),
      )
      .join(', '),
}

function hopOf(text: string): ViaHop | undefined {
  const [received = '', by = '', comment = '', ...more] = splitList(text.replaceAll('\t', ' '), { at: ' ', whole: '()' }) ?? []
  const [first, second] = cutAt(received, '/')
  const [protocol, version] = second === '' ? ['HTTP', first] : [first, second]
  if (!isToken(protocol) || !isToken(version) || !/^[^\s,()"]+$/.test(by) || more.length > 0) return undefined
  if (comment !== '' && !/^\(.*\)$/s.test(comment)) return undefined
  return { protocol, version, by, ...(comment === '' ? {} : { comment: comment.slice(1, -1) }) }
}

/** A remark of a cache on what it serves (RFC 7234 section 5.5; withdrawn by RFC 9111 section 5.5). */
export type CacheWarning = {
  /** 110 stale, 111 revalidation failed, 112 disconnected, 113 heuristic expiration, 199, 214 transformed, 299. */
  readonly code: number
  readonly agent: string
  readonly text: string
  readonly date?: Date | undefined
}

export const warnings: Codec<readonly CacheWarning[]> = {
  parse: text => {
    const found = splitList(text)?.map(warningOf)
    return found !== undefined && found.length > 0 && found.every(warning => warning !== undefined) ? found : undefined
  },
  format: list =>
    list
      .map(({ code, agent, text, date }) =>
        [code, agent, asQuoted(text), ...(date === undefined ? [] : [asQuoted(httpDate.format(date))])].join(' '),
      )
      .join(', '),
}

function warningOf(text: string): CacheWarning | undefined {
  const [code = '', agent = '', said = '', when] = splitList(text, { at: ' ' }) ?? []
  if (!/^[1-9]\d\d$/.test(code) || !/^[^\s,"]+$/.test(agent) || !said.startsWith('"')) return undefined
  const date = when === undefined ? undefined : httpDate.parse(unquote(when))
  return { code: Number(code), agent, text: unquote(said), ...(date === undefined ? {} : { date }) }
}
