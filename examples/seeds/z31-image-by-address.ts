/**
 * Z31, Z33: a picture from an IP address, its host's name given apart, in the field Host. Version, status, reason, fields and body are told apart.
 * Run: node examples/seeds/z31-image-by-address.ts [URL] [NAME]
 */
import { writeFileSync } from 'node:fs'
import { fetchPage } from '../../src/index.ts'

const [url = 'http://127.0.0.1:8401/intl/en_ALL/images/logo.gif', name = 'www.google.com'] = process.argv.slice(2)

const { exchange } = await fetchPage({ url, headers: ['Host', name] })
const { version, status, reason, headers, body } = exchange
console.log(`HTTP/${version} | ${status} | ${reason}`)
for (let at = 0; at < headers.length; at += 2) console.log(`${headers[at]}: ${headers[at + 1]}`)
console.log(`${body.length} bytes, they begin with ${Buffer.from(body.subarray(0, 6)).toString('latin1')}`)
writeFileSync('logo.gif', body)
