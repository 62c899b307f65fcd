/**
 * Z57, Z58: the matrix of distances between airports: n(n-1)/2 questions, each a query string. What the file holds already is not asked
 * again. Run: node examples/seeds/z58-distances.ts [URL] [FILE] [CODE ...]
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { createClient, fetchPage } from '../../src/index.ts'

const [base = 'http://127.0.0.1:8403/dist/', file = 'distances.tsv', ...given] = process.argv.slice(2)
const codes = given.length > 0 ? given : ['lga', 'cpt', 'ber', 'syd']
const known = existsSync(file) ? readFileSync(file, 'utf8') : ''
await using client = createClient()
let asked = 0

for (const [at, a1] of codes.entries()) {
  for (const a2 of codes.slice(at + 1)) {
    if (known.includes(`${a1}\t${a2}\t`)) continue
    if (asked++ > 0) await pause(200)
    const { html } = await fetchPage(`${base}?${new URLSearchParams({ a1, a2 })}`, { client })
    const km = /id="km">(\d+)</.exec(html)?.[1] ?? 'unknown'
    appendFileSync(file, `${a1}\t${a2}\t${km}\n`)
    console.log(`${a1} ${a2} ${km}`)
  }
}
console.log(`${asked} asked, ${(codes.length * (codes.length - 1)) / 2} pairs in ${file}.`)
