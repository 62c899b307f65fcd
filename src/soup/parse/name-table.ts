/**
 * Names of tags and attributes: one string for each instead of a cut out of every page, which would hold the page. The newest in its slot
 * stays, so that a page of invented names costs the next page a look at each of its own, and no more; never above 4,096 names of 32
 * characters.
 */
const size = 4096
const longest = 32
const names: string[] = new Array<string>(size).fill('')

/**
 * A name of ASCII letters, digits, `-`, `_`, `:`, in lower case, from the source between two offsets. @param hash from `foldHash` over it
 */
export function nameAt(html: string, start: number, end: number, hash: number): string {
  const slot = hash & (size - 1)
  const known = names[slot]!
  if (isName(known, html, start, end)) return known
  // Joined and cut: a string of its own also where it was in lower case.
  const name = ` ${html.slice(start, end).toLowerCase()}`.slice(1)
  if (name.length <= longest) names[slot] = name
  return name
}

/** One step of the hash; upper and lower case are the same. */
export function foldHash(hash: number, code: number): number {
  return (Math.imul(hash, 31) + (code | 0x20)) | 0
}

function isName(name: string, html: string, start: number, end: number): boolean {
  if (name.length !== end - start) return false
  for (let at = 0; at < name.length; at++) {
    const code = html.charCodeAt(start + at)
    if ((code >= 65 && code <= 90 ? code | 0x20 : code) !== name.charCodeAt(at)) return false
  }
  return true
}
