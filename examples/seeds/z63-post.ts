/**
 * Z63: the same question by POST: a1=lga&a2=cpt are 13 bytes. (The text prints the URL as a1=lgaa2=ber: its & got lost.) Run: node
 * examples/seeds/z63-post.ts [URL]
 */
import { fetchPage } from '../../src/index.ts'

const [url = 'http://127.0.0.1:8403/dist/'] = process.argv.slice(2)
const body = Buffer.from(new URLSearchParams({ a1: 'lga', a2: 'cpt' }).toString())

const { status, html } = await fetchPage({ url, method: 'POST', headers: ['Content-Type', 'application/x-www-form-urlencoded'], body })
console.log(`${body.length} bytes sent: ${body}`)
console.log(`${status}: ${/id="km">(\d+)</.exec(html)?.[1]} km`)
