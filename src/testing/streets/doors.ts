import { pageAnswer, redirectAnswer, statusAnswer } from '../answers.ts'
import { anchor, list } from '../html.ts'
import type { Answer, Street, StreetContext, StreetRequest } from '../street.ts'
import { doorKeys, lockedDoor, lockedPaths } from './door-locks.ts'

const session = 'session=the-key-of-ann'

/** Doors that open to a cookie. `/inside` is behind the form of `/login`; `/visit` sends in a circle until its cookie comes back. */
export const doors: Street<'doors'> = {
  name: 'doors',
  about: 'Doors: a log-in form with a cookie, Basic and Digest of every kind, odd cookies.',
  answer(request, town) {
    switch (request.path) {
      case '/':
        return pageAnswer(request, { title: 'Doors', body: frontPage })
      case '/login':
        return request.method === 'POST' ? logIn(request) : pageAnswer(request, { title: 'Log in', body: form })
      case '/inside':
        if (!hasCookie(request, session)) return redirectAnswer(302, '/login')
        return pageAnswer(request, { title: 'Inside', body: `<h1>Inside</h1>\n<p>Good day, ${doorKeys.user}.</p>` })
      case '/visit':
        return hasCookie(request, 'visit=1') ? shown(request) : withCookies(redirectAnswer(302, '/visit'), ['visit=1'])
      case '/shown':
        return shown(request)
      default:
        return lockedDoor(request, town) ?? cookies(request, town)
    }
  },
}

/** `/cookies/NAME` sets cookies that a jar ought to refuse, or to keep only some of. */
function cookies(request: StreetRequest, town: StreetContext): Answer | undefined {
  const set = oddCookies(new URL(`http://${request.header('host') ?? 'localhost'}/`).hostname, town).get(
    request.path.slice('/cookies/'.length),
  )
  return set === undefined ? undefined : withCookies(shown(request), set)
}

function oddCookies(host: string, town: StreetContext): ReadonlyMap<string, readonly string[]> {
  const parents = host.split('.').map((_, at, labels) => labels.slice(at).join('.'))
  const above = [...parents.slice(1), 'com', 'co.uk', 'github.io', '.localhost.', '0.0.1', 'neighbour.test', `child.${host}`]
  return new Map([
    ['foreign', above.map((domain, nth) => `foreign${nth}=1; Domain=${domain}`)],
    ['secure', ['secure=1; Secure', '__Secure-a=1', '__Host-b=1; Secure; Path=/; Domain=example.org', '__Host-c=1']],
    [
      'lives',
      ['gone=1; Max-Age=0', 'past=1; Expires=Mon, 01 Jan 1601 00:00:00 GMT', 'long=1; Max-Age=9007199254740993', 'day=1; Max-Age=86400'],
    ],
    ['many', Array.from({ length: 1_500 }, (_, nth) => `many${nth}=1`)],
    ['large', [`large=${'x'.repeat(100_000)}`, 'small=1']],
    ['controls', ['tab=a\tb', 'line=%0d%0aX-Forged: 1', 'high=\u0080\u00ff']],
    ['session', [`sid=${town.count('session')}`]],
  ])
}

function logIn(request: StreetRequest): Answer {
  const fields = new URLSearchParams(Buffer.from(request.body).toString())
  const isAnn = fields.get('user') === doorKeys.user && fields.get('password') === doorKeys.password
  if (!isAnn) return statusAnswer(403, 'Wrong', 'Nobody of this name has this password.')
  return withCookies(redirectAnswer(303, '/inside'), [`${session}; Path=/; HttpOnly; SameSite=Lax; Max-Age=86400`])
}

function shown(request: StreetRequest): Answer {
  return statusAnswer(200, 'Your cookies', request.header('cookie') ?? 'You sent none.')
}

function hasCookie(request: StreetRequest, pair: string): boolean {
  return (request.header('cookie') ?? '').split('; ').includes(pair)
}

function withCookies(answer: Answer, setCookies: readonly string[]): Answer {
  return { ...answer, headers: [...setCookies.flatMap(cookie => ['Set-Cookie', cookie]), ...answer.headers] }
}

const form = `<h1>Log in</h1>
<form action="/login" method="post">
<label>Name <input name="user"></label>
<label>Password <input name="password" type="password"></label>
<button>Come in</button>
</form>
<p>The key: ${doorKeys.user}, ${doorKeys.password}.</p>`

const odd = ['foreign', 'secure', 'lives', 'many', 'large', 'controls', 'session']

const frontPage = `<h1>Doors</h1>
${list([...['/login', '/inside', '/visit', '/shown'], ...lockedPaths, ...odd.map(name => `/cookies/${name}`)].map(path => anchor(path)))}`
