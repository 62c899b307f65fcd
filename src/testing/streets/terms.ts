import { pageAnswer } from '../answers.ts'
import type { HtmlPage } from '../html.ts'
import { anchor } from '../html.ts'
import type { Street } from '../street.ts'

const footer = `<footer><p>All texts are made up. ${anchor('/terms.html', 'Terms of Use')}</p></footer>`

const pages = new Map<string, HtmlPage>([
  [
    '/',
    {
      title: 'Auction house',
      body: `<h1>Auction house</h1>
<p>Lots: ${[1, 2, 3].map(lot => anchor(`/lot/${lot}`, `lot ${lot}`)).join(', ')}. Our ${anchor('/portal/', 'portal')} has other rules.</p>
${footer}`,
    },
  ],
  ...[1, 2, 3].map((lot): [string, HtmlPage] => [
    `/lot/${lot}`,
    {
      title: `Lot ${lot}`,
      body: `<h1>Lot ${lot}</h1>\n<p>A box of ${lot * 12} brass screws.</p>\n<p>${anchor('/', 'All lots')}</p>\n${footer}`,
    },
  ]),
  [
    '/terms.html',
    {
      title: 'Terms of Use',
      body: `<h1>Terms of Use</h1>
<h2>Reading</h2>
<p>Everybody may read these pages and bid on our lots.</p>
<h2>Access and interference</h2>
<p>Our prices change by the minute, and many of our texts belong to our bidders. By using this site you agree that you will not use any
robot, spider, scraper or other automated tool to read it, for whatever purpose, unless we have allowed it in writing beforehand.</p>
<h2>Copyright</h2>
<p>Copies may not be published elsewhere.</p>`,
    },
  ],
  [
    '/portal/',
    { title: 'Portal', body: `<h1>Portal</h1>\n<p>News of the day.</p>\n<footer><p>${anchor('/portal/about.html', 'About')}</p></footer>` },
  ],
  [
    '/portal/about.html',
    {
      title: 'About',
      body: `<h1>About</h1>\n<p>Who we are.</p>\n<footer><p>${anchor('/portal/tos.html', 'Terms of Service')}</p></footer>`,
    },
  ],
  [
    '/portal/tos.html',
    {
      title: 'Terms of Service',
      body: `<h1>Terms of Service</h1>
<p>Robots are welcome between midnight and six, with one request at a time. Please name yourself and obey robots.txt.</p>`,
    },
  ],
])

/** `/` links to its terms at the foot; `/portal/` reaches its own over an About page, two links away. */
export const terms: Street<'terms'> = {
  name: 'terms',
  about: 'Terms of use that forbid robots, and others that welcome them, one and two links away.',
  answer(request) {
    const page = pages.get(request.path)
    return page === undefined ? undefined : pageAnswer(request, page)
  },
}
