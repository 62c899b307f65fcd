/**
 * Z54, Z55, Z56: the first 250 bytes, from a server that says it can. The seed's `Range: 0-250` names no unit and means 251 bytes; the
 * field is
 * `bytes=0-249`. Run: node examples/seeds/z54-first-bytes.ts [URL]
 */
import { fetchPage, head, headerValue } from '../../src/index.ts'

const [url = 'http://127.0.0.1:8401/afile.html'] = process.argv.slice(2)

const { headers } = await head(url)
if (headerValue(headers, 'accept-ranges') !== 'bytes') console.log('The server promises no ranges; we ask all the same.')

const { status, exchange } = await fetchPage({ url, headers: ['Range', 'bytes=0-249'] })
if (status === 206) console.log(`${exchange.body.length} bytes: ${headerValue(exchange.headers, 'content-range')}`)
else console.log(`${status}: the server ignored the range and sent all ${exchange.body.length} bytes.`)
