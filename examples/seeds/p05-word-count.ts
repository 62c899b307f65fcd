/** P19: how often each word stands in a document, read by lines. Run: node examples/seeds/p05-word-count.ts [URL] */
import { openUrl } from '../../src/index.ts'

const [url = 'http://127.0.0.1:8401/romeo.txt'] = process.argv.slice(2)
// A Map: words of a stranger's page, `constructor` among them, are no keys of a plain object.
const counts = new Map<string, number>()

for await (const line of openUrl(url)) {
  for (const word of line.split(/\s+/)) if (word !== '') counts.set(word, (counts.get(word) ?? 0) + 1)
}
for (const [word, count] of [...counts].sort((one, other) => other[1] - one[1])) console.log(count, word)
