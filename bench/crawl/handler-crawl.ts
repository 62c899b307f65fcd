/** The library with a handler that searches the tree of every page, without a store: handler-crawl START OUT. OUT is a folder. */
import { crawl, jsonlSink } from '../../src/index.ts'
import { visit } from './page-handlers.ts'

const [start, out] = process.argv.slice(2) as [string, string]

await crawl(start, {
  include: [/^[^?]*(\.html?|\/)(\?.*)?$/],
  delayMs: 0,
  concurrency: 16,
  perSite: 16,
  sinks: [jsonlSink(`${out}/items.jsonl`)],
  visit,
}).run()
