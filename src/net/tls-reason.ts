import { oneLine } from '../base/escape.ts'

/** Why TLS failed and what to do, without a full stop; undefined for what is no failure of TLS. */
export function tlsReason(error: unknown, code: string): string | undefined {
  if (!isTls(code)) return undefined
  const { message, reason, cert } = partsOf(error)
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') return `${namesOf(cert)} (${code}). ${wrongName}`
  for (const [pattern, says] of reasons) if (pattern.test(code) || pattern.test(message)) return says.replace('%c', code)
  return `${oneLine((reason ?? message).split(';')[0]!)} (${code}). ${unchecked}`
}

/** The next step of those who trust the server all the same: flags of the command line, and options of a program. */
const unchecked = 'Its owner must put that right; who trusts it all the same asks with -k (tls.rejectUnauthorized: false)'
const trusted = 'If you know whose it is, trust it with --cacert FILE (tls.ca)'
const wrongName = 'Check the host name'

/** OpenSSL's and Node's names: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const reasons: readonly (readonly [pattern: RegExp, says: string])[] = [
  [/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|wrong version number/, 'the port does not speak TLS; use http: instead (%c)'],
  [/^CERT_HAS_EXPIRED$/, `its certificate has expired (%c). ${unchecked}`],
  [/^CERT_NOT_YET_VALID$/, 'its certificate is not valid yet (%c). Check the date of this machine'],
  [/^CERT_REVOKED$/, `its certificate was called back (%c). ${unchecked}`],
  [/^DEPTH_ZERO_SELF_SIGNED_CERT$/, `its certificate is signed by itself (%c). ${trusted}`],
  [/^SELF_SIGNED_CERT_IN_CHAIN$/, `its certificate is signed by an authority that is not trusted here (%c). ${trusted}`],
  [/^UNABLE_TO_(?:VERIFY_LEAF|GET_ISSUER)/, `who signed its certificate is not known here, or not sent along (%c). ${trusted}`],
  [
    /ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW/,
    'it has no version of TLS in common with us (%c). Lower the smallest with tls.minVersion, or tell its owner',
  ],
  [
    /CERTIFICATE_REQUIRED|ALERT_BAD_CERTIFICATE|ALERT_CERTIFICATE_UNKNOWN/,
    'it wants another certificate of yours than it got (%c). Give one with --cert FILE (tls.cert, tls.key)',
  ],
  [/ALERT_UNKNOWN_CA/, 'it does not know who signed your certificate (%c). Give another with --cert FILE (tls.cert, tls.key)'],
]

function isTls(code: string): boolean {
  return (
    code === 'EPROTO' ||
    /^(CERT_|CRL_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERROR_IN_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|HOSTNAME_MISMATCH)/.test(
      code,
    )
  )
}

/** The names come from outside: they are shown like any other part of a message. */
function namesOf(cert: unknown): string {
  const names = typeof cert === 'object' && cert !== null && 'subjectaltname' in cert ? String(cert.subjectaltname ?? '') : ''
  const shown = names.replace(/\b(?:DNS|IP Address):/g, '')
  return shown === '' ? 'its certificate has no name' : `its certificate is for ${oneLine(shown)}`
}

function partsOf(error: unknown): { message: string; reason?: string | undefined; cert?: unknown } {
  if (!(error instanceof Error)) return { message: String(error) }
  const reason = 'reason' in error && typeof error.reason === 'string' ? error.reason : undefined
  return { message: error.message, reason, cert: 'cert' in error ? error.cert : undefined }
}
