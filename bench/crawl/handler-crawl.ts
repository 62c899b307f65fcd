/** A crawl with a handler that parses the tree of every page: handler-crawl START OUT [store]. OUT is a folder. */
import { crawl, jsonlSink } from '../../src/index.ts'

const [start, out, store] = process.argv.slice(2) as [string, string, string?]

await crawl(start, {
  include: [/^[^?]*(\.html?|\/)(\?.*)?$/],
  delayMs: 0,
  concurrency: 16,
  perSite: 16,
  ...(store === undefined ? { sinks: [jsonlSink(`${out}/items.jsonl`)] } : { store: out }),
  visit({ page, follow, save }) {
    const { soup } = page
    save({
      url: page.url,
      title: soup.title?.text.trim(),
      links: soup.select('a[href]').length,
      heads: soup.select('h1, h2').map(head => head.text),
      text: soup.body?.text.length,
    })
    follow(page.links())
  },
}).run()
