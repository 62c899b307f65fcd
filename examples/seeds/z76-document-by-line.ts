/**
 * Z76: a document on the screen, line by line. An unknown host, a malformed URL and every other failure are told apart by their code.
 * Run: node examples/seeds/z76-document-by-line.ts [URL]
 */
import { CrawlError, openUrl } from '../../src/index.ts'

const [url = 'http://127.0.0.1:8401/romeo.txt'] = process.argv.slice(2)

try {
  for await (const line of openUrl(url)) console.log(line)
} catch (error) {
  if (!(error instanceof CrawlError)) throw error
  if (error.code === 'dns-not-found') console.error(`I/O Error: ${error.message}`)
  else if (error.code === 'url-invalid') console.error(`Malformed URL: ${error.message}`)
  else console.error(`${error.code}: ${error.message}`)
  process.exitCode = 1
}
