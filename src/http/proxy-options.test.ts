import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createProxyChoice, parseProxy, proxyFromEnvironment } from './proxy-options.ts'

test('a proxy is host:port or a URL, its name and password decoded and never shown', () => {
  const parts = (text: string) => {
    const { kind, hostname, port, user, shown } = parseProxy(text)
    return [kind, hostname, port, user && `${user.user} ${user.password}`, shown]
  }
  assert.deepEqual(parts('proxy.test:3128'), ['http', 'proxy.test', 3128, undefined, 'http://proxy.test:3128'])
  assert.deepEqual(parts('http://a%40b:c%3Ad%@Proxy.Test:80/x'), ['http', 'proxy.test', 80, 'a@b c:d%', 'http://proxy.test:80'])
  assert.deepEqual(parts('HTTPS://proxy.test'), ['https', 'proxy.test', 443, undefined, 'https://proxy.test:443'])
  assert.deepEqual(parts('socks5h://[::1]'), ['socks5h', '::1', 1080, undefined, 'socks5h://[::1]:1080'])
  for (const bad of ['', 'ftp://proxy.test', 'socks5://', 'http://a b', 'proxy.test:99999', 'constructor://x']) {
    assert.throws(() => parseProxy(bad), { code: 'usage' }, bad)
  }
  assert.throws(
    () => parseProxy('gopher://me:s3cret@proxy.test'),
    ({ message }: Error) => !message.includes('s3cret'),
  )
})

test('who is asked directly, by the rules of curl', () => {
  const noProxy = ['example.org', '.inner.test', '*.wild.test', '10.0.0.0/8', '192.0.2.7', '[::1]', 'fd00::/8', 'dot.test.', ' space.test ']
  const choose = createProxyChoice({ http: 'p:1', https: 's:2', noProxy })
  const direct = [
    'example.org',
    'www.example.org',
    'inner.test',
    'a.b.inner.test',
    'x.wild.test',
    '10.1.2.3',
    '192.0.2.7',
    '[::1]',
    '[fd00::1]',
    'dot.test',
    'example.org.',
    'space.test',
  ]
  for (const host of direct) assert.equal(choose(`http://${host}:8080`), undefined, host)
  for (const host of ['notexample.org', 'example.com', 'org', '11.0.0.1', '192.0.2.8', '[::2]'])
    assert.equal(choose(`https://${host}`)?.hostname, 's', host)
  assert.equal(choose('http://example.net')?.hostname, 'p')
  assert.equal(createProxyChoice({ http: 'p:1', noProxy: ['*'] })('http://a.test'), undefined)
  assert.equal(createProxyChoice({ https: 'p:1' })('http://a.test'), undefined)
  assert.equal(createProxyChoice('p:1')('https://a.test')?.port, 1)
  assert.throws(() => createProxyChoice({ noProxy: ['10.0.0.0/99'] }), { code: 'usage' })
})

test('the environment: small letters, and the capital forms but HTTP_PROXY', () => {
  const home = ['localhost', '127.0.0.0/8', '::1']
  assert.equal(proxyFromEnvironment({ HTTP_PROXY: 'p:1', no_proxy: '*', http_proxy: '' }), undefined)
  const env = { http_proxy: 'p:1', HTTPS_PROXY: 'q:2', NO_PROXY: 'a.test, b.test  c.test,' }
  assert.deepEqual(proxyFromEnvironment(env), { http: 'p:1', https: 'q:2', noProxy: ['a.test', 'b.test', 'c.test', ...home] })
  assert.deepEqual(proxyFromEnvironment({ all_proxy: 'socks5h://p', https_proxy: 'q:2' }), {
    http: 'socks5h://p',
    https: 'q:2',
    noProxy: home,
  })
  assert.deepEqual(proxyFromEnvironment({ ...env, no_proxy: 'c.test' }, { proxy: 'r:3' }), {
    http: 'r:3',
    https: 'r:3',
    noProxy: ['c.test'],
  })
  assert.deepEqual(proxyFromEnvironment(env, { noProxy: [] })?.noProxy, home)
  const choose = createProxyChoice(proxyFromEnvironment(env))
  for (const host of ['localhost', 'x.localhost', '127.1.2.3', '[::1]']) assert.equal(choose(`http://${host}:8400`), undefined)
  assert.equal(proxyFromEnvironment(env, { proxy: '' }), undefined)
  assert.throws(() => proxyFromEnvironment({ https_proxy: 'ftp://me:s3cret@p' }), {
    code: 'usage',
    message: /^The variable https_proxy names no proxy/,
  })
})
