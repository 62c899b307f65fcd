import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient, head } from '../fetch/index.ts'
import { rawServer } from '../http/raw-server.test-helper.ts'
import { fetchPage, pageAccept } from './fetch-page.ts'
import { openUrl } from './open-url.ts'

test('every call says what it takes: a page by preference, else anything; what the caller says goes before', async () => {
  await using server = await rawServer(socket => void socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi'))
  const { url } = server
  const sent = () => [...server.requests.at(-1)!.matchAll(/^accept: (.*)\r$/gim)].map(([, value]) => value)
  const order = { method: 'GET', url, headers: [] }
  await using client = createClient()
  await client.fetch(order)
  assert.deepEqual(sent(), ['*/*'])
  await head(url)
  assert.deepEqual(sent(), ['*/*'])
  for await (const line of openUrl(url)) assert.equal(line, 'hi')
  assert.deepEqual(sent(), ['*/*'])
  await fetchPage(url)
  assert.deepEqual(sent(), [pageAccept])
  await fetchPage({ url, headers: ['Accept', 'text/plain'] })
  assert.deepEqual(sent(), ['text/plain'])
  await fetchPage(url, { headers: ['Accept', 'image/png'] })
  assert.deepEqual(sent(), ['image/png'])
  await using silent = createClient({ accept: '' })
  await silent.fetch(order)
  assert.deepEqual(sent(), [])
})
