import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { ca, good } from '../../test/support/certificates.ts'
import { key } from '../../test/support/loopback-certificate.ts'
import { openHttpProxy } from '../../test/support/proxies.ts'
import { openTown } from '../testing/index.ts'
import { runCli, temporaryFolder } from './run-cli.test-helper.ts'

test('TLS: --cacert, -k, --resolve and a certificate of one’s own; a server that nobody vouches for is refused', async () => {
  using folder = temporaryFolder()
  for (const [name, text] of Object.entries({ ca, good, key })) writeFileSync(folder.at(name), text)
  const server = createServer({ cert: good, key, ca, requestCert: true, rejectUnauthorized: false }, (request, response) => {
    const socket = request.socket as unknown as { authorized: boolean }
    response.end(`${request.headers.host} ${socket.authorized ? 'known' : 'stranger'}`)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const url = `https://127.0.0.1:${port}/`
  const get = (...args: string[]) => runCli(['get', ...args])
  const [unknown, insecure, unchecked, trusted, named, own] = await Promise.all([
    get(url),
    get('-k', url),
    get('--no-verify-tls', url),
    get('--cacert', folder.at('ca'), '-w', ' %{time_appconnect}', url),
    get('--cacert', folder.at('ca'), '--resolve', `localhost:${port}:127.0.0.1`, `https://localhost:${port}/`),
    get('--cacert', folder.at('ca'), '-E', folder.at('good'), '--key', folder.at('key'), url),
  ])
  server.closeAllConnections()
  server.close()
  assert.deepEqual([unknown.code, unknown.stdout], [5, ''])
  assert.match(unknown.stderr, /\[tls\]\n$/)
  assert.deepEqual([insecure.stdout, unchecked.stdout], Array(2).fill(`127.0.0.1:${port} stranger`))
  assert.match(trusted.stdout, /stranger 0\.\d{6}$/)
  assert.doesNotMatch(trusted.stdout, /0\.000000$/)
  assert.equal(named.stdout, `localhost:${port} stranger`)
  assert.equal(own.stdout, `127.0.0.1:${port} known`)
})

test('proxies: -x with -U, the environment, --noproxy', async () => {
  await using town = await openTown({ pages: 1 })
  await using proxy = await openHttpProxy({ user: { user: 'px', password: 'sesame' } })
  const url = town.url('library', '/romeo.txt')
  const get = (args: string[], env: Record<string, string> = {}) => runCli(['get', ...args, url], { env })
  const [told, refused, environment, direct] = await Promise.all([
    get(['-x', proxy.at, '-U', 'px:sesame', '-v']),
    get(['-x', proxy.at]),
    get([], { http_proxy: `http://px:sesame@${proxy.at}` }),
    get(['-x', 'http://127.0.0.1:9', '--noproxy', '127.0.0.1']),
  ])
  for (const { code, stdout } of [told, environment, direct]) assert.deepEqual([code, stdout.length], [0, 167])
  assert.doesNotMatch(told.stderr, /sesame|cHg6/)
  assert.equal(refused.code, 4)
  assert.match(refused.stderr, /^orbweaver: [^\n]*\[proxy\]\n$/)
})
