/** The addresses of a `srcset`, as written and in order (HTML, parse a srcset attribute); descriptors are passed over. */
export function parseSrcset(srcset: string): string[] {
  const urls: string[] = []
  let at = 0
  while (at < srcset.length) {
    while (at < srcset.length && (isSpace(srcset.charCodeAt(at)) || srcset[at] === ',')) at++
    const start = at
    while (at < srcset.length && !isSpace(srcset.charCodeAt(at))) at++
    let end = at
    while (end > start && srcset[end - 1] === ',') end--
    if (end > start) urls.push(srcset.slice(start, end))
    if (end === at) at = afterDescriptors(srcset, at)
  }
  return urls
}

/** Commas inside brackets do not end a candidate. */
function afterDescriptors(srcset: string, from: number): number {
  let inside = false
  for (let at = from; at < srcset.length; at++) {
    const character = srcset[at]
    if (character === '(') inside = true
    else if (character === ')') inside = false
    else if (character === ',' && !inside) return at + 1
  }
  return srcset.length
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d && code !== 0x0b)
}
