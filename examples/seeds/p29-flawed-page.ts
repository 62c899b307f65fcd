/**
 * P29: the same page, read twice. An XML parser must refuse it whole at the first flaw; the rules of browsers make a tree of it, flaws and
 * all. Run: node examples/seeds/p29-flawed-page.ts [URL]
 */
import { fetchPage, parseSoup } from '../../src/index.ts'
import { checkXml } from '../../src/soup/index.ts'

const [url = 'http://127.0.0.1:8401/flawed.html'] = process.argv.slice(2)

const { html } = await fetchPage(url)
const flaw = checkXml(html)
console.log(flaw === undefined ? 'XML: well-formed' : `XML: refused at line ${flaw.line}, column ${flaw.column}: ${flaw.what}`)

const soup = parseSoup(html)
console.log('Soup:', soup.title?.text)
for (const tag of soup.findAll(['h1', 'p', 'li'])) console.log(`  ${tag.name}: ${tag.getText(' ', { strip: true })}`)
for (const tag of soup.findAll('a')) console.log(`  a: ${tag.get('href')}`)
