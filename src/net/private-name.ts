import { classifyHost } from './address-class.ts'

/**
 * Does a name by itself say that it is of no public network? Of use where somebody else looks it up, as a proxy does. Names of one word
 * (SSAC report 53), and those below the words that are kept for private use; other private names look like any other. False for what
 * `classifyHost` knows: addresses and this machine.
 */
export function isPrivateName(host: string): boolean {
  if (classifyHost(host) !== 'name') return false
  const name = (host.endsWith('.') ? host.slice(0, -1) : host).toLowerCase()
  const [last, ...before] = name.split('.').reverse()
  return before.length === 0 || privateEndings.has(last!) || (last === 'arpa' && before[0] === 'home')
}

/** RFC 6762 with its appendix G, .internal by ICANN (2024), and .localdomain of many a hosts file; home.arpa is RFC 8375. */
const privateEndings: ReadonlySet<string> = new Set(['local', 'localdomain', 'internal', 'intranet', 'private', 'corp', 'home', 'lan'])
