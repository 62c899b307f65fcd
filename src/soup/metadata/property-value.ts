import { absoluteUrl } from '../read/document-base.ts'
import { plainText } from '../read/plain-text.ts'
import type { Tag } from '../tree/tag.ts'

/** Where elements keep the value of a property (HTML, section 5.2.4); those that are not here: in their text. */
const attributes: ReadonlyMap<string, string> = new Map([
  ['meta', 'content'],
  ['data', 'value'],
  ['meter', 'value'],
  ['time', 'datetime'],
])
const addresses: ReadonlyMap<string, string> = new Map([
  ...['audio', 'embed', 'iframe', 'img', 'source', 'track', 'video'].map((name): [string, string] => [name, 'src']),
  ...['a', 'area', 'link'].map((name): [string, string] => [name, 'href']),
  ['object', 'data'],
])

/** Is the value of this property its text? */
export function isTextProperty(tag: Tag): boolean {
  if (tag.has('itemscope') || addresses.has(tag.name)) return false
  const attribute = attributes.get(tag.name)
  return attribute === undefined || (tag.name === 'time' && !tag.has(attribute))
}

export function propertyValue(tag: Tag, base: string | undefined): string {
  if (isTextProperty(tag)) return plainText(tag)
  const address = addresses.get(tag.name)
  if (address === undefined) return tag.get(attributes.get(tag.name)!) ?? ''
  const written = tag.get(address)
  return written === undefined ? '' : (absoluteUrl(written, base) ?? written)
}
