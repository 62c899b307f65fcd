import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { AddressClass } from './address-class.ts'
import { classifyAddress, classifyHost, isLocalhost } from './address-class.ts'

const classes: Record<AddressClass, string> = {
  public: `1.1.1.1 9.255.255.255 11.0.0.0 126.255.255.255 128.0.0.0 192.88.98.255 192.88.100.0 198.51.99.255 203.0.114.0 223.255.255.255
    2606:4700::1111 2000:: 2001:200:: 2001:db7:ffff:: 2001:db9:: 3ffe:: 3fff:1000:: ::ffff:8.8.8.8 64:ff9b::8.8.8.8 2002:808:808::1`,
  loopback: `127.0.0.1 127.255.255.255 ::1 ::ffff:127.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::127.0.0.1 2002:7f00:1::
    ::ffff:0:127.0.0.1 2001:0:4136:e378:8000:63bf:80ff:fffe`,
  private: `10.0.0.0 10.255.255.255 172.16.0.0 172.31.255.255 192.168.0.0 192.168.255.255 100.64.0.0 100.127.255.255 fc00:: fdff:ffff::1
    fec0::1 feff::1 ::ffff:10.0.0.1 64:ff9b::192.168.1.1 2002:a00:1::`,
  'link-local': '169.254.0.0 169.254.255.255 fe80::1 fe80::1%eth0 febf:ffff:: ::ffff:169.254.169.254 2002:a9fe:a9fe::',
  unspecified: '0.0.0.0 0.255.255.255 :: ::ffff:0.0.0.0',
  special: `192.0.0.0 192.0.0.255 192.0.2.0 192.88.99.1 192.31.196.1 192.52.193.1 192.175.48.1 198.18.0.0 198.19.255.255 198.51.100.255
    203.0.113.0 224.0.0.0 239.255.255.255 240.0.0.0 255.255.255.255 ::2 ::8.8.8.8 ::ffff:0:8.8.8.8 64:ff9b:1::1 64:ff9b:2::1 100::1
    100:0:0:1::1 2001::1 2001:1::1 2001:2::1 2001:10::1 2001:20::1 2001:30::1 2001:1ff:ffff:: 2001:db8:ffff:: 2620:4f:8000::1 3fff::1
    3fff:fff:: 4000:: 5f00::1 ff00:: ff02::1 fe00:: ::ffff:224.0.0.1 64:ff9b::203.0.113.1 2002:c000:201::`,
}

test('addresses at the borders of every block', () => {
  for (const [kind, addresses] of Object.entries(classes)) {
    for (const address of addresses.split(/\s+/)) assert.equal(classifyAddress(address), kind, address)
  }
})

test('what is no address is special', () => {
  for (const text of ['', 'example.org', '1.2.3', '1.2.3.4.5', '0x7f.0.0.1', '127.0.0.1 ', ':::', '[::1', '1:2:3:4:5:6:7:8:9', '%']) {
    assert.equal(classifyAddress(text), 'special', text)
  }
})

test('hosts of URLs', () => {
  for (const [url, kind] of [
    ['http://localhost/', 'loopback'],
    ['http://LOCALHOST./', 'loopback'],
    ['http://a.b.localhost:8080/', 'loopback'],
    ['http://localhost.example/', 'name'],
    ['http://notlocalhost/', 'name'],
    ['http://127.0.0.1.example/', 'name'],
    ['http://127.1./', 'loopback'],
    ['http://0300.0250.1/', 'private'],
    ['http://[::FFFF:7F00:1]/', 'loopback'],
    ['http://%31%32%37.0.0.1/', 'loopback'],
    ['http://１２７.1/', 'loopback'],
  ] as const) {
    assert.equal(classifyHost(new URL(url).hostname), kind, url)
  }
  assert.equal(classifyHost('fe80::1%lo'), 'link-local')
  assert.ok(isLocalhost('x.LOCALHOST.'))
})

test('an IPv4 address keeps its class through its mapped, NAT64 and 6to4 forms, in every spelling', () => {
  fc.assert(
    fc.property(fc.ipV4(), ip => {
      const kind = classifyAddress(ip)
      const [a, b, c, d] = ip.split('.').map(Number) as [number, number, number, number]
      const hex = [a * 256 + b, c * 256 + d].map(group => group.toString(16)).join(':')
      for (const form of [`::ffff:${ip}`, `::ffff:${hex}`, `0:0:0:0:0:FFFF:${hex}`, `64:ff9b::${hex}`, `2002:${hex}::1`]) {
        assert.equal(classifyAddress(form), kind, form)
        assert.equal(classifyHost(new URL(`http://[${form}]/`).hostname), kind, form)
      }
    }),
    { seed: 3 },
  )
})

test('never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV6(), fc.string()), text => {
      assert.ok(classifyAddress(text) in classes)
      assert.equal(typeof classifyHost(text), 'string')
    }),
    { seed: 4 },
  )
})
