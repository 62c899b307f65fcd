import { headerValue } from '../exchange/header-list.ts'
import type { Head } from '../exchange/order.ts'
import { parseEntityTag } from '../headers/entity-tag.ts'
import { parseHttpDate } from '../headers/http-date.ts'
import { validatorOf } from '../headers/validators.ts'

/** Which version of a resource a part belongs to. */
export type Version = {
  /** As received. */
  readonly etag?: string | undefined
  readonly modified?: string | undefined
  /** Size of the whole, when it is known. */
  readonly total?: number | undefined
  /** What If-Range may be sent with: absent when nothing tells the same bytes from others. */
  readonly ifRange?: string | undefined
  /** The server says that it gives no parts (`Accept-Ranges: none`). */
  readonly whole?: boolean | undefined
}

export function versionOf({ headers }: Head, total: number | undefined): Version {
  const etag = validatorOf(headerValue(headers, 'etag'))
  const modified = validatorOf(headerValue(headers, 'last-modified'))
  const isStrong = etag !== undefined && parseEntityTag(etag)?.weak === false
  const whole = headerValue(headers, 'accept-ranges')?.trim().toLowerCase() === 'none'
  return { etag, modified, total, ifRange: isStrong ? etag : strongDate(headers, modified), whole }
}

/**
 * Last-Modified is a strong validator when the answer's Date is a second later at least: another change in the same second is ruled out
 * then (RFC 9110 section 8.8.2.2).
 */
function strongDate(headers: Head['headers'], modified: string | undefined): string | undefined {
  const at = modified === undefined ? null : parseHttpDate(modified)
  const date = parseHttpDate(headerValue(headers, 'date') ?? '')
  return at !== null && date !== null && date.getTime() - at.getTime() >= 1000 ? modified : undefined
}

/** What is known of a version after one more answer about it. */
export function mergeVersions(known: Version, told: Version): Version {
  return {
    etag: told.etag ?? known.etag,
    modified: told.modified ?? known.modified,
    total: told.total ?? known.total,
    ifRange: told.ifRange ?? known.ifRange,
    whole: told.whole,
  }
}
