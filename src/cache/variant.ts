import { hash } from 'node:crypto'
import type { HeaderList } from '../exchange/header-list.ts'
import { headerValues } from '../exchange/header-list.ts'
import { parseVary } from '../headers/index.ts'
import { parsePairs, valueIn } from '../headers/lexical.ts'

/**
 * A digest of what a request says in the fields of Vary (RFC 9111 section 4.1), so that neither cookies nor passwords are kept.
 * Authorization always counts: one account must not see what another was answered. Parts (206) stand beside the whole. With `Vary: *` no
 * other request has the same variant.
 */
export function variantOf(request: HeaderList, vary: readonly string[], isPart = false): string {
  const names = parseVary(vary)
  if (names === '*') return `*${crypto.randomUUID()}`
  const said = [...new Set(['authorization', ...names])].map(name => {
    const values = headerValues(request, name)
    return [name, (name === 'authorization' ? values.map(account) : values.map(normal)).join(',')]
  })
  return `${hash('sha256', JSON.stringify(said), 'hex').slice(0, 32)}${isPart ? '-part' : ''}`
}

/** A Digest is another one for each request: who asks stays the same (RFC 7616 section 3.4). */
function account(value: string): string {
  const pairs = /^digest\s/i.test(value) ? parsePairs(value.slice('digest'.length), ',') : undefined
  return pairs === undefined ? value : JSON.stringify(['realm', 'username', 'username*'].map(name => valueIn(pairs, name)))
}

/** White space around commas makes no difference, unless it may stand in a quoted string. */
function normal(value: string): string {
  return value.includes('"')
    ? value.trim()
    : value
        .split(',')
        .map(item => item.trim())
        .join(',')
}
