/** What could forge a line of a request is refused before the first byte, wherever it stands and whichever way the request would go. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { ClientOptions, Identity } from '../../src/fetch/index.ts'
import { createClient, identityHeaders, openCookieJar } from '../../src/fetch/index.ts'
import { rawServer } from '../../src/http/raw-server.test-helper.ts'
import { crawl } from '../../src/index.ts'
import { bodyReply } from '../support/origins.ts'

/** Line ends and NUL; characters whose low byte is one of them; other control characters; what is no latin1. */
const evil = fc.constantFrom(
  '\r',
  '\n',
  '\0',
  '\r\n',
  '\r\nX: y',
  '\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n',
  '\u010a',
  '\u560d\u560a',
  '\u0100',
)
const word = fc.stringMatching(/^[a-zA-Z]{0,8}$/)
const spoilt = fc.tuple(word, evil, word).map(parts => parts.join(''))

type Place =
  | 'url'
  | 'host'
  | 'query'
  | 'method'
  | 'name'
  | 'value'
  | 'cookie'
  | 'user-agent'
  | 'from'
  | 'referer'
  | 'range'
  | 'authorization'
const fields: readonly Place[] = ['cookie', 'user-agent', 'from', 'referer', 'range', 'authorization']
const place = fc.constantFrom<Place>('url', 'host', 'query', 'method', 'name', 'value', ...fields)

const ways: Record<string, (proxy: string) => ClientOptions> = {
  undici: () => ({}),
  wire: () => ({ transport: 'wire' }),
  'undici by proxy': proxy => ({ proxy: proxy.replace('//', '//us:pw@') }),
  'wire by proxy': proxy => ({ transport: 'wire', proxy }),
}

describe('a forged line is never written', () => {
  for (const [way, optionsOf] of Object.entries(ways)) {
    test(way, async () => {
      await using server = await rawServer(socket => socket.end(bodyReply()))
      await using client = createClient({ cookies: openCookieJar(), ...optionsOf(server.site) })
      await fc.assert(
        fc.asyncProperty(place, spoilt, async (where, text) => {
          const headers = fields.includes(where)
            ? [where, text]
            : where === 'name'
              ? [`x${text}`, '1']
              : where === 'value'
                ? ['x', text]
                : []
          // Written raw, as somebody would who leaves the URL parser out.
          const host = where === 'host' ? `127.0.0.1${text}` : new URL(server.site).host
          const url = `http://${host}/${where === 'url' ? text : ''}${where === 'query' ? `?q=${text}` : ''}`
          const asked = client.fetch({ method: where === 'method' ? `GET${text}` : 'GET', url, headers })
          await assert.rejects(asked, { code: /^(?:usage|url-invalid)$/ }, JSON.stringify([where, text]))
        }),
        { seed: 10, numRuns: 300 },
      )
      assert.equal(server.connections(), 0)
      await client.fetch({ method: 'GET', url: server.url, headers: ['X', 'caf\u00e9'] })
      assert.equal(server.requests.length, 1)
      assert.match(server.requests[0]!, /^GET \S+ HTTP\/1\.1\r\n(?:[!-9;-~]+: [^\r\n\0]*\r\n)+\r\n$/)
    })
  }
})

test('through the URL parser the same characters are harmless, and one request each is what comes', async () => {
  for (const options of [{}, { transport: 'wire' }] as const) {
    await using server = await rawServer(socket => socket.write(bodyReply()))
    await using client = createClient(options)
    let requests = 0
    await fc.assert(
      fc.asyncProperty(spoilt, fc.constantFrom('/', '/?', '/#'), async (text, before) => {
        const url = new URL(`${server.site}${before}${text}`).href
        await client.fetch({ method: 'GET', url: url.split('#', 1)[0]!, headers: [] })
        assert.equal(server.requests.length, ++requests)
        assert.match(server.requests.at(-1)!, /^GET [!-~]+ HTTP\/1\.1\r\n(?:[!-9;-~]+: [^\r\n\0]*\r\n)+\r\n$/)
      }),
      { seed: 11, numRuns: 100 },
    )
  }
})

test('identities, accounts, cookies and the fields of a crawl', async () => {
  await using server = await rawServer(socket => socket.end(bodyReply()))
  await fc.assert(
    fc.asyncProperty(spoilt, async text => {
      for (const identity of [
        { name: `A${text}` },
        { contact: `me@uni${text}.example` },
        { agent: `A${text}` },
        { contact: `http://x/${text}` },
      ]) {
        // A web page goes through the URL parser.
        const taken = identityOrNone(identity)
        assert.ok(taken.every(value => /^[\x20-\x7e]*$/.test(value)))
      }
      if (/[\0\r\n]/.test(text)) {
        assert.throws(() => createClient({ auth: { user: text, password: 'x' } }), { code: 'usage' })
        assert.throws(() => createClient({ auth: { user: 'x', password: text } }), { code: 'usage' })
      }
      const jar = openCookieJar()
      jar.take(server.url, [`a=${text}`, `${text}=b`, `c=1; Path=/${text}`])
      for (const { name, value } of jar.all()) assert.doesNotMatch(name + value, /[\0-\x1f\x7f]/)
    }),
    { seed: 12, numRuns: 200 },
  )
  const headers = ['X', 'a\r\nX-Forged: 1']
  const report = await crawl(server.url, { delayMs: 0, robots: 'ignore', headers }).run()
  assert.deepEqual([report.reasons, server.connections()], [{ usage: 1 }, 0])
})

function identityOrNone(identity: Identity): readonly string[] {
  try {
    return identityHeaders(identity)
  } catch (error) {
    assert.equal((error as { code?: string }).code, 'usage')
    return []
  }
}
