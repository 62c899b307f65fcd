/** The part of a representation that an answer holds: `bytes 0-249/152000`; `total` is undefined where the server wrote `*`. */
export type ContentRange = { readonly unit: string; readonly first: number; readonly last: number; readonly total: number | undefined }
/** What a 416 says: `bytes * /152000`, the size that no asked range fits. */
export type UnsatisfiedRange = { readonly unit: string; readonly total: number }

/**
 * Content-Range (RFC 9110 section 14.4). `null` for what is malformed, ends before it begins, goes beyond its total, or has a number that
 * JavaScript does not hold exactly.
 */
export function parseContentRange(value: string): ContentRange | UnsatisfiedRange | null {
  const fields = /^\s*(?<unit>[!#$%&'*+.^_`|~0-9A-Za-z-]+) +(?:(?<first>[0-9]+)-(?<last>[0-9]+)|\*)\/(?:(?<total>[0-9]+)|\*)\s*$/.exec(
    value,
  )?.groups
  if (fields === undefined) return null
  const [first, last, total] = [fields['first'], fields['last'], fields['total']].map(digits =>
    digits === undefined ? undefined : Number(digits),
  )
  const unit = fields['unit']!.toLowerCase()
  if ([first, last, total].some(number => number !== undefined && !Number.isSafeInteger(number))) return null
  if (first === undefined || last === undefined) return total === undefined ? null : { unit, total }
  if (last < first || (total !== undefined && last >= total)) return null
  return { unit, first, last, total }
}

export function formatContentRange(range: ContentRange | UnsatisfiedRange): string {
  const part = 'first' in range ? `${range.first}-${range.last}` : '*'
  return `${range.unit} ${part}/${range.total ?? '*'}`
}
