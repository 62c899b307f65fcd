import { absoluteUrl, baseOf } from '../read/document-base.ts'
import { plainText } from '../read/plain-text.ts'
import type { Branch } from '../tree/branch.ts'
import type { JsonLd } from './json-ld.ts'
import { jsonLd } from './json-ld.ts'
import type { MicrodataItem } from './microdata.ts'
import { microdata } from './microdata.ts'

export type Metadata = {
  readonly title: string | undefined
  /** Of the html element. */
  readonly language: string | undefined
  readonly description: string | undefined
  readonly author: string | undefined
  /** As written. */
  readonly published: string | undefined
  readonly modified: string | undefined
  readonly site: string | undefined
  readonly canonical: string | undefined
  readonly image: string | undefined
  readonly icons: readonly string[]
  /** RSS and Atom. */
  readonly feeds: readonly MetadataLink[]
  /** The same page in other languages. */
  readonly translations: readonly MetadataLink[]
  /** Contents of meta elements by their name, property or http-equiv in lower case: `description`, `og:image`, `refresh`. */
  readonly meta: ReadonlyMap<string, readonly string[]>
  /** Those of OpenGraph, without `og:`. */
  readonly openGraph: ReadonlyMap<string, readonly string[]>
  /** Those of Twitter cards, without `twitter:`. */
  readonly twitter: ReadonlyMap<string, readonly string[]>
  readonly jsonLd: JsonLd
  readonly microdata: readonly MicrodataItem[]
}

export type MetadataLink = { readonly url: string; readonly title: string; readonly type: string; readonly language: string }

/** What a page says about itself. @param pageUrl the page's own URL; without it relative addresses stay as written */
export function metadata(root: Branch, pageUrl = ''): Metadata {
  const base = baseOf(root, pageUrl)
  const absolute = (href: string | undefined) => (href === undefined ? undefined : (absoluteUrl(href.trim(), base) ?? href.trim()))
  const meta = metaOf(root)
  const first = (...names: readonly string[]) => names.map(name => meta.get(name)?.[0]).find(value => value !== undefined && value !== '')
  const links = linksOf(root, href => absolute(href)!)
  const withRel = (rel: string) => links.filter(({ rels }) => rels.includes(rel))
  const title = root.find(tag => tag.name === 'title' && tag.up?.name !== 'svg')
  return {
    title: (title === null ? '' : plainText(title)) || first('og:title', 'twitter:title'),
    language: root.find('html')?.get('lang') || first('content-language'),
    description: first('description', 'og:description', 'twitter:description'),
    author: first('author', 'article:author', 'dc.creator', 'citation_author'),
    published: first('article:published_time', 'datepublished', 'date', 'dc.date', 'citation_publication_date'),
    modified: first('article:modified_time', 'og:updated_time', 'last-modified'),
    site: first('og:site_name', 'application-name'),
    canonical: withRel('canonical')[0]?.url ?? absolute(first('og:url')),
    image: absolute(first('og:image', 'og:image:url', 'twitter:image')),
    icons: withRel('icon').map(({ url }) => url),
    feeds: withRel('alternate')
      .filter(({ type }) => /^application\/(?:rss|atom)\+xml/.test(type))
      .map(linkAlone),
    translations: withRel('alternate')
      .filter(({ language }) => language !== '')
      .map(linkAlone),
    meta,
    openGraph: withPrefix(meta, 'og:'),
    twitter: withPrefix(meta, 'twitter:'),
    jsonLd: jsonLd(root),
    microdata: microdata(root, base),
  }
}

function metaOf(root: Branch): Map<string, string[]> {
  const meta = new Map<string, string[]>()
  for (const tag of root.findAll('meta')) {
    const content = tag.get('content')?.trim()
    const names = [tag.get('name'), tag.get('property'), tag.get('http-equiv'), tag.get('itemprop')]
    const name = names.find(given => given !== undefined && given.trim() !== '')
    if (name === undefined || content === undefined) continue
    const key = name.trim().toLowerCase()
    const known = meta.get(key)
    if (known === undefined) meta.set(key, [content])
    else known.push(content)
  }
  return meta
}

function linksOf(root: Branch, absolute: (href: string) => string): (MetadataLink & { readonly rels: readonly string[] })[] {
  return root.findAll('link', { href: true, rel: true }).map(tag => ({
    url: absolute(tag.get('href')!),
    title: tag.get('title') ?? '',
    type: tag.get('type')?.toLowerCase() ?? '',
    language: tag.get('hreflang') ?? '',
    rels: tag.getList('rel').map(rel => rel.toLowerCase()),
  }))
}

function linkAlone({ url, title, type, language }: MetadataLink): MetadataLink {
  return { url, title, type, language }
}

function withPrefix(meta: ReadonlyMap<string, readonly string[]>, prefix: string): Map<string, readonly string[]> {
  const some = new Map<string, readonly string[]>()
  for (const [name, values] of meta) if (name.startsWith(prefix)) some.set(name.slice(prefix.length), values)
  return some
}
