import { pageAnswer, textAnswer } from '../answers.ts'
import type { HtmlPage } from '../html.ts'
import { anchor, htmlPage, list } from '../html.ts'
import { paragraph, randomFor } from '../seeded-words.ts'
import type { Answer, Street, StreetRequest } from '../street.ts'

// The first three rules and the group of Googlebot are those of an archive of papers in 2007; the rest shows each kind of rule once.
const robots = `User-agent: *
Disallow: /cgi-bin/
Disallow: /e-print/
Disallow: /src/
Disallow: /drafts
Allow: /drafts/open/
Disallow: /*/private/
Disallow: /*.ps$
Disallow: /caf%C3%A9/
Disallow: /a%2Fb

User-agent: Googlebot
Allow: /archive
Allow: /year
Disallow: /cgi-bin/
Disallow: /e-print/

User-agent: ArchiveBot
Disallow: /listing/

User-agent: SlowBot
Crawl-delay: 1
Disallow: /cgi-bin/
`

/** Pages and whether the group `*` may have them; every one is linked from the front page and answers 200 to whoever asks. */
const pages: readonly (readonly [path: string, mayBeAsked: boolean])[] = [
  ['/archive', true],
  ['/archive/physics', true],
  ['/year', true],
  ['/year/2007', true],
  ['/listing/new', true],
  ['/abs/0001', true],
  ['/abs/0002', true],
  ['/abs/0003.ps?version=2', true],
  ['/drafts/open/1', true],
  ['/cafe/', true],
  ['/a/b', true],
  ['/cgi-bin/search', false],
  ['/e-print/0001', false],
  ['/src/0001', false],
  ['/drafts', false],
  ['/drafts-of-2007', false],
  ['/drafts/1', false],
  ['/reports/private/1', false],
  ['/abs/0003.ps', false],
  ['/caf%C3%A9/menu', false],
  ['/a%2Fb', false],
]

const known = new Map(pages.map(([path, mayBeAsked]) => [path.split('?')[0]!, mayBeAsked]))

export const papers: Street<'papers'> = {
  name: 'papers',
  about: 'An archive of papers with rules for robots, and 403 for robots that do not say whom to ask.',
  answer(request, { seed }) {
    if (request.path === '/robots.txt') return textAnswer(request, robots)
    if (!isKnownAgent(request)) return denied
    if (request.path === '/' || request.path === '/index.html') return pageAnswer(request, frontPage)
    if (!known.has(request.path)) return undefined
    const body = `<h1>${request.path}</h1>\n<p>${paragraph(randomFor(seed, request.path))}</p>\n<p>${anchor('/', 'All papers')}</p>`
    return pageAnswer(request, { title: `Paper ${request.path}`, body })
  },
}

/** A contact in the agent string or an e-mail address in From lets a robot in; so does the agent of a person's browser. */
function isKnownAgent(request: StreetRequest): boolean {
  const agent = request.header('user-agent') ?? ''
  const hasContact =
    /\+(?:mailto:[^\s@()]+@[^\s@()]+|https?:\/\/[^\s()]+)/i.test(agent) || /[^\s@]@[^\s@]/.test(request.header('from') ?? '')
  return hasContact || /^(?:Mozilla\/\d|Internet Explorer$)/.test(agent)
}

const frontPage: HtmlPage = {
  title: 'Papers',
  body: `<h1>Papers</h1>
<h2>For everybody</h2>
${list(pages.filter(([, mayBeAsked]) => mayBeAsked).map(([path]) => anchor(path)))}
<h2>Not for robots</h2>
${list(pages.filter(([, mayBeAsked]) => !mayBeAsked).map(([path]) => anchor(path)))}`,
}

const denied: Answer = {
  status: 403,
  headers: ['Content-Type', 'text/html; charset=utf-8'],
  body: htmlPage({
    title: '403 Forbidden',
    body: `<h1>Access Denied</h1>
<p>Your client does not say who runs it, so this site does not answer it.</p>
<p>Too many scripts came here without a proper User-Agent and did not keep to the rules for automated access.
Give your robot a name and a contact, as in <code>MyRobot/1.0 (+mailto:me@example.org)</code>, or send a From field with your e-mail address.</p>
<p>If a proxy server removes your User-Agent, please speak to those who run it.
If you think that this is a mistake, please contact us before you try again.</p>`,
  }),
}
