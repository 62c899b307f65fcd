import type { Endpoint, Expected, HostileContext } from '../../endpoint.ts'
import { atMostRequests, inHouse, neverAsks, perPath } from '../../rules.ts'
import type { Part } from '../../with-parts.ts'
import { withParts } from '../../with-parts.ts'
import { arrive, send, withEnds } from './arrive.ts'

const unfollowed: Expected = { outcome: 'error', codes: ['scheme-unsupported'] }
const guarded: Expected = { outcome: 'refused', codes: ['address-guarded'] }
const ended = (path: string): Expected => ({ outcome: 'page', holds: `You asked for ${path}` })
const canary = inHouse('D16/canary', atMostRequests(0))
const few = perPath(atMostRequests(6))

type Location = string | ((street: HostileContext) => string)

/** Locations that lead out of the web, are hard to read, or lead inward. */
export const places: readonly Endpoint[] = [
  withParts({ id: 'D10', says: 'redirects out of the web', rules: [few] }, [
    to('file', 'file:///etc/passwd', unfollowed),
    to('data', 'data:text/html,inside', unfollowed),
    to('ftp', 'ftp://127.0.0.1/secret', unfollowed),
    to('javascript', 'javascript:alert(1)', unfollowed),
    to('unix', 'unix:/var/run/docker.sock', unfollowed),
  ]),
  withEnds(
    withParts({ id: 'D11', says: 'redirects that are hard to read', rules: [few] }, [
      to('relative', 'end/relative', ended('/D11/end/relative')),
      to('dots', '../D11/./x/../end/dots', ended('/D11/end/dots')),
      to('two-slashes', ({ self }) => `${self.replace('http:', '')}/D11/end/slashes`, ended('/D11/end/slashes'), 'to //HOST/PATH'),
      {
        name: 'query',
        says: 'to a query alone: ?q=1',
        expects: ended('/D11/query?q=1'),
        behave: (asked, wire) => (asked.query.has('q') ? arrive(asked, wire) : send(wire, '?q=1')),
      },
      to('fragment', '#there', { outcome: 'error', codes: ['redirect-loop'] }),
      to('spaces', '/D11/end/a b c', ended('/D11/end/a%20b%20c')),
      to('utf-8', '/D11/end/\u00c3\u00a9', ended('/D11/end/%C3%A9'), 'to a letter in two octets of UTF-8'),
      to('latin1', '/D11/end/\u00e9', ended('/D11/end/%C3%A9'), 'to a letter in one octet of Latin-1'),
      to('backslashes', ({ self }) => `${self.replace('http://', '\\\\')}\\D11\\end\\back`, ended('/D11/end/back'), 'to \\\\HOST\\PATH'),
      to('empty', '', { outcome: 'error', codes: ['redirect-invalid'] }),
      to('broken', 'http://[::1', { outcome: 'error', codes: ['redirect-invalid'] }),
    ]),
  ),
  withEnds(
    withParts({ id: 'D12', says: 'two Location fields', rules: [few, neverAsks(/\/D12\/canary/, 'either of two places')] }, [
      {
        name: 'different',
        says: 'that lead to different places',
        expects: { outcome: 'error', codes: ['redirect-invalid'] },
        behave: (_asked, wire) => send(wire, '/D12/canary/1', 302, ['Location', '/D12/canary/2']),
      },
      {
        name: 'same',
        says: 'that lead to the same place',
        expects: ended('/D12/end'),
        behave: (_asked, wire) => send(wire, '/D12/end', 302, ['Location', '/D12/end']),
      },
    ]),
  ),
  withParts({ id: 'D13', says: 'statuses of the 300s that lead nowhere', rules: [few, neverAsks(/canary/, 'what 305 or 306 name')] }, [
    nowhere(300, 'without a Location'),
    nowhere(304, 'which nobody asked for'),
    nowhere(305, 'Use Proxy, which nobody should', ({ self }) => `${self}/D13/canary`),
    nowhere(306, 'which is not used any more', ({ self }) => `${self}/D13/canary`),
    nowhere(302, 'without a Location'),
  ]),
  {
    ...withParts({ id: 'D16', says: 'redirects to this machine and to where clouds keep their keys', rules: [canary] }, [
      inward('loopback', '127.0.0.10'),
      inward('number', '2130706442'),
      inward('octal', '0177.0.0.012'),
      inward('short', '127.10'),
      inward('mapped', '[::ffff:7f00:a]'),
      inward('mapped-dotted', '[::ffff:127.0.0.10]'),
      to('metadata', 'http://169.254.169.254/latest/meta-data/', guarded),
      to('metadata-mapped', 'http://[::ffff:a9fe:a9fe]/latest/meta-data/', guarded),
    ]),
    ownHouse: true,
    others: { canary: 'canary' },
  },
]

/** @param says default: the Location as it is */
function to(name: string, location: Location, expects: Expected, says = `to "${String(location)}"`): Part {
  return {
    name,
    says,
    expects,
    behave: (_asked, wire, street) => send(wire, placeOf(location, street)),
  }
}

function nowhere(status: number, says: string, location?: Location): Part {
  return {
    name: String(status),
    says: `${status} ${says}`,
    expects: { outcome: 'error', codes: [`http-${status}`] },
    behave: (_asked, wire, street) =>
      wire.reply({ status, headers: location === undefined ? [] : ['Location', placeOf(location, street)], body: 'Elsewhere.' }),
  }
}

/** The canary's house, by a spelling of its address. */
function inward(name: string, host: string): Part {
  return to(name, street => street.url('D16/canary', '/canary').replace('127.0.0.10', host), guarded, `to this machine, as ${host}`)
}

function placeOf(location: Location, street: HostileContext): string {
  return typeof location === 'string' ? location : location(street)
}
