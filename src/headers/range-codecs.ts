import type { Codec } from './codec.ts'
import type { ContentRange, UnsatisfiedRange } from './content-range.ts'
import { formatContentRange, parseContentRange } from './content-range.ts'
import type { EntityTag } from './entity-tag.ts'
import { formatEntityTag, parseEntityTag, parseEntityTags } from './entity-tag.ts'
import { formatHttpDate, parseHttpDate } from './http-date.ts'
import type { ByteRange } from './range.ts'
import { formatRange, parseRange } from './range.ts'

/** Range: byte ranges alone (RFC 9110 section 14.2). */
export const range: Codec<readonly ByteRange[]> = {
  parse: text => parseRange(text) ?? undefined,
  format: ranges => formatRange(...ranges),
}

export const contentRange: Codec<ContentRange | UnsatisfiedRange> = {
  parse: text => parseContentRange(text) ?? undefined,
  format: formatContentRange,
}

export const entityTag: Codec<EntityTag> = {
  parse: text => parseEntityTag(text) ?? undefined,
  format: formatEntityTag,
}

/** If-Match and If-None-Match: tags, or `*` for any. */
export const entityTags: Codec<'*' | readonly EntityTag[]> = {
  parse: text => parseEntityTags(text) ?? undefined,
  format: tags => (tags === '*' ? tags : tags.map(formatEntityTag).join(', ')),
}

/** If-Range: one tag or one date (RFC 9110 section 13.1.5). */
export const ifRange: Codec<EntityTag | Date> = {
  parse: text => parseEntityTag(text) ?? parseHttpDate(text) ?? undefined,
  format: value => (value instanceof Date ? formatHttpDate(value) : formatEntityTag(value)),
}
