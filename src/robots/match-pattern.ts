/** A robots path pattern, taken apart once: `*` stands for any octets, a last `$` for the end of the path (RFC 9309 section 2.2.3). */
export type Pattern = {
  /** What the path must begin with. */
  readonly head: string
  /** What must follow, in this order, with anything between. */
  readonly pieces: readonly string[]
  /** What an anchored pattern with a wildcard must end with; undefined when it is open. */
  readonly tail: string | undefined
  /** No wildcard and a last `$`: the path must be `head` and no more. */
  readonly exact: boolean
}

/** What matching asks of a path: a string, or something that counts what it is asked. */
export type Haystack = Pick<string, 'length' | 'startsWith' | 'endsWith' | 'indexOf'>

export function compilePattern(text: string): Pattern {
  const anchored = text.endsWith('$')
  const [head = '', ...rest] = (anchored ? text.slice(0, -1) : text).split('*')
  if (rest.length === 0) return { head, pieces: none, tail: undefined, exact: anchored }
  const tail = anchored ? rest.pop() : undefined
  return { head, pieces: rest.filter(piece => piece !== ''), tail, exact: false }
}

/**
 * Does the pattern match from the first octet of the path? Each piece is taken at its first place after the piece before it: an earlier
 * place leaves at least as much path for the rest, so nothing is ever tried twice and the work is linear in the path.
 */
export function matchPattern(pattern: Pattern, path: Haystack): boolean {
  const { head, pieces, tail } = pattern
  if (!path.startsWith(head)) return false
  if (pattern.exact) return path.length === head.length
  let at = head.length
  for (const piece of pieces) {
    const found = path.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return tail === undefined || (path.length - tail.length >= at && path.endsWith(tail))
}

const none: readonly string[] = []
