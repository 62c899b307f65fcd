/** Crawlee's CheerioCrawler with its defaults: URLs on standard input, every link of their hosts followed. Run by bench/league. */
import { text } from 'node:stream/consumers'
import { CheerioCrawler } from '@crawlee/cheerio'

const urls = (await text(process.stdin)).trim().split('\n')
const { user, headers: fields = [] } = JSON.parse(process.argv[2] ?? '{}')
const headers = user === undefined ? {} : { Authorization: `Basic ${btoa(user)}` }
for (let at = 0; at < fields.length; at += 2) headers[fields[at]] = fields[at + 1]

const crawler = new CheerioCrawler({
  respectRobotsTxtFile: true,
  async requestHandler({ request, $, enqueueLinks, pushData }) {
    await pushData({ url: request.loadedUrl, title: $('title').text() })
    await enqueueLinks()
  },
})
await crawler.run(urls.map(url => ({ url, headers })))
