/**
 * Z35, Z38, Z39: the picture of a webcam. Its URL is read from the page, HEAD tells whether it is new, only then it is downloaded. Looks as
 * often as told. Run: node examples/seeds/z39-download-timer.ts [PAGE] [FOLDER] [TIMES] [SECONDS]
 */
import { setTimeout as pause } from 'node:timers/promises'
import { createClient, download, fetchPage, head, headerValue } from '../../src/index.ts'

const [page = 'http://127.0.0.1:8403/airport-camviewer.php', folder = '.', times = '3', seconds = '300'] = process.argv.slice(2)
await using client = createClient()
const image = (await fetchPage(page, { client })).links({ resources: true }).find(({ url }) => url.endsWith('.jpg'))
if (image === undefined) throw new Error(`No picture on ${page}.`)

let lastModified: string | undefined
for (let time = 0; time < Number(times); time++) {
  if (time > 0) await pause(Number(seconds) * 1000)
  const { headers } = await head(image.url, { client })
  const modified = headerValue(headers, 'last-modified')
  if (modified === lastModified) console.log(`as it was: ${headerValue(headers, 'content-length')} bytes saved`)
  else {
    const { path, bytes } = await download(image.url, { folder }, { client })
    console.log(`new: ${modified}, ${bytes} bytes in ${path}`)
    lastModified = modified
  }
}
