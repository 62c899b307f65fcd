/** Names of tags and attributes, kept for ever: one string for each instead of a cut out of every page. Bounded. */
const size = 4096
const names: (string | undefined)[] = new Array<string | undefined>(size)

/** A name of ASCII letters, digits, `-`, `_`, `:`, in lower case, from the source between two offsets. @param hash from `foldHash` over it */
export function nameAt(html: string, start: number, end: number, hash: number): string {
  const slot = hash & (size - 1)
  const known = names[slot]
  if (known !== undefined && isName(known, html, start, end)) return known
  const name = html.slice(start, end).toLowerCase()
  // The first one stays: names of the standard come before those that a page invents.
  if (known === undefined && name.length <= 32) names[slot] = ` ${name}`.slice(1)
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
