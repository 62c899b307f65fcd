import { limits } from '../base/limits.ts'

/** What tells one version of a resource from another (RFC 9110 section 8.8); each as it was received. */
export type Validators = { readonly etag?: string | undefined; readonly modified?: string | undefined }

/** A field value that may be kept and sent back; undefined for what is empty, longer than `limits.validatorLength`, or no field value. */
export function validatorOf(value: string | undefined): string | undefined {
  return value !== undefined && value.length <= limits.validatorLength && /^[\t\x20-\x7e\x80-\xff]+$/.test(value) ? value : undefined
}

/**
 * The fields that ask for a body only if it has changed, flat: If-None-Match, and If-Modified-Since for servers that know no entity tags
 * (RFC 9110 section 13.1; who knows the first ignores the second). Empty without a validator.
 */
export function conditionalFields({ etag, modified }: Validators): string[] {
  const tag = validatorOf(etag)
  const date = validatorOf(modified)
  return [...(tag === undefined ? [] : ['if-none-match', tag]), ...(date === undefined ? [] : ['if-modified-since', date])]
}
