/** Z75: head(url) or die "Error". Run: node examples/seeds/z75-head-or-die.ts [URL] */
import { head } from '../../src/index.ts'

const [url = 'http://127.0.0.1:8401/page1.htm'] = process.argv.slice(2)

const content = await head(url).catch(() => undefined)
if (content === undefined) {
  console.error('Error')
  process.exit(1)
}
console.log(content.status, content.reason)
