/**
 * Which tags and attributes the scan looks at. A page is mostly div, span, li and td: they are told apart by length and first letter,
 * without making a string of their name.
 */
export type TagTable = { readonly maybe: Uint8Array; readonly kinds: ReadonlyMap<string, TagKind> }

export type TagKind = (typeof followed)[number] | (typeof resources)[number]

const followed = [
  'a',
  'area',
  'base',
  'button',
  'form',
  'frame',
  'html',
  'iframe',
  'input',
  'link',
  'math',
  'meta',
  'option',
  'select',
  'svg',
  'template',
  'textarea',
  'title',
] as const
const resources = ['audio', 'body', 'embed', 'image', 'img', 'object', 'script', 'source', 'track', 'use', 'video'] as const

const longestName = 15

/** Tags a crawl follows, forms and the head. */
export const followedTags: TagTable = tagTable(followed)
/** The same, and what a page loads. */
export const allTags: TagTable = tagTable([...followed, ...resources])

/** One bit an attribute. */
export const attributes = {
  href: 1,
  rel: 2,
  src: 4,
  alt: 8,
  type: 16,
  name: 32,
  content: 64,
  httpEquiv: 128,
  srcset: 256,
  data: 512,
  value: 1024,
  action: 2048,
  method: 4096,
  enctype: 8192,
  poster: 16_384,
  background: 32_768,
  lang: 65_536,
  property: 131_072,
  selected: 262_144,
} as const

const byName = new Map<string, number>([
  ['href', attributes.href],
  ['xlink:href', attributes.href],
  ['rel', attributes.rel],
  ['src', attributes.src],
  ['alt', attributes.alt],
  ['type', attributes.type],
  ['name', attributes.name],
  ['content', attributes.content],
  ['http-equiv', attributes.httpEquiv],
  ['srcset', attributes.srcset],
  ['data', attributes.data],
  ['value', attributes.value],
  ['action', attributes.action],
  ['method', attributes.method],
  ['enctype', attributes.enctype],
  ['poster', attributes.poster],
  ['background', attributes.background],
  ['lang', attributes.lang],
  ['property', attributes.property],
  ['selected', attributes.selected],
])
const maybeAttribute = firstLetters(byName.keys())

/** The bit of the attribute named at `start`..`end`, in any case; 0 for one that nothing asks for. */
export function attributeAt(html: string, start: number, end: number): number {
  const length = end - start
  const first = html.charCodeAt(start) | 0x20
  if (length > longestName || maybeAttribute[(length << 5) | (first & 31)] === 0) return 0
  // href is by far the most frequent of them: no string is made for it
  if (length === 4 && first === 0x68) {
    const isHref =
      (html.charCodeAt(start + 1) | 0x20) === 0x72 &&
      (html.charCodeAt(start + 2) | 0x20) === 0x65 &&
      (html.charCodeAt(start + 3) | 0x20) === 0x66
    return isHref ? attributes.href : 0
  }
  return byName.get(html.slice(start, end).toLowerCase()) ?? 0
}

/** The kind of the tag named at `start`..`end`, in any case; undefined for one that nothing asks for. */
export function tagAt(table: TagTable, html: string, start: number, end: number): TagKind | undefined {
  const length = end - start
  if (length > longestName || table.maybe[(length << 5) | (html.charCodeAt(start) & 31)] === 0) return undefined
  return length === 1 ? 'a' : table.kinds.get(html.slice(start, end).toLowerCase())
}

function tagTable(names: readonly TagKind[]): TagTable {
  return { maybe: firstLetters(names), kinds: new Map(names.map(name => [name, name])) }
}

/** 1 where a name of that length begins with that letter: index is length * 32 + the letter's place in the alphabet. */
function firstLetters(names: Iterable<string>): Uint8Array {
  const maybe = new Uint8Array((longestName + 1) << 5)
  for (const name of names) maybe[(name.length << 5) | (name.charCodeAt(0) & 31)] = 1
  return maybe
}
