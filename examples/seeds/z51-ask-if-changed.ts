/**
 * Z40, Z51, Z52, Z53: a resource is asked for twice, the second time on the condition that it has changed: 304, no body, our copy holds.
 * Run: node examples/seeds/z51-ask-if-changed.ts [URL]
 */
import { fetchPage, headerValue } from '../../src/index.ts'

const [url = 'http://127.0.0.1:8401/romeo.txt'] = process.argv.slice(2)

const first = await fetchPage(url)
const modified = headerValue(first.exchange.headers, 'last-modified') ?? ''
const etag = headerValue(first.exchange.headers, 'etag') ?? ''
console.log(`${first.status}: ${first.exchange.body.length} bytes, Last-Modified ${modified}, ETag ${etag}`)

for (const headers of [
  ['If-Modified-Since', modified],
  ['If-None-Match', etag],
]) {
  const { status, exchange } = await fetchPage({ url, headers })
  console.log(`${headers[0]}: ${status}, ${exchange.body.length} bytes; our copy begins "${first.html.split('\n', 1)[0]}"`)
}
