import type { CrawlOptions } from './crawl-options.ts'
import { Spider } from './spider.ts'

/**
 * Crawls from one or more seeds. Begins at the first `run()` or `items()`:
 * `for await (const item of crawl(url, options).items())`, or `const report = await crawl(url, options).run()`.
 */
export function crawl(seeds: string | readonly string[], options: CrawlOptions = {}): Spider {
  return new Spider(typeof seeds === 'string' ? [seeds] : seeds, options)
}
