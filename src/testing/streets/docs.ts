import { limits } from '../../base/limits.ts'
import { pageAnswer, textAnswer } from '../answers.ts'
import { anchor, escapeHtml, htmlPage, list } from '../html.ts'
import { paragraph, pick, randomFor, title, word } from '../seeded-words.ts'
import { staticAnswer } from '../static-answer.ts'
import type { Answer, Street, StreetContext, StreetRequest } from '../street.ts'

/** Pages `/ok/0` to `/ok/N-1`, every one reachable from `/` and from `/ok/0`: next links make a line, cross links make it short. */
export const docs: Street<'docs'> = {
  name: 'docs',
  about: 'Documentation of many linked pages, with a sitemap: a crawl of ordinary size.',
  answer(request, town) {
    const { path } = request
    if (path === '/') return pageAnswer(request, { title: 'Documentation', body: contents(town) })
    if (path === '/robots.txt') return textAnswer(request, `User-agent: *\nAllow: /\n\nSitemap: ${town.self}/sitemap.xml\n`)
    const part = /^\/sitemap(?:-(\d{1,6}))?\.xml$/.exec(path)
    if (part !== null) return sitemap(request, town, part[1])
    const number = /^\/ok\/(0|[1-9]\d{0,8})$/.exec(path)?.[1]
    if (number === undefined || Number(number) >= town.pages) return undefined
    return staticAnswer(request, { body: docsPage(Number(number), town), type: 'text/html; charset=utf-8' })
  },
}

function contents({ seed, pages }: StreetContext): string {
  const step = Math.max(1, Math.ceil(pages / 20))
  const items: string[] = []
  for (let page = 0; page < pages; page += step) items.push(anchor(`/ok/${page}`, `From page ${page}: ${titleOf(page, seed)}`))
  return `<h1>Documentation</h1>\n<p>${pages} pages.</p>\n${list(items)}`
}

function docsPage(page: number, { seed, pages, links }: StreetContext): string {
  const random = randomFor(seed, `docs ${page}`)
  const heading = titleOf(page, seed)
  const others = Array.from({ length: Math.min(links, pages) }, () => pick(random, pages))
  const related = others.map(other => anchor(`/ok/${other}`, titleOf(other, seed)))
  const rows = Array.from({ length: 4 }, () => `<tr><td>${word(random)}</td><td>${pick(random, 1000)}</td></tr>`)
  const sections = ['Purpose', 'Use', 'Limits'].map(name => `<h2>${name}</h2>\n<p>${paragraph(random, 4)}</p>`)
  const turns = [
    page > 0 ? `<a rel="prev" href="/ok/${page - 1}">Previous</a>` : '',
    `<a href="/">Up</a>`,
    page + 1 < pages ? `<a rel="next" href="/ok/${page + 1}">Next</a>` : '',
  ]
  const body = `<h1>${escapeHtml(heading)}</h1>
<p>Page ${page} of ${pages}.</p>
${sections.join('\n')}
<pre><code>${word(random)} --${word(random)}=${pick(random, 100)} &lt; ${word(random)}.txt</code></pre>
<table>
<thead><tr><th>Name</th><th>Value</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
<h2>See also</h2>
${list(related)}
<nav>${turns.filter(turn => turn !== '').join(' ')}</nav>`
  return htmlPage({ title: `${heading} (${page})`, body, head: `<meta name="description" content="${escapeHtml(paragraph(random, 1))}">` })
}

function titleOf(page: number, seed: number): string {
  return title(randomFor(seed, `docs title ${page}`))
}

// Above 50,000 pages /sitemap.xml is an index of parts (sitemaps.org).
function sitemap(request: StreetRequest, { self, pages }: StreetContext, part: string | undefined): Answer | undefined {
  const parts = Math.ceil(pages / limits.sitemapUrls)
  const isIndex = part === undefined && parts > 1
  const first = Number(part ?? 0) * limits.sitemapUrls
  if (first >= pages) return undefined
  const count = isIndex ? parts : Math.min(limits.sitemapUrls, pages - first)
  const entries = Array.from({ length: count }, (_, index) =>
    isIndex ? `<sitemap><loc>${self}/sitemap-${index}.xml</loc></sitemap>` : `<url><loc>${self}/ok/${first + index}</loc></url>`,
  )
  const root = isIndex ? 'sitemapindex' : 'urlset'
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<${root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entries.join('\n')}
</${root}>
`
  return staticAnswer(request, { body, type: 'application/xml' })
}
