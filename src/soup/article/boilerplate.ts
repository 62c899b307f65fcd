import type { Tag } from '../tree/tag.ts'

/** What stands around an article, by the words of its class and id. */
const words: ReadonlySet<string> = new Set(
  `ad ads advert advertisement advertising aside banner breadcrumb breadcrumbs byline comment comments consent cookie cookies disqus foot
  footer login masthead menu menubar modal nav navbar navfooter navheader navigation newsletter pager pagination paywall popup promo
  promotion recommended related replies respond search share sharing sidebar signup skip social sponsor sponsored subscribe subscription
  tags toolbar tooltip widget`.split(/\s+/),
)
const roles: ReadonlySet<string> = new Set(
  'alert alertdialog banner complementary contentinfo dialog form menu menubar navigation search tablist toolbar'.split(' '),
)
const tags: ReadonlySet<string> = new Set(
  'aside button datalist dialog footer form input label menu nav noscript object select textarea'.split(' '),
)
const content: ReadonlySet<string> = new Set(['html', 'body', 'main', 'article'])

/** By what it is called, is this no part of what the page has to say? @param isInArticle is it within an `article` or `main`? */
export function isBoilerplate(tag: Tag, isInArticle: boolean): boolean {
  if (content.has(tag.name)) return false
  if (tags.has(tag.name) || (tag.name === 'header' && !isInArticle)) return true
  if (tag.has('hidden') || tag.get('aria-hidden') === 'true' || /display\s*:\s*none/i.test(tag.get('style') ?? '')) return true
  if (roles.has(tag.get('role')?.toLowerCase() ?? '')) return true
  const names = [tag.get('class'), tag.get('id')].flatMap(wordsOf)
  return names.some(word => words.has(word)) || (names.some(word => word === 'toc' || word === 'contents') && leadsWithin(tag))
}

/** Is its first link one to a place in the page itself? A list of other pages may be what the page has to say. */
function leadsWithin(tag: Tag): boolean {
  let looked = 0
  for (const node of tag.descendants) {
    const href = node.kind === 'tag' && node.name === 'a' ? node.get('href') : undefined
    if (href !== undefined) return href.startsWith('#')
    if (looked++ > 100) return false
  }
  return false
}

function wordsOf(name: string | undefined): string[] {
  if (name === undefined || name === '' || name.length > 1000) return []
  // "has-sidebar" is what stands beside one.
  const own = name.split(/\s+/).filter(one => !/^(?:has|with|without|no)-/.test(one))
  const parts = own.map(one => one.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase())
  return parts.join(' ').split(/[^a-z]+/)
}
