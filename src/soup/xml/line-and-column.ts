/** Lines and columns of offsets, both from 1. Quick for offsets that go upward. */
export function createPlaces(text: string): (offset: number) => { readonly line: number; readonly column: number } {
  let line = 1
  let start = 0
  return offset => {
    if (offset < start) {
      line = 1
      start = 0
    }
    for (let end = text.indexOf('\n', start); end >= 0 && end < offset; end = text.indexOf('\n', start)) {
      line++
      start = end + 1
    }
    return { line, column: offset - start + 1 }
  }
}
