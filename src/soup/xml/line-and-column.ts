/** Lines and columns of offsets, both from 1. Linear in all for offsets that go upward. */
export function createPlaces(text: string): (offset: number) => { readonly line: number; readonly column: number } {
  let line = 1
  let start = 0
  let end = endOfLine(text, 0)
  return offset => {
    if (offset < start) {
      line = 1
      start = 0
      end = endOfLine(text, 0)
    }
    while (end < offset) {
      line++
      start = end + 1
      end = endOfLine(text, start)
    }
    return { line, column: offset - start + 1 }
  }
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? Number.POSITIVE_INFINITY : end
}
