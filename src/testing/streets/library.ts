import { pageAnswer } from '../answers.ts'
import { anchor, list } from '../html.ts'
import { gifOf, jpegOf } from '../pictures.ts'
import type { Random } from '../seeded-words.ts'
import { paragraph, randomFor } from '../seeded-words.ts'
import type { StaticFile } from '../static-answer.ts'
import { staticAnswer } from '../static-answer.ts'
import type { Answer, Street, StreetContext, StreetRequest } from '../street.ts'

const romeo = `But soft what light through yonder window breaks
It is the east and Juliet is the sun
Arise fair sun and kill the envious moon
Who is already sick and pale with grief
`

const dormouse = `<html><head><title>The Dormouse's story</title></head>
<body>
<p class="title"<b>The Dormouse's story</b></p>
<p class="story">Once upon a time there were three little sisters; and their names were
<a class = "sister" href ="http://example.com/elsie" id="link1"> Elsie </a>,
<a class = "sister" href ="http://example.com/lacie" id="link2"> Lacie </a> and
<a class = "sister" href ="http://example.com/tillie" id="link3"> Tillie </a>;
and they lived at the bottom of a well.</p>
<p class="story">...</p>
</body></html>
`

const flawed = `<HTML><HEAD><TITLE>Flawed on purpose<\\TITLE></TITLE>
<BODY>
<H1>End tags that nobody wrote</H1>
<P>A paragraph that runs on,
<P>and another. <I>Italics and <B>bold</I> that cross</B>.
<UL>
<LI> An element
<LI> An element
<\\UL></UL>
<OL>
<LI> First element
<LI> Second element
<\\OL></OL>
<A target="_blank" href=page1.htm>Unquoted <a href='page2.htm'>and nested</a>
</BODY>
`

const index = `<h1>The library</h1>
${list([
  `${anchor('/romeo.txt')}: four lines, 167 bytes`,
  `${anchor('/image.jpg')}: 70,057 bytes behind a header of 240`,
  `${anchor('/cover.jpg')}: 568,248 bytes`,
  `${anchor('/intl/en_ALL/images/logo.gif')}: 8,558 bytes`,
  `${anchor('/afile.html')}: 152,000 bytes, to be asked for in ranges`,
  `${anchor('/page1.htm')} and ${anchor('/page2.htm')}: a web of two pages`,
  `${anchor('/dormouse.html')}: a story with a broken tag`,
  `${anchor('/flawed.html')}: a page that no XML parser takes`,
])}`

export const library: Street<'library'> = {
  name: 'library',
  about: 'Files of exact sizes: a poem, pictures, a web of two pages, a story.',
  answer(request, town) {
    const file = fileAt(request, town)
    if (file !== undefined) return asApache(request, file)
    return request.path === '/' ? pageAnswer(request, { title: 'The library', body: index }) : undefined
  },
}

// `Server: Apache` and `Connection: close` bring the header of /image.jpg to 240 bytes: 240 + 4 + 70,057 = 70,301.
function asApache(request: StreetRequest, file: StaticFile): Answer {
  const answer = staticAnswer(request, { ...file, headers: ['Connection', 'close'] })
  return { ...answer, headers: ['Server', 'Apache', ...answer.headers] }
}

function fileAt({ path }: StreetRequest, town: StreetContext): StaticFile | undefined {
  const random = randomFor(town.seed, path)
  switch (path) {
    case '/romeo.txt':
      return { body: romeo, type: 'text/plain', lastModified: Date.UTC(2009, 11, 29, 1, 31, 22), etag: '"143c1b33-a7-4b395bea"' }
    case '/image.jpg':
      return { body: jpegOf(70_057, random), type: 'image/jpeg', lastModified: Date.UTC(2013, 10, 2, 2, 1, 26) }
    case '/cover.jpg':
      return { body: jpegOf(568_248, random, 60, 80), type: 'image/jpeg', lastModified: Date.UTC(2013, 10, 2, 2, 1, 26) }
    case '/intl/en_ALL/images/logo.gif':
      return { body: gifOf(8558, random), type: 'image/gif', lastModified: Date.UTC(2006, 5, 7, 19, 38, 24) }
    case '/afile.html':
      return { body: longPage(152_000, random), type: 'text/html; charset=utf-8' }
    case '/page1.htm':
      return { body: firstPage(town.self), type: 'text/html; charset=utf-8' }
    case '/page2.htm':
      return { body: secondPage(town.self), type: 'text/html; charset=utf-8' }
    case '/dormouse.html':
      return { body: dormouse, type: 'text/html; charset=utf-8' }
    case '/flawed.html':
      return { body: flawed, type: 'text/html; charset=utf-8' }
    default:
      return undefined
  }
}

// Absolute links: a first regular expression looks for `href="http://`.
function firstPage(self: string): string {
  return `<h1>The First Page</h1>
<p>
If you like, you can switch to the
<a href="${self}/page2.htm">
Second Page</a>.
</p>
`
}

function secondPage(self: string): string {
  return `<h1>The Second Page</h1>
<p>
If you like, you can switch back to the
<a href="${self}/page1.htm">
First Page</a>.
</p>
`
}

function longPage(size: number, random: Random): string {
  const start =
    '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>A long page</title></head>\n<body>\n<h1>A long page</h1>\n'
  const end = '</body>\n</html>\n'
  let text = start
  for (;;) {
    const next = `<p>${paragraph(random, 5)}</p>\n`
    if (text.length + next.length + end.length + 32 > size) break
    text += next
  }
  return `${text}<!--${'.'.repeat(size - text.length - end.length - 8)}-->\n${end}`
}
