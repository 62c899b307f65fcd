/**
 * Crawlee's CheerioCrawler with its defaults: URLs on standard input, every link of their hosts followed. Run by bench/league.
 * Arguments: `robots`, if it is to obey robots.txt, or `default`; what it is given for the sites of the list, as JSON.
 */
import { text } from 'node:stream/consumers'
import { CheerioCrawler } from '@crawlee/cheerio'

const urls = (await text(process.stdin)).trim().split('\n')
const [robots, carried] = process.argv.slice(2)
const { user, headers: fields = [] } = JSON.parse(carried)
const headers = user === undefined ? {} : { Authorization: `Basic ${btoa(user)}` }
for (let at = 0; at < fields.length; at += 2) headers[fields[at]] = fields[at + 1]

const crawler = new CheerioCrawler({
  respectRobotsTxtFile: robots === 'robots',
  async requestHandler({ request, $, enqueueLinks, pushData }) {
    await pushData({ url: request.loadedUrl, title: $('title').text() })
    await enqueueLinks()
  },
})
await crawler.run(urls.map(url => ({ url, headers })))
