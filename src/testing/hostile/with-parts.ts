import { pageAnswer } from '../answers.ts'
import { anchor, escapeHtml, list } from '../html.ts'
import type { Endpoint, EndpointPart } from './endpoint.ts'

/** @param name the last segment of its path */
export type Part = Omit<EndpointPart, 'path'> & { readonly name: string; readonly behave: Endpoint['behave'] }

/** An endpoint of several behaviours: `/A27` is a page with links to `/A27/before` and all others. */
export function withParts(endpoint: Omit<Endpoint, 'expects' | 'behave' | 'parts'>, parts: readonly Part[]): Endpoint {
  const { id, says } = endpoint
  const pathOf = ({ name }: Part) => `/${id}/${name}`
  const byPath = new Map(parts.map(part => [pathOf(part), part]))
  return {
    ...endpoint,
    expects: { outcome: 'page', holds: id },
    parts: parts.map(part => ({ path: pathOf(part), host: part.host, says: part.says, expects: part.expects })),
    behave(asked, wire, street) {
      const part = byPath.get(asked.path)
      if (part !== undefined) return part.behave(asked, wire, street)
      if (asked.path !== `/${id}`) return false
      const hrefOf = (part: Part) => (part.host === undefined ? pathOf(part) : street.url(id, pathOf(part), part.host))
      const doors = parts.map(one => `${anchor(hrefOf(one), one.name)}: ${escapeHtml(one.says)}`)
      return wire.reply(pageAnswer(asked, { title: id, body: `<h1>${id}: ${escapeHtml(says)}</h1>\n${list(doors)}` }))
    },
  }
}
