/**
 * `indexOf` for places that only go upward, which never searches the same stretch twice: a million unclosed comments must not cost a
 * million searches.
 */
export function createFinder(text: string): (mark: string, from: number) => number {
  const nextOf = new Map<string, number>()
  return (mark, from) => {
    const known = nextOf.get(mark)
    if (known !== undefined && (known < 0 || known >= from)) return known
    const found = text.indexOf(mark, from)
    nextOf.set(mark, found)
    return found
  }
}
