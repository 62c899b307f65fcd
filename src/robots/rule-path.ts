/**
 * Two spellings of a path, because an allow line and a disallow line err on different sides. `spellPath` keeps the octets as they are
 * given: an allow line opens only what it spells (the suites of Google's parser ask for it: `Allow: /%62` does not open `/b`). `foldPath`
 * makes the spellings of one path equal (RFC 9309 section 2.2.2): a disallow line closes all of them, so `/%7Ejoe` cannot be reached as
 * `/~joe`.
 */

/** Hex digits in upper case; a literal `*` or `$` as `%2A` or `%24`, which is how rules name them (RFC 9309 section 2.2.3). */
export function spellPath(path: string): string {
  return path.replace(/%[0-9a-f]{2}|[*$]/gi, found => (found === '*' ? '%2A' : found === '$' ? '%24' : found.toUpperCase()))
}

/** The same for a rule, where `*` and a last `$` are no literals; non-ASCII characters become the octets of their UTF-8. */
export function spellRule(value: string): string {
  return encodeOctets(value, /[^\0-\x7f]+/g).replace(/%[0-9a-f]{2}|\$(?!$)/gi, found => (found === '$' ? '%24' : found.toUpperCase()))
}

/** Takes what `spellPath` or `spellRule` made. */
export function foldPath(spelled: string): string {
  const encoded = encodeOctets(spelled, /[^!#-;=?-[\]_a-z~]+/g)
  const query = encoded.indexOf('?')
  return encoded.replace(/%[0-9A-F]{2}/g, (found, at: number) => {
    const character = String.fromCharCode(Number.parseInt(found.slice(1), 16))
    return unreserved.test(character) || (query >= 0 && at > query && ':/?@'.includes(character)) ? character : found
  })
}

/** Is there anything in a path that spelling or folding would change? Most paths of a crawl: no. */
export function isOddPath(path: string): boolean {
  return /[^!#&-)+-;=?-[\]_a-z~]/.test(path)
}

/** Path and query of a URL in any spelling, its fragment left out; `/` when it has none. */
export function rulePath(url: string): string {
  const path = /^(?:[^/?;#]*:\/\/|\/\/)?[^/?;#]*([/?;][^#]*)?/.exec(url)?.[1] ?? '/'
  return path.startsWith('/') ? path : `/${path}`
}

const unreserved = /[A-Za-z0-9._~-]/
const utf8 = new TextEncoder()

function encodeOctets(text: string, which: RegExp): string {
  return text.replace(which, run => {
    let encoded = ''
    for (const octet of utf8.encode(run)) encoded += `%${octet.toString(16).toUpperCase().padStart(2, '0')}`
    return encoded
  })
}
