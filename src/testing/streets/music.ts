import { pageAnswer } from '../answers.ts'
import { anchor, escapeHtml, list } from '../html.ts'
import { pick, randomFor } from '../seeded-words.ts'
import type { Answer, Street, StreetContext, StreetRequest } from '../street.ts'

const firstWords = ['Copper', 'Northern', 'Paper', 'Quiet', 'Silver', 'Wooden']
const lastWords = ['Anchors', 'Bridges', 'Kettles', 'Lanterns', 'Orchards', 'Weavers']
const artists: readonly string[] = firstWords.flatMap(first => lastWords.map(last => `${first} ${last}`))

/** `search.php?a1=NAME&a2=&a3=`: similar artists, best first; the width of a bar out of 300 is the similarity. */
export const music: Street<'music'> = {
  name: 'music',
  about: 'A search for similar bands by up to three names: a network with weights.',
  answer(request, town) {
    if (request.path === '/') return pageAnswer(request, { title: 'Music', body: frontPage })
    if (request.path === '/search.php') return search(request, town)
    const name = decode(/^\/art_info&artist=([^/]{1,200})$/.exec(request.path)?.[1] ?? '')
    const artist = artists.find(one => sameName(one, name))
    return artist === undefined ? undefined : pageAnswer(request, { title: artist, body: artistPage(artist) })
  },
}

const frontPage = `<h1>Music</h1>
<form action="/search.php" method="get">
<label>Bands <input name="a1"></label> <input name="a2"> <input name="a3">
<button type="submit">Search</button>
</form>
${list(artists.map(artist => anchor(searchPath(artist), artist)))}`

function search(request: StreetRequest, { seed }: StreetContext): Answer {
  const asked = ['a1', 'a2', 'a3'].map(name => request.query.get(name)?.trim() ?? '').filter(name => name !== '')
  const known = artists.filter(artist => asked.some(name => sameName(artist, name)))
  const weightOf = (artist: string) => known.reduce((sum, one) => sum + weightBetween(one, artist, seed), 0) / known.length
  const rows = artists
    .filter(artist => known.length > 0 && !known.includes(artist))
    .map(artist => ({ artist, width: Math.round(weightOf(artist)) }))
    .filter(({ width }) => width >= 120)
    .sort((one, other) => other.width - one.width || (one.artist < other.artist ? -1 : 1))
    .slice(0, 15)
  const title = `Similar to ${asked.join(', ') || 'nothing'}`
  const heading = `<h1>${escapeHtml(title)}</h1>`
  if (rows.length === 0) return pageAnswer(request, { title, body: `${heading}\n<p>No matches.</p>\n<p>${anchor('/', 'All bands')}</p>` })
  // One line without a break: a scraper may read row after row with a dot that stops at line ends.
  const table = `<table>${rows.map(({ artist, width }) => row(artist, width)).join('')}</table>`
  const onwards = list(rows.map(({ artist }) => anchor(searchPath(artist), `Similar to ${artist}`)))
  return pageAnswer(request, { title, body: `${heading}\n${table}\n${onwards}` })
}

function row(artist: string, width: number): string {
  const link = `<a href="art_info&artist=${encodeURIComponent(artist)}">${escapeHtml(artist)}</a>`
  const bars = `<img src="left.gif" alt="" /><img src="bar.gif" alt="" height="8" width="${width}">`
  return `<tr><td>${link} </td><td class="bar">${bars}</td></tr>`
}

function artistPage(artist: string): string {
  return `<h1>${escapeHtml(artist)}</h1>\n<p>${anchor(searchPath(artist), 'Similar bands')}</p>\n<p>${anchor('/', 'All bands')}</p>`
}

function searchPath(artist: string): string {
  return `/search.php?${new URLSearchParams({ a1: artist, a2: '', a3: '' })}`
}

// The pair in alphabetical order: A is as similar to B as B is to A.
function weightBetween(one: string, other: string, seed: number): number {
  return pick(randomFor(seed, [one, other].sort().join('|')), 301)
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
