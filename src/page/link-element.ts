import type { Via } from '../url/link.ts'

/** What a `<link>` is for, by its `rel` tokens (lower case) and its `type`; resources are loaded by a page, the others lead somewhere. */
export function linkElementVia(rel: string, type: string): { via: Via; isResource: boolean } {
  const tokens = rel.split(' ')
  if (tokens.includes('canonical')) return { via: 'canonical', isResource: false }
  if (tokens.includes('stylesheet')) return { via: 'style', isResource: true }
  if (tokens.some(token => icons.has(token))) return { via: 'image', isResource: true }
  if (tokens.includes('alternate') && feedType.test(type)) return { via: 'feed', isResource: false }
  return { via: tokens.includes('modulepreload') ? 'script' : 'link', isResource: tokens.some(token => loaded.has(token)) }
}

const feedType = /^\s*(?:application|text)\/(?:rss|atom|rdf)\+xml\s*(?:;|$)/i
const icons: ReadonlySet<string> = new Set([
  'apple-touch-icon',
  'apple-touch-icon-precomposed',
  'apple-touch-startup-image',
  'icon',
  'mask-icon',
])
const loaded: ReadonlySet<string> = new Set(['dns-prefetch', 'manifest', 'modulepreload', 'preconnect', 'preload'])
