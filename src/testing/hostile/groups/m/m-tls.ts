import { pageAnswer } from '../../../answers.ts'
import { expired, good, ofUnknownAuthority, other, selfSigned } from '../../../certificates.ts'
import type { Carried, Endpoint, Expected } from '../../endpoint.ts'
import type { Seen } from '../../rules.ts'
import { fewOfEach, fewRequests, leavesWithin, rule, seenOf } from '../../rules.ts'
import type { Part } from '../../with-parts.ts'
import { withParts } from '../../with-parts.ts'

const carries: Carried = { ca: true }
const untrusted: Expected = { outcome: 'error', codes: ['tls'] }
const whole: Expected = { outcome: 'page', holds: 'whole' }
const short: Expected = { outcome: 'partial', holds: 'short' }

const withoutHellos = ({ requests }: Seen) => seenOf(requests.filter(({ method }) => method !== 'TLS'))

const noRequest = rule('sends no request', seen => {
  const [sent] = withoutHellos(seen).requests
  return sent && `asked for ${sent.target.slice(0, 200)}`
})
/** Three attempts, each at the robots.txt and at the page. */
const fewConnections = rule('at most 6 connections', fewRequests.fault)
const fewRequestsOfEach = rule(fewOfEach.says, seen => fewOfEach.fault(withoutHellos(seen)))

/** Certificates, and what goes wrong below HTTP. */
export const tls: readonly Endpoint[] = [
  badCertificate('M07-expired', 'a certificate that has expired', expired),
  badCertificate('M07-name', 'a certificate for another host', other),
  badCertificate('M07-self', 'a certificate that is signed by itself', selfSigned),
  badCertificate('M07-unknown', 'a certificate of an authority that nobody knows', ofUnknownAuthority),
  {
    id: 'M08',
    says: 'a TLS handshake that is never answered',
    ownHouse: true,
    scheme: 'https',
    expects: { outcome: 'error', codes: ['timeout-connect'], clock: 'connectMs' },
    rules: [fewConnections, leavesWithin(60_000)],
    behave: (asked, wire) => (asked.method === 'TLS' ? wire.silence() : false),
  },
  {
    ...withParts({ id: 'M09', says: 'TLS that ends without its farewell (close_notify)', carries, rules: [fewRequestsOfEach] }, [
      cut('length', 'when the body has its length', 'Content-Length: 5\r\n\r\nwhole', whole),
      cut('chunks', 'behind the last chunk', 'Transfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\n0\r\n\r\n', whole),
      cut('short', 'before the body has its length', 'Content-Length: 9\r\n\r\nshort', short),
      cut('chunks-cut', 'before the last chunk', 'Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n', short),
      cut('open', 'and no word said how long the body is', 'Connection: close\r\n\r\nwhole or not', { outcome: 'ended' }),
    ]),
    ownHouse: true,
    atLocalhost: true,
    certificate: good,
  },
  {
    id: 'M10-plain',
    says: 'an https URL whose port speaks HTTP',
    ownHouse: true,
    scheme: 'https',
    expects: untrusted,
    rules: [fewConnections, noRequest],
    behave: () => false,
  },
  {
    id: 'M10-tls',
    says: 'an http URL whose port speaks TLS',
    ownHouse: true,
    atLocalhost: true,
    certificate: good,
    scheme: 'http',
    expects: { outcome: 'error', codes: ['connection-reset', 'protocol'] },
    rules: [fewConnections],
    behave: () => false,
  },
]

function badCertificate(id: string, says: string, certificate: string): Endpoint {
  return {
    id,
    says,
    ownHouse: true,
    atLocalhost: true,
    certificate,
    carries,
    expects: untrusted,
    rules: [fewConnections, noRequest],
    behave: (asked, wire) => wire.reply(pageAnswer(asked, { title: id, body: '<p>Nobody should read this.</p>' })),
  }
}

function cut(name: string, says: string, rest: string, expects: Expected): Part {
  return {
    name,
    says,
    expects,
    async behave(_asked, wire) {
      await wire.send(`HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n${rest}`)
      await wire.cut()
    },
  }
}
