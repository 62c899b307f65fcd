/** Does the method only read? (RFC 9110 section 9.2.1) */
export function isSafe(method: string): boolean {
  return safe.has(method)
}

/**
 * Does sending it twice have the effect of sending it once (RFC 9110 section 9.2.2)? Only then may it be repeated unasked: a POST that
 * got no answer may have acted. Methods that nobody knows are not.
 */
export function isIdempotent(method: string): boolean {
  return safe.has(method) || method === 'PUT' || method === 'DELETE'
}

const safe: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])
