import { pageAnswer, redirectAnswer, statusAnswer } from '../answers.ts'
import { anchor, list } from '../html.ts'
import type { Answer, Street, StreetRequest } from '../street.ts'

/** Where `/more/NUMBER` leads, as the Location field says it; `a.test` and `b.test` get the port of this site. */
const targets: ReadonlyMap<string, string> = new Map([
  ['01', '/x'],
  ['02', 'http://b.test/'],
  ['03', 'http://b.test/'],
  ['04', 'https://b.test/'],
  ['05', 'ftp://a.test/x'],
  ['06', 'javascript:alert(1)'],
  ['07', 'gopher://a.test/'],
  ['08', 'about:blank'],
  ['09', 'blob:http://a.test/1'],
  ['10', 'unix:/var/run/docker.sock'],
  ['11', 'HTTP://a.test/X'],
  ['12', ''],
  ['13', 'http://[::1'],
  ['14', '/a b'],
  ['15', 'http://b.test/more/15b'],
  ['15b', 'http://a.test/x'],
  ['16', 'file:///etc/passwd'],
  ['17', 'data:text/html,x'],
  ['18', '?q=1'],
  ['19', 'http://'],
  ['20', 'http:///b.test/'],
  ['21', '/\u00c3\u00a9'],
])

/** Statuses and Location fields that no server should send. */
const odd: ReadonlyMap<string, Pick<Answer, 'status' | 'headers'>> = new Map([
  ['two', { status: 302, headers: ['Location', '/x', 'Location', 'http://b.test/'] }],
  ['same-twice', { status: 302, headers: ['Location', '/x', 'location', '/x'] }],
  ['300', { status: 300, headers: [] }],
  ['300-to', { status: 300, headers: ['Location', '/x'] }],
  ['304', { status: 304, headers: [] }],
  ['305', { status: 305, headers: ['Location', 'http://b.test/'] }],
  ['306', { status: 306, headers: ['Location', '/x'] }],
  ['399', { status: 399, headers: ['Location', '/x'] }],
  ['200', { status: 200, headers: ['Location', '/x'] }],
  ['latin1', { status: 302, headers: ['Location', '/caf\u00e9'] }],
  ['backslashes', { status: 302, headers: ['Location', '\\\\b.test\\x'] }],
  ['userinfo', { status: 302, headers: ['Location', 'http://ann:secret@a.test/x'] }],
  ['loopback', { status: 302, headers: ['Location', 'http://127.0.0.1/x'] }],
  ['mapped', { status: 302, headers: ['Location', 'http://[::ffff:7f00:1]/x'] }],
  ['metadata', { status: 302, headers: ['Location', 'http://169.254.169.254/latest/meta-data/'] }],
  ['refresh', { status: 200, headers: ['Refresh', '0; url=/x'] }],
  ['fragment', { status: 302, headers: ['Location', '/x#there'] }],
])

/** Redirects that are hard to judge. `/more/01` to `/more/21` and `/odd/NAME`; any other address tells how it was asked. */
export const redirects: Street<'redirects'> = {
  name: 'redirects',
  about: 'Redirects that are hard to judge: other hosts and schemes, broken and repeated addresses, endless ones.',
  answer(request, { count }) {
    const { path } = request
    if (path === '/') return pageAnswer(request, { title: 'Redirects', body: frontPage })
    const target = targets.get(/^\/more\/(\w+)$/.exec(path)?.[1] ?? '')
    if (target !== undefined && !request.query.has('q')) return redirectAnswer(302, here(target, request))
    const answer = odd.get(/^\/odd\/([\w-]+)$/.exec(path)?.[1] ?? '')
    if (answer !== undefined) return { ...answer, headers: answer.headers.map(text => here(text, request)), body: '' }
    if (path === '/endless') return redirectAnswer(302, `/endless?${count('endless')}`)
    return path === '/robots.txt' ? undefined : statusAnswer(200, 'Arrived', `${request.method} ${request.target}`)
  },
}

/** The names of the practice hosts with the port that they were asked at. */
function here(text: string, request: StreetRequest): string {
  const port = /:(\d+)$/.exec(request.header('host') ?? '')?.[1] ?? '80'
  return text.replace(/([/\\@])([ab]\.test|127\.0\.0\.1|\[::ffff:7f00:1\])(?=[/\\])/, `$1$2:${port}`)
}

const paths = [...[...targets.keys()].map(id => `/more/${id}`), ...[...odd.keys()].map(name => `/odd/${name}`), '/endless']

const frontPage = `<h1>Redirects</h1>\n${list(paths.map(path => anchor(path)))}`
