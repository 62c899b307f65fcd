/** Follows one link of each page, by chance. Run: node examples/04-random-walk.ts http://127.0.0.1:8402/ [steps] [seed] */
import type { Spider } from '../src/index.ts'
import { crawl } from '../src/index.ts'

const [start = 'http://127.0.0.1:8402/', steps = '10', seed = '1'] = process.argv.slice(2)

/** A plugin: walks `steps` pages. A page that was met is not chosen again, so the walk ends where all links are known. */
function randomWalk(steps: number, random: () => number): (spider: Spider) => void {
  return spider => {
    const met = new Set<string>()
    spider.visit('/*', ({ page, link, follow, save }) => {
      met.add(link.url)
      save({ step: met.size, url: link.url, title: page.title ?? null })
      const fresh = page.links().filter(({ url }) => !met.has(url))
      const chosen = fresh[Math.floor(random() * fresh.length)]
      if (chosen !== undefined && met.size < steps) follow([chosen])
    })
  }
}

/** The same seed gives the same walk (a linear congruential generator, modulus 2^32). */
function chance(state: number): () => number {
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const run = crawl(start, { delayMs: 100, sitemaps: false, plugins: [randomWalk(Number(steps), chance(Number(seed)))] })
for await (const { step, url, title } of run.items()) console.log(`${step}\t${url}\t${title}`)
