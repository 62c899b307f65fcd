import { pageAnswer, redirectAnswer, statusAnswer } from '../answers.ts'
import type { HtmlPage } from '../html.ts'
import { anchor, list } from '../html.ts'
import { paragraph, randomFor } from '../seeded-words.ts'
import type { Street } from '../street.ts'

const links = new Map<string, readonly string[]>([
  ['Main', ['Home', 'Bridge', 'Harbour', 'Nofollow_by_meta', 'Nofollow_by_header', 'Nofollow_by_rel']],
  ['Home', ['House', 'Hearth', 'Main']],
  ['House', ['Home', 'Roof', 'Hearth']],
  ['Hearth', ['Home', 'Chimney']],
  ['Roof', ['House', 'Chimney']],
  ['Chimney', ['Roof', 'Hearth']],
  ['Bridge', ['River', 'Harbour']],
  ['River', ['Bridge', 'Harbour', 'Mill']],
  ['Mill', ['River']],
  ['Harbour', ['River', 'Bridge', 'Main']],
  ['Nofollow_by_meta', ['only-by-nofollow-meta', 'Main']],
  ['Nofollow_by_header', ['only-by-nofollow-header', 'Main']],
  ['Nofollow_by_rel', ['only-by-nofollow-rel', 'Main']],
  ['only-by-nofollow-meta', ['Main']],
  ['only-by-nofollow-header', ['Main']],
  ['only-by-nofollow-rel', ['Main']],
])

/** The pages `only-by-nofollow-*` are linked from one page each: asking for one shows that its nofollow was not read. */
export const wiki: Street<'wiki'> = {
  name: 'wiki',
  about: 'Linked articles, a search form that hides where it goes, and three kinds of nofollow.',
  answer(request, town) {
    if (request.path === '/') return pageAnswer(request, frontPage)
    if (request.path === '/find') {
      return statusAnswer(
        200,
        'Nothing happened',
        'This address is only shown: the page sends its search elsewhere. Look at the script of the form.',
      )
    }
    const name = /^\/wiki\/([^/]+)$/.exec(request.path)?.[1]
    if (name === 'Special:Search') return searchFor(request.query.get('search') ?? '')
    const targets = links.get(name ?? '')
    if (name === undefined || targets === undefined) return undefined
    const headers = name === 'Nofollow_by_header' ? ['X-Robots-Tag', 'nofollow'] : []
    return pageAnswer(request, article(name, targets, town.seed), headers)
  },
}

const frontPage: HtmlPage = {
  title: 'Wiki',
  body: `<h1>Wiki</h1>
<form id="search" action="/find" method="get">
<label>Search <input name="q"></label>
<button type="submit">Go</button>
</form>
<script>
document.getElementById('search').addEventListener('submit', function () {
  this.action = ['', 'wiki', 'Special' + ':' + 'Search'].join('/')
  this.elements[0].name = 'sea' + 'rch'
})
</script>
<p>${anchor('/wiki/Main', 'Main page')}</p>`,
}

function searchFor(text: string) {
  const wanted = text.trim().replaceAll(' ', '_').toLowerCase()
  const found = [...links.keys()].find(name => name.toLowerCase() === wanted)
  return found === undefined ? statusAnswer(200, 'Nothing found', 'No article has this name.') : redirectAnswer(302, `/wiki/${found}`)
}

function article(name: string, targets: readonly string[], seed: number): HtmlPage {
  const title = name.replaceAll('_', ' ')
  const items = targets.map(target =>
    target === 'only-by-nofollow-rel'
      ? `<a rel="nofollow" href="/wiki/${target}">${target}</a>`
      : anchor(`/wiki/${target}`, target.replaceAll('_', ' ')),
  )
  return {
    title,
    head: name === 'Nofollow_by_meta' ? '<meta name="robots" content="nofollow">' : '',
    body: `<h1>${title}</h1>\n<p>${paragraph(randomFor(seed, `wiki ${name}`))}</p>\n${list(items)}`,
  }
}
