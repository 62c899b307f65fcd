/**
 * Seconds of an Age field: of several the first; undefined for what is no whole number, which is to be ignored (RFC 9111 section 5.1).
 */
export function parseAge(value = ''): number | undefined {
  const first = value.split(',', 1)[0]!.trim()
  return /^[0-9]+$/.test(first) ? Math.min(Number(first), Number.MAX_SAFE_INTEGER) : undefined
}
