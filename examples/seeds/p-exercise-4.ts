/** P41, exercise 4: how many paragraphs a page has; none of them is shown. Run: node examples/seeds/p-exercise-4.ts [URL] */
import { countTags, fetchPage } from '../../src/page/index.ts'

const [url = 'http://127.0.0.1:8401/afile.html'] = process.argv.slice(2)

const { html } = await fetchPage(url)
console.log(countTags(html).get('p') ?? 0)
