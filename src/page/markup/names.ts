import { blockTags, silentTags } from '../../soup/text/block-tags.ts'
import { createNameTable } from './name-table.ts'

/** What the readers of a page want to know of a tag, looked up once and by its bytes. */
export type Tag = {
  /** Lower case; empty for a tag that nobody asks for. */
  readonly name: string
  /** Its content is text to the tokenizer, whatever stands in it (HTML, section 13.2.5), but for svg and math. */
  readonly isRaw: boolean
  /** It begins a new line of text. */
  readonly isBlock: boolean
  /** Its content is nothing that a reader sees. */
  readonly isSilent: boolean
  /** svg or math: it begins foreign content. */
  readonly isForeign: boolean
  /** A crawl looks at its attributes. */
  readonly isFollowed: boolean
  /** The same when it wants what the page loads. */
  readonly isLoaded: boolean
}

const words = (text: string): string[] => text.split(/\s+/)

const raw = new Set(words('iframe noembed noframes plaintext script style textarea title xmp'))
const followed = new Set(words('a area base button form frame html iframe input link math meta option select svg template textarea title'))
const loading = new Set(words('audio body embed image img object script source track use video'))
/** What ends svg and math, or is HTML within them. */
const foreign = words(
  `annotation-xml b big code desc em foreignobject head i mi mn mo ms mtext nobr ruby s small span strike strong sub sup tt u var`,
)

const tags: readonly Tag[] = ['', ...new Set([...followed, ...loading, ...blockTags, ...silentTags, ...raw, ...foreign])].map(name => ({
  name,
  isRaw: raw.has(name),
  isBlock: blockTags.has(name),
  isSilent: silentTags.has(name),
  isForeign: name === 'svg' || name === 'math',
  isFollowed: followed.has(name),
  isLoaded: followed.has(name) || loading.has(name),
}))

/** Attributes that somebody asks for: one bit each. */
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

const spellings: ReadonlyMap<string, number> = new Map([
  ...Object.entries(attributes).filter(([name]) => name !== 'httpEquiv'),
  ['http-equiv', attributes.httpEquiv],
  ['xlink:href', attributes.href],
])
const attributeBits = [0, ...spellings.values()]

const tagTable = createNameTable(tags.slice(1).map(({ name }) => name))
const attributeTable = createNameTable([...spellings.keys()])

/** @param hash from `foldHash` over the name */
export function tagAt(bytes: Uint8Array, start: number, end: number, hash: number): Tag {
  return tags[tagTable.find(bytes, start, end, hash)]!
}

/** The attribute's bit; 0 for one that nobody asks for. */
export function attributeAt(bytes: Uint8Array, start: number, end: number, hash: number): number {
  return attributeBits[attributeTable.find(bytes, start, end, hash)]!
}
