import { pageAnswer } from '../../../answers.ts'
import { anchor } from '../../../html.ts'
import type { Carried, Endpoint } from '../../endpoint.ts'
import type { Seen } from '../../rules.ts'
import { inHouse, neverReceives, rule } from '../../rules.ts'
import { arrive, send } from './arrive.ts'

const carried: Carried = { user: 'ann:street-secret', headers: ['X-Api-Key', 'street-key'], cookies: true }
const proxyUser = 'ann:street-proxy-secret'
const inLocation = 'ann:street-location-secret'

/** A password as it is, and as Basic sends it. */
const spellings = (user: string) => `${user}|${Buffer.from(user).toString('base64')}`
const traces = new RegExp(`street-secret|${spellings(carried.user!)}|street-key|street-cookie`)

/** Secrets, and places that have no right to them. */
export const secrets: readonly Endpoint[] = [
  {
    id: 'D06',
    says: 'a redirect to another site, for a visitor with a password, a key and a cookie',
    ownHouse: true,
    others: { other: 'host' },
    carries: carried,
    expects: { outcome: 'page', holds: '/away/end' },
    rules: [inHouse('D06/other', neverReceives(traces, 'secrets of another site'))],
    behave(asked, wire, street) {
      // The path of the cookie is not that of the other site: where both have one address, it would rightly go there.
      const cookie = ['Set-Cookie', 'sid=street-cookie; Path=/D06']
      if (asked.path === '/D06') return send(wire, '/D06/inside', 301, cookie)
      if (asked.path === '/D06/inside') return send(wire, street.url('D06/other', '/away'), 302)
      if (asked.path === '/away') return send(wire, '/away/end', 307)
      return asked.path === '/away/end' ? arrive(asked, wire) : false
    },
  },
  {
    id: 'D07',
    says: 'a redirect to another site and back again, for the same visitor',
    ownHouse: true,
    others: { other: 'host' },
    carries: carried,
    expects: { outcome: 'page', holds: '/D07/back' },
    rules: [
      inHouse('D07/other', neverReceives(traces, 'secrets of another site')),
      rule('does not put a password or key back once a redirect has left its site', putBack),
    ],
    behave(asked, wire, street) {
      if (asked.path === '/D07') return send(wire, street.url('D07/other', '/away'), 308)
      if (asked.path === '/away') return send(wire, street.url('D07', '/D07/back'), 302)
      return asked.path === '/D07/back' ? arrive(asked, wire) : false
    },
  },
  {
    id: 'D08',
    says: 'a site that poses as a proxy: 407, for a visitor who has a proxy with a password',
    ownHouse: true,
    carries: { proxyUser },
    expects: { outcome: 'error', codes: ['http-407'] },
    rules: [neverReceives(new RegExp(`^proxy-authorization:|${spellings(proxyUser)}`, 'im'), 'the password of its proxy')],
    behave(asked, wire) {
      if (asked.path !== '/D08') return false
      return wire.reply({ status: 407, headers: ['Proxy-Authenticate', 'Basic realm="proxy"'], body: 'Who are you?' })
    },
  },
  {
    id: 'D09',
    says: 'a redirect to an address with a password in it',
    expects: { outcome: 'page', holds: 'Inside' },
    rules: [neverReceives(new RegExp(spellings(inLocation)), 'a password that a redirect gave it')],
    behave(asked, wire, { self }) {
      if (asked.path === '/D09') return send(wire, `${self.replace('//', `//${inLocation}@`)}/D09/inside`)
      if (asked.path === '/D09/next') return arrive(asked, wire)
      if (asked.path !== '/D09/inside') return false
      return wire.reply(pageAnswer(asked, { title: 'Inside', body: `<p>${anchor('/D09/next', 'what is in the Referer?')}</p>` }))
    },
  },
]

function putBack({ requests }: Seen): string | undefined {
  const back = requests.find(({ target }) => target === '/D07/back')
  const sent = back?.headers.find((name, at) => at % 2 === 0 && /^(authorization|x-api-key)$/i.test(name))
  return sent && `sent ${sent} again`
}
