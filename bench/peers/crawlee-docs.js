/** Crawlee's CheerioCrawler over one site: crawlee-docs START FOLDER [tree]. Its queue and its records go where it puts them. Run by bench/crawl. */
import { CheerioCrawler, Configuration, log } from '@crawlee/cheerio'

const [start, folder, tree] = process.argv.slice(2)
log.setLevel(log.LEVELS.OFF)
// Names the site: beside a pattern there is no other rule against leaving it.
const pages = new RegExp(`^${new URL(start).origin}(?=/)[^?#]*(\\.html?|/)([?#].*)?$`)

const crawler = new CheerioCrawler(
  {
    respectRobotsTxtFile: true,
    minConcurrency: 16,
    maxConcurrency: 16,
    async requestHandler({ request, $, enqueueLinks, pushData }) {
      const record = { url: request.loadedUrl, title: $('title').first().text().trim(), links: $('a[href]').length }
      if (tree !== undefined) {
        record.heads = $('h1, h2')
          .toArray()
          .map(head => $(head).text())
        record.text = $('body').text().length
      }
      await pushData(record)
      await enqueueLinks({ regexps: [pages] })
    },
  },
  new Configuration({ storageClientOptions: { localDataDirectory: folder } }),
)
await crawler.run([start])
