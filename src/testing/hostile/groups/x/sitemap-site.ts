import { pageAnswer } from '../../../answers.ts'
import type { Endpoint, HostileContext } from '../../endpoint.ts'
import type { Rule } from '../../rules.ts'

/** Content, with a type (default `application/xml`) and more header fields. */
export type MapFile =
  | string
  | Uint8Array
  | {
      readonly body: string | Uint8Array | AsyncIterable<Uint8Array>
      readonly type?: string
      readonly headers?: readonly string[]
    }

export type Place = {
  readonly self: string
  readonly url: HostileContext['url']
  /** The URL of a file. */
  at(name: string): string
  /** The URL of a page. */
  page(name: string | number): string
}

/** By name; `*` in it stands for a number. */
export type MapFiles = Readonly<Record<string, MapFile | ((number: number) => MapFile)>>

/** An endpoint that is a few sitemaps, and pages. */
export function sitemapSite(id: string, says: string, rules: readonly Rule[], files: (place: Place) => MapFiles): Endpoint {
  return {
    id,
    says,
    rules,
    start: `/${id}/sitemap.xml`,
    expects: { outcome: 'page' },
    behave(asked, wire, { self, url }) {
      if (asked.path.startsWith(`/${id}/page/`)) return wire.reply(pageAnswer(asked, { title: 'A page', body: '<p>Of a sitemap.</p>' }))
      const base = `${self}/${id}`
      const place: Place = { self, url, at: name => `${base}/${name}`, page: name => `${base}/page/${name}` }
      const name = asked.path.slice(id.length + 2)
      const number = /\/(\d{1,9})\./.exec(name)?.[1]
      const found = new Map(Object.entries(files(place))).get(number === undefined ? name : name.replace(number, '*'))
      const file = typeof found === 'function' ? found(Number(number)) : found
      if (file === undefined) return false
      const {
        body,
        type = 'application/xml',
        headers = [],
      } = typeof file === 'string' || file instanceof Uint8Array ? { body: file } : file
      return wire.reply({ status: 200, headers: ['Content-Type', type, ...headers], body })
    },
  }
}
