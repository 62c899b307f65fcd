/**
 * P32: a picture, read whole into memory, then written. Good for what is smaller than memory. Run: node examples/seeds/p09-whole-file.ts
 * [URL] [FILE]
 */
import { writeFileSync } from 'node:fs'
import { fetchPage } from '../../src/index.ts'

const [url = 'http://127.0.0.1:8401/cover.jpg', file = 'cover.jpg'] = process.argv.slice(2)

const { exchange } = await fetchPage(url)
writeFileSync(file, exchange.body)
console.log(`${exchange.body.length} bytes written to ${file}.`)
