/** P18: a URL is read like a file; the header fields are consumed unseen. Run: node examples/seeds/p04-url-opener.ts [URL] */
import { openUrl } from '../../src/index.ts'

const [url = 'http://127.0.0.1:8401/romeo.txt'] = process.argv.slice(2)

for await (const line of openUrl(url)) console.log(line)
