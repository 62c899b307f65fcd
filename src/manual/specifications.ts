/** An RFC that older texts name, and what holds today. */
export type Specification = {
  readonly rfc: number
  readonly title: string
  readonly year: number
  /** RFCs or standards that hold today; the same number when it still does. */
  readonly today: string
  readonly note?: string | undefined
}

type SpecificationRow = readonly [rfc: number, year: number, title: string, today: string, note?: string]

const http = 'RFC 9110 (semantics), 9111 (caching), 9112 (HTTP/1.1)'

const rows: readonly SpecificationRow[] = [
  [768, 1980, 'User Datagram Protocol', 'RFC 768'],
  [791, 1981, 'Internet Protocol', 'RFC 791', 'IPv6: RFC 8200.'],
  [793, 1981, 'Transmission Control Protocol', 'RFC 9293', 'The checksum of a segment is in section 3.1; how to compute it: RFC 1071.'],
  [821, 1982, 'Simple Mail Transfer Protocol', 'RFC 5321'],
  [822, 1982, 'Format of Internet text messages', 'RFC 5322', 'Header fields as HTTP has them came from here.'],
  [854, 1983, 'Telnet', 'RFC 854'],
  [
    959,
    1985,
    'File Transfer Protocol',
    'RFC 959',
    'With RFC 2228 (security), 2389 (FEAT), 2428 (EPSV), 2640 (UTF-8), 3659 (MLSD, SIZE, REST), 4217 (TLS).',
  ],
  [1034, 1987, 'Domain names', 'RFC 1034', 'With RFC 1035 and many updates.'],
  [1123, 1989, 'Requirements for Internet hosts', 'RFC 1123', 'Dates of HTTP have its form: Sun, 06 Nov 1994 08:49:37 GMT.'],
  [1459, 1993, 'Internet Relay Chat', 'RFC 1459', 'With RFC 2810 to 2813 and 7194.'],
  [1630, 1994, 'Universal Resource Identifiers in WWW', 'RFC 3986', 'Browsers read URLs by the WHATWG URL Standard.'],
  [1700, 1994, 'Assigned Numbers', 'the registries of IANA', 'By RFC 3232.'],
  [1725, 1994, 'Post Office Protocol 3', 'RFC 1939'],
  [1738, 1994, 'Uniform Resource Locators', 'RFC 3986', 'Browsers read URLs by the WHATWG URL Standard.'],
  [1808, 1995, 'Relative URLs', 'RFC 3986, section 5'],
  [1864, 1995, 'Content-MD5', 'RFC 9530', 'Content-Digest and Repr-Digest.'],
  [1866, 1995, 'HTML 2.0', 'the WHATWG HTML Standard', 'Made historic by RFC 2854.'],
  [1945, 1996, 'HTTP/1.0', http, 'It described what was in use; HTTP/0.9 is in it too.'],
  [2045, 1996, 'MIME, part one', 'RFC 2045'],
  [2068, 1997, 'HTTP/1.1, first', http, 'By way of RFC 2616. Public, Content-Base and URI are only here.'],
  [2109, 1997, 'Cookies, first', 'RFC 6265'],
  [2396, 1998, 'Uniform Resource Identifiers', 'RFC 3986', 'Browsers read URLs by the WHATWG URL Standard.'],
  [2518, 1999, 'WebDAV, first', 'RFC 4918'],
  [
    2616,
    1999,
    'HTTP/1.1',
    http,
    '176 pages, the request line on page 36: now RFC 9112 section 3; GET: RFC 9110 section 9.3.1. By way of RFC 7230 to 7235.',
  ],
  [2617, 1999, 'Basic and Digest authentication', 'RFC 9110, section 11; 7616 (Digest), 7617 (Basic)'],
  [2818, 2000, 'HTTP over TLS', 'RFC 9110, section 4.2.2'],
  [2821, 2001, 'Simple Mail Transfer Protocol', 'RFC 5321'],
  [2822, 2001, 'Internet Message Format', 'RFC 5322'],
  [2965, 2000, 'Cookies, second', 'RFC 6265'],
  [3066, 2001, 'Tags for languages', 'RFC 5646'],
  [3230, 2002, 'Instance Digests', 'RFC 9530', 'Digest became Repr-Digest.'],
  [3501, 2003, 'IMAP', 'RFC 9051'],
  [3986, 2005, 'Uniform Resource Identifiers', 'RFC 3986', 'Browsers read URLs by the WHATWG URL Standard.'],
  [4346, 2006, 'TLS 1.1', 'RFC 8446', 'TLS 1.0 and 1.1 are not to be used: RFC 8996.'],
  [5246, 2008, 'TLS 1.2', 'RFC 8446'],
  [5988, 2010, 'Web Linking', 'RFC 8288'],
  [6265, 2011, 'Cookies', 'RFC 6265'],
  [7230, 2014, 'HTTP/1.1: messages', 'RFC 9112', 'Its general part: RFC 9110.'],
  [7231, 2014, 'HTTP/1.1: semantics', 'RFC 9110'],
  [7232, 2014, 'HTTP/1.1: conditional requests', 'RFC 9110, section 13'],
  [7233, 2014, 'HTTP/1.1: range requests', 'RFC 9110, section 14'],
  [7234, 2014, 'HTTP/1.1: caching', 'RFC 9111'],
  [7235, 2014, 'HTTP/1.1: authentication', 'RFC 9110, section 11'],
  [7540, 2015, 'HTTP/2', 'RFC 9113'],
  [8446, 2018, 'TLS 1.3', 'RFC 8446'],
  [9110, 2022, 'HTTP Semantics', 'RFC 9110'],
  [9111, 2022, 'HTTP Caching', 'RFC 9111'],
  [9112, 2022, 'HTTP/1.1', 'RFC 9112'],
  [9113, 2022, 'HTTP/2', 'RFC 9113'],
  [9114, 2022, 'HTTP/3', 'RFC 9114'],
  [9293, 2022, 'Transmission Control Protocol', 'RFC 9293'],
  [9309, 2022, 'Robots Exclusion Protocol', 'RFC 9309'],
  [9530, 2024, 'Digest Fields', 'RFC 9530'],
]

export const specifications: readonly Specification[] = rows.map(([rfc, year, title, today, note]) => ({
  rfc,
  title,
  year,
  today,
  ...(note === undefined ? {} : { note }),
}))
