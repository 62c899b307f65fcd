/**
 * The product token of a User-Agent string or of a user-agent line, in lower case: `AgeStudy/1.0 (+mailto:x)` -> `agestudy` (RFC 9309
 * section 2.2.1: letters, `-` and `_`). A name that begins with another character, such as `360Spider`, is its first word.
 */
export function agentToken(name: string): string {
  const trimmed = name.trim()
  return (/^[a-z_-]+/i.exec(trimmed) ?? /^[^\s/]+/.exec(trimmed))?.[0].toLowerCase() ?? ''
}

/** Is the name before the version a product token by the letter of RFC 9309? Digits and dots are not in it. */
export function hasToken(name: string): boolean {
  return /^[a-z_-]+(?:[\s/]|$)/i.test(name.trim())
}

/** The token of a user-agent line: `*` alone, or followed by white space, is every agent. */
export function lineToken(value: string): string {
  return /^\*(?:\s|$)/.test(value) ? '*' : agentToken(value)
}

/** As Google's matcher takes it: the name up to its version, to the letter; `Foo Bar` is no product token and matches no line. */
export function exactToken(name: string): string {
  const slash = name.indexOf('/')
  return (slash < 0 ? name : name.slice(0, slash)).trim().toLowerCase()
}
