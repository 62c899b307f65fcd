/** S11 to S20: the Dormouse's story, as the notes read it. Run: node examples/seeds/s11-story.ts [URL] */
import { fetchPage, parseSoup } from '../../src/index.ts'

const [url = 'http://127.0.0.1:8401/dormouse.html'] = process.argv.slice(2)

const soup = parseSoup((await fetchPage(url)).html)
console.log(String(soup.title))
console.log(soup.title?.name)
console.log(String(soup.title?.string))
console.log(soup.title?.parent?.name)
// The seed's `<p class="title"<b>` lacks a `>`: browsers take `<b` for one more attribute.
console.log(String(soup.tag('p')))
console.log(soup.tag('p')?.get('class'), soup.tag('p')?.getList('class'))
console.log(String(soup.tag('a')))
for (const sister of soup.findAll('a')) console.log(String(sister))
console.log(String(soup.find({ id: 'link3' })))
