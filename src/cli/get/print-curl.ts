import { formatCurl } from '../../curl/format-curl.ts'
import { identityHeaders } from '../../fetch/identity.ts'
import { withScheme } from '../given-url.ts'
import type { GetOrder } from './get-order.ts'

/** `--as-curl`: what curl would have to be told to do the same, for its own defaults differ. */
export function printCurl(get: GetOrder): void {
  const [, agent = '', , from] = identityHeaders({ name: get.agent, contact: get.contact, agent: get.userAgent })
  const order = {
    ...get,
    urls: get.urls.map(withScheme),
    userAgent: agent,
    headers: from === undefined ? get.headers : [...get.headers, 'From', from],
    ...(get.location === false ? { location: undefined } : { location: true, maxRedirects: get.maxRedirects ?? 20 }),
    ...(get.seedStyle && get.outputs.length === 0 ? { remoteNameAll: true } : {}),
  }
  process.stdout.write(`${formatCurl(order, { showSecrets: get.showSecrets })}\n`)
}
