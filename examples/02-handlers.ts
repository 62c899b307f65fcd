/** Takes fields out of pages, by URL pattern. Run: node examples/02-handlers.ts http://127.0.0.1:8404/ [pages] */
import { crawl } from '../src/index.ts'

const [start = 'http://127.0.0.1:8404/', pages = '10'] = process.argv.slice(2)

const run = crawl(start, {
  delayMs: 100,
  maxPages: Number(pages),
  // The front page is only gone on from.
  visits: { '/': ({ page, follow }) => follow(page.links()) },
})
// A pattern of a path is a string; one that reads the query is a URLPattern.
run.visit(new URLPattern({ pathname: '/users.php', search: 'ID=:id' }), ({ page, params, follow, save }) => {
  const age = /<b>Age<\/font>\D*(\d{1,3})/.exec(page.html)?.[1]
  save({ id: Number(params['id']), age: age === undefined ? null : Number(age) })
  follow(page.links())
})
for await (const { id, age } of run.items()) console.log(`${String(id).padStart(6, '0')}\t${age ?? 'not told'}`)
