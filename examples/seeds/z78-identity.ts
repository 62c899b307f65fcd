/**
 * Z78, Z79: who asks: no cookie, a mail address, the name of the program. The seed calls itself Internet Explorer; a robot gives its own
 * name. Run: node examples/seeds/z78-identity.ts [URL]
 */
import { createClient, fetchPage } from '../../src/index.ts'

const [url = 'http://127.0.0.1:8407/'] = process.argv.slice(2)

// Once, for all requests of a client ...
await using client = createClient({ identity: { name: 'AgeStudy/1.0', contact: 'noname@nowhere.example' } })
console.log((await fetchPage(url, { client })).status)

// ... or the same as header fields of one call.
const headers = ['User-Agent', 'AgeStudy/1.0 (+mailto:noname@nowhere.example)', 'From', 'noname@nowhere.example']
console.log((await fetchPage({ url, headers })).status)

// Without a contact this archive refuses (Z48).
console.log((await fetchPage(url)).status)
