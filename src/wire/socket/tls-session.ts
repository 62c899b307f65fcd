import type { PeerCertificate, TLSSocket } from 'node:tls'
import type { Certificate, TlsSession } from './wire-socket.ts'

export function tlsSession(socket: TLSSocket): TlsSession {
  // Its type promises an object; Node gives an empty one when none was shown, and null on a closed socket.
  const shown: Partial<PeerCertificate> | null = socket.getPeerCertificate()
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher()?.standardName ?? '',
    distrust: socket.authorizationError ? String(socket.authorizationError) : undefined,
    certificate: shown?.valid_to === undefined ? undefined : certificateOf(shown),
  }
}

function certificateOf({ subject, issuer, valid_from = '', valid_to = '', subjectaltname = '' }: Partial<PeerCertificate>): Certificate {
  return {
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    validFrom: valid_from,
    validTo: valid_to,
    names: subjectaltname === '' ? [] : subjectaltname.split(', ').map(name => name.replace(/^(?:DNS|IP Address):/, '')),
  }
}

/** `CN=example.org, O=Example` */
function nameOf(parts: PeerCertificate['subject'] | undefined): string {
  return Object.entries(parts ?? {})
    .map(([key, value]) => `${key}=${Array.isArray(value) ? value.join('+') : value}`)
    .join(', ')
}
