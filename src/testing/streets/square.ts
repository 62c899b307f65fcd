import { pageAnswer, textAnswer } from '../answers.ts'
import { anchor, escapeHtml, list } from '../html.ts'
import type { Street } from '../street.ts'

const robots = `# The square is open to everybody.
# Each site of this town is an origin of its own and has a robots.txt of its own.
User-agent: *
Disallow:
`

export const square: Street<'square'> = {
  name: 'square',
  about: 'The index of the town: every site with one sentence.',
  answer(request, town) {
    if (request.path === '/robots.txt') return textAnswer(request, robots)
    if (request.path !== '/') return undefined
    const items = town.sites.map(({ name, about, origin }) => `${anchor(`${origin}/`, name)}: ${escapeHtml(about)}`)
    const body = `<h1>The practice town</h1>
<p>A small internet on this machine: try anything here before you try it on somebody's real site.</p>
${list(items)}
<p>Every site answers <code>GET /__log</code> with all requests that the town received.</p>`
    return pageAnswer(request, { title: 'The practice town', body })
  },
}
