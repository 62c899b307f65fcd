/** Crawls a site and prints one line of JSON a page. Run: node examples/01-crawl-to-jsonl.ts http://127.0.0.1:8402/ [pages] */
import { crawl } from '../src/index.ts'

const [start = 'http://127.0.0.1:8402/', pages = '10'] = process.argv.slice(2)

const run = crawl(start, { delayMs: 100, maxPages: Number(pages) })
for await (const item of run.items()) console.log(JSON.stringify(item))

const { counts, why } = await run.run()
console.error(`${counts.done} pages done, ${counts.waiting} waiting${why === null ? '' : `: ${why}`}`)
