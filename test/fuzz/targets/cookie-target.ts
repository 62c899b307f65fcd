import assert from 'node:assert/strict'
import { manualClock } from '../../../src/base/clock.ts'
import { limits } from '../../../src/base/limits.ts'
import { formatCookieFile, parseCookieFile } from '../../../src/fetch/cookie-file.ts'
import { openCookieJar } from '../../../src/fetch/index.ts'
import { registrableDomain } from '../../../src/url/index.ts'
import type { FuzzTarget } from '../fuzz-target.ts'
import { latin1Of } from '../fuzz-target.ts'

const urls = ['https://www.a.example/b/c', 'http://a.example/', 'http://10.0.0.1/', 'http://[::1]:8080/x', 'http://b.co.uk/']

/** One answer a line; what a line sets goes to a jar, into a file and back. */
export const cookieTarget: FuzzTarget = {
  name: 'cookie',
  seeds: [
    'a=b; Path=/; Domain=a.example; Secure; HttpOnly; SameSite=Lax',
    'a=b; Expires=Wed, 09 Jun 2027 10:18:14 GMT; Max-Age=3600\n=c\nd\n__Host-e=f; Secure; Path=/',
    'a="b c"; path=/b; domain=.example\na=; max-age=-1',
    '#HttpOnly_.a.example\tTRUE\t/\tTRUE\t1900000000\tn\tv\na.example\tFALSE\t/\tFALSE\t0\tn\t',
  ],
  words: [
    '; Path=',
    '; Domain=',
    '; Secure',
    '; HttpOnly',
    '; Max-Age=',
    '; Expires=',
    '; SameSite=None',
    '__Host-',
    '__Secure-',
    '=',
    ';',
    '\t',
    '\n',
    'a.example',
    '.co.uk',
    'TRUE',
    '%41',
    '99999999999999999',
    '1601',
    '\x7f',
    '\u00e4',
  ],
  readings: 4,
  check(input) {
    const text = latin1Of(input)
    const clock = manualClock(Date.UTC(2026, 10, 21))
    const jar = openCookieJar({ clock })
    for (const url of urls) jar.take(url, text.split('\n'))
    for (const url of urls) {
      const { hostname } = new URL(url)
      const sent = jar.cookiesFor(url)
      const field = sent.map(({ name, value }) => `${name}=${value}`).join('; ')
      assert.doesNotMatch(field, /[\0-\x08\x0a-\x1f\x7f]/)
      assert.ok(field.length <= limits.cookieHeaderBytes && sent.length <= limits.cookiesSent)
      for (const { domain, secure } of sent) {
        assert.ok(`.${hostname.replace(/^\[|\]$/g, '')}`.endsWith(`.${domain}`), `${domain} to ${hostname}`)
        assert.ok(domain === hostname.replace(/^\[|\]$/g, '') || registrableDomain(domain) !== null, `${domain} is a suffix`)
        assert.ok(!secure || url.startsWith('https:') || hostname === '[::1]', 'a secure cookie in the clear')
      }
    }
    const kept = jar.all()
    const { cookies, badLines } = parseCookieFile(formatCookieFile(kept))
    assert.deepEqual(badLines, [])
    assert.deepEqual(
      cookies,
      kept.map(cookie => ({ ...cookie, expires: cookie.expires && Math.ceil(cookie.expires / 1000) * 1000 })),
    )
    const file = parseCookieFile(text)
    assert.deepEqual(parseCookieFile(formatCookieFile(file.cookies)).cookies, file.cookies)
  },
}
