/** P40: the URL opener shows 3000 characters and counts all of them. Run: node examples/seeds/p-exercise-3.ts [URL] */
import { openUrl } from '../../src/index.ts'

const [url = 'http://127.0.0.1:8401/afile.html'] = process.argv.slice(2)
let count = 0

for await (const text of openUrl(url).text()) {
  if (count < 3000) process.stdout.write(text.slice(0, 3000 - count))
  count += text.length
}
console.log(`\n${count} characters.`)
