import { limits } from '../base/limits.ts'

/**
 * The request fields that an answer depends on, in lower case, sorted (RFC 9110 section 12.5.5); `*`, which no other request matches, also
 * for what is no list of names and for more than `limits.varyFields` of them.
 */
export function parseVary(values: readonly string[]): readonly string[] | '*' {
  const names = new Set<string>()
  for (const value of values.join(',').split(',')) {
    const name = value.trim().toLowerCase()
    if (name === '') continue
    if (!/^[!#$%&'+.^_`|~0-9a-z-]+$/.test(name) || names.size === limits.varyFields) return '*'
    names.add(name)
  }
  return [...names].sort()
}
