/** Stops a crawl that has failed too often. Run: node examples/05-plugin-stop-rule.ts http://127.0.0.1:8411/ [failures] */
import type { Spider } from '../src/index.ts'
import { crawl } from '../src/index.ts'

const [start = 'http://127.0.0.1:8411/', failures = '2'] = process.argv.slice(2)

/** What is under way ends and is kept; the rest waits. */
function stopAfterFailures(most: number): (spider: Spider) => void {
  let failed = 0
  return spider => {
    spider.on('settled', ({ outcome }) => {
      if (outcome === 'failed' && ++failed === most) spider.stop(`${most} pages failed`)
    })
  }
}

const report = await crawl(start, { delayMs: 50, plugins: [stopAfterFailures(Number(failures))] }).run()
console.log(`${report.state}: ${report.why ?? 'nothing is left'}`)
console.log(`${report.counts.failed} failed, ${report.counts.done} done, ${report.counts.waiting} waiting`)
