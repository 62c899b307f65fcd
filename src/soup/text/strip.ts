/**
 * Without white space at both ends. White space is what Python's `strip` takes: not U+FEFF, but U+001C to U+001F and U+0085. Not by a
 * pattern: one for the end takes time squared on a run of spaces.
 */
export function strip(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isSpace(text.charCodeAt(start))) start++
  while (start < end && isSpace(text.charCodeAt(end - 1))) end--
  return start === 0 && end === text.length ? text : text.slice(start, end)
}

function isSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x1f)
  return code !== 0xfeff && (code === 0x85 || /\s/.test(String.fromCharCode(code)))
}
