/**
 * Twenty addresses of one page. A WHATWG URL parser makes nearly all of them one string; fragments and the case of percent-encoded bytes
 * (RFC 3986 section 6.2.2.1) are left to a canonicaliser. Links are read against `<origin>/spellings`.
 */
export function spellings(origin: string): string[] {
  const url = new URL(origin)
  const { port } = url
  const page = '/same/caf%C3%A9'
  return [
    `${origin}${page}`,
    page,
    'same/caf%C3%A9',
    './same/caf%C3%A9',
    '/same/café',
    '/same/caf%c3%a9',
    '/same/caf%C3%A9#top',
    '/same/caf%C3%A9#',
    '/same/./caf%C3%A9',
    '/other/../same/caf%C3%A9',
    '/../same/caf%C3%A9',
    '/%2e/same/caf%C3%A9',
    '/other/%2E%2e/same/caf%C3%A9',
    '\\same\\caf%C3%A9',
    ' /same/caf%C3%A9 ',
    '/sa\tme/caf%C3%A9',
    `//${url.host}${page}`,
    `HTTP://${upperCaseHost(url.hostname)}:${port}${page}`,
    `http:\\\\${url.hostname}:${port.padStart(5, '0')}/same/caf%C3%A9`,
    `http:${page}`,
  ]
}

// An IPv4 address has letters only in hexadecimal, which the URL standard reads as well.
function upperCaseHost(host: string): string {
  const octets = host.split('.')
  const isAddress = octets.length === 4 && octets.every(octet => /^\d{1,3}$/.test(octet))
  return isAddress ? octets.map(octet => `0X${Number(octet).toString(16).toUpperCase()}`).join('.') : host.toUpperCase()
}
