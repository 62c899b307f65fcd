/** What the handlers of the benchmark take from every page: a module, so that the command line and its threads can load it. */
import type { Visit } from '../../src/index.ts'

export function visit({ page, follow, save }: Visit): void {
  const { soup } = page
  save({
    url: page.url,
    title: soup.title?.text.trim(),
    links: soup.select('a[href]').length,
    heads: soup.select('h1, h2').map(head => head.text),
    text: soup.body?.text.length,
  })
  follow(page.links())
}
