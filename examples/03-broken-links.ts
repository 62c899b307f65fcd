/** Lists the broken links of a site and the page each stands on. Run: node examples/03-broken-links.ts http://127.0.0.1:8411/ */
import type { Link } from '../src/index.ts'
import { crawl } from '../src/index.ts'

const [start = 'http://127.0.0.1:8411/'] = process.argv.slice(2)
const broken: { readonly link: Link; readonly reason: string }[] = []

const run = crawl(start, { delayMs: 50, maxPages: 5000 })
run.on('settled', ({ link, outcome, reason }) => {
  if (outcome === 'failed') broken.push({ link, reason: reason ?? 'unknown' })
})
const { counts } = await run.run()

for (const { link, reason } of broken) console.log(`${reason}\t${link.url}\ton ${link.redirects?.[0] ?? link.from ?? 'the command line'}`)
console.log(`${counts.done} of ${counts.met} URLs are well, ${broken.length} are broken.`)
process.exitCode = broken.length === 0 ? 0 : 1
