/** The cases of own/redirect-more.json as whole requests against the practice town: what was received counts. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { after, describe, test } from 'node:test'
import type { ClientOptions } from '../../src/fetch/index.ts'
import { createClient } from '../../src/fetch/index.ts'
import { openTown } from '../../src/testing/index.ts'
import { fieldOf } from '../support/judge.ts'
import { cert, key } from '../support/loopback-certificate.ts'
import { casesMissing, readCases } from './cases.ts'

type Case = {
  id: string
  from?: string
  to?: string
  followed?: boolean
  referer?: string | null
  credentials_sent?: boolean
  headers_on_last?: string[]
}

const town = await openTown({ pages: 1 })
const { port } = new URL(town.url('redirects', '/'))
/** Stands for both hosts on https: `/more/NUMBER` leads where the case says, anything else is the end. */
const seen: { target: string; headers: readonly string[] }[] = []
const secure = createServer({ key, cert }, (request, answer) => {
  seen.push({ target: request.url!, headers: request.rawHeaders })
  const to = locations.get(request.url!)
  answer.writeHead(to === undefined ? 200 : 302, to === undefined ? {} : { location: withPort(to) }).end()
})
const locations = new Map<string, string>()
secure.listen(0, '127.0.0.1')
await once(secure, 'listening')
after(async () => {
  await town.close()
  secure.closeAllConnections()
  secure.close()
})

const lookup: ClientOptions['lookup'] = (_, __, done) => done(null, [{ address: '127.0.0.1', family: 4 }])
const withPort = (url: string) =>
  url.replace(
    /\/\/((?:[^@/]*@)?[ab]\.test)\//,
    (_, host) => `//${host}:${url.startsWith('https:') ? (secure.address() as AddressInfo).port : port}/`,
  )

describe('redirect-more in the town', { skip: casesMissing }, () => {
  for (const { id, from = 'http://a.test/', to, followed, referer, credentials_sent: sent, headers_on_last: onLast } of readCases<Case>(
    'own/redirect-more.json',
  )) {
    test(id, async () => {
      town.clearLog()
      seen.splice(0)
      const start = new URL(withPort(from))
      start.pathname = `/more/${id.slice(-2)}`
      if (to !== undefined) locations.set(start.pathname + start.search, to)
      await using client = createClient({
        lookup,
        allowFor: () => ['loopback'],
        tls: { ca: cert, rejectUnauthorized: false },
        follow: { referer: true },
      })
      const headers = onLast === undefined ? [] : ['Authorization', 'secret']
      const asked = client.fetch({ method: 'GET', url: start.href, headers })
      if (followed === false) {
        await assert.rejects(asked, { code: /^(?:redirect-invalid|scheme-unsupported)$/, url: start.href })
        assert.equal(town.log.length, 1)
        return
      }
      const { status, order } = await asked
      assert.equal(status, 200)
      const requests = [...seen, ...town.log]
      const last = requests.at(-1)!
      assert.equal(last.target, new URL(order.url).pathname + new URL(order.url).search)
      if (to !== undefined) assert.equal(order.url, new URL(withPort(to).replace('\u00e9', '%C3%A9'), start).href.replace(/u:p@/, ''))
      if (followed === true) assert.equal(requests.length, 2)
      if (sent !== undefined) assert.equal(fieldOf(last, 'authorization') !== undefined, sent)
      if (referer !== undefined) assert.equal(fieldOf(last, 'referer') ?? null, referer === null ? null : withPort(referer))
      if (onLast !== undefined)
        assert.deepEqual(
          [requests.length, fieldOf(requests[0]!, 'authorization'), fieldOf(last, 'authorization')],
          [3, 'secret', undefined],
        )
      for (const { headers: received } of requests) assert.ok(!received.some(text => text.includes('u:p')))
    })
  }
})
