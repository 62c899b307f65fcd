/** Z74: the fields of a resource; what goes wrong is a message, not a crash. Run: node examples/seeds/z74-head.ts [URL] */
import { CrawlError, head } from '../../src/index.ts'

const [url = 'http://127.0.0.1:8403/airport/airport_00329.jpg'] = process.argv.slice(2)
let answer: string

try {
  const { headers } = await head(url)
  answer = headers.map((text, at) => (at % 2 === 0 ? `${text}: ` : `${text}\n`)).join('')
} catch (error) {
  if (!(error instanceof CrawlError)) throw error
  answer = `${error.code}: ${error.message}\n`
}
process.stdout.write(answer)
