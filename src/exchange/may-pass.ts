/**
 * Does a failure by this status pass by itself, so that asking again later makes sense? Whether a request may be repeated at all is its
 * method's.
 */
export function mayPass(status: number): boolean {
  return passing.has(status)
}

/** Request Timeout, Too Early, Too Many Requests, and what a server may recover from. */
const passing: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504])
