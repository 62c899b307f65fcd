/** A validator: `"v1"` or `W/"v1"` (RFC 9110 section 8.8.3). `opaque` is the text between the quotes. */
export type EntityTag = { readonly opaque: string; readonly weak: boolean }

const entityTag = /^(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"$/

/** `null` for what is no entity tag: without quotes, with a space in it. */
export function parseEntityTag(value: string): EntityTag | null {
  const match = entityTag.exec(value.trim())
  return match === null ? null : { opaque: match[2]!, weak: match[1] !== undefined }
}

/** The tags of If-Match or If-None-Match; `*` for any; `null` when malformed. */
export function parseEntityTags(value: string): EntityTag[] | '*' | null {
  if (value.trim() === '*') return '*'
  // A comma may stand inside the quotes: the list is read tag by tag.
  const one = /[\s,]*((?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")[ \t]*(?:,[\s,]*|$)/y
  const tags: EntityTag[] = []
  const text = value.trim()
  while (one.lastIndex < text.length) {
    const tag = parseEntityTag(one.exec(text)?.[1] ?? '')
    if (tag === null) return null
    tags.push(tag)
  }
  return tags.length === 0 ? null : tags
}

export function formatEntityTag({ opaque, weak }: EntityTag): string {
  return `${weak ? 'W/' : ''}"${opaque}"`
}

/** Byte for byte the same representation: for ranges (RFC 9110 section 8.8.3.2). Neither may be weak. */
export function sameStrongly(one: EntityTag | null, other: EntityTag | null): boolean {
  return one !== null && other !== null && !one.weak && !other.weak && one.opaque === other.opaque
}

/** As good as the same: for asking whether something is new. */
export function sameWeakly(one: EntityTag | null, other: EntityTag | null): boolean {
  return one !== null && other !== null && one.opaque === other.opaque
}
