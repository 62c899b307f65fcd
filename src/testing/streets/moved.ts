import { pageAnswer, redirectAnswer, statusAnswer } from '../answers.ts'
import { anchor, list } from '../html.ts'
import type { Answer, Street, StreetContext, StreetRequest } from '../street.ts'

const longestChain = 1000

/** `/chain/N` reaches `/chain/0` in N hops; `/to/*` lead elsewhere or nowhere; `/target/*` show how they were asked. */
export const moved: Street<'moved'> = {
  name: 'moved',
  about: 'Redirects of every kind: all statuses, chains, loops, other sites, broken addresses.',
  answer(request, town) {
    const { path } = request
    if (path === '/') return pageAnswer(request, { title: 'Moved', body: frontPage })
    const status = /^\/(301|302|303|307|308)$/.exec(path)?.[1]
    if (status !== undefined) return redirectAnswer(Number(status), `/target/${status}`)
    const hops = /^\/chain\/(\d{1,4})$/.exec(path)?.[1]
    if (hops !== undefined && Number(hops) <= longestChain) {
      return Number(hops) === 0 ? target(request) : redirectAnswer(302, `/chain/${Number(hops) - 1}`)
    }
    if (path.startsWith('/target/')) return target(request)
    return elsewhere(path, town)
  },
}

function elsewhere(path: string, town: StreetContext): Answer | undefined {
  switch (path) {
    case '/loop/a':
      return redirectAnswer(302, '/loop/b')
    case '/loop/b':
      return redirectAnswer(302, '/loop/a')
    case '/self':
      return redirectAnswer(301, '/self')
    case '/to/docs':
      return redirectAnswer(301, `${town.origin('docs')}/ok/0`)
    case '/to/absolute':
      return redirectAnswer(302, `${town.self}/target/absolute`)
    case '/to/relative':
      return redirectAnswer(302, '../target/relative')
    case '/to/fragment':
      return redirectAnswer(302, '/target/fragment#part')
    case '/to/scheme':
      return redirectAnswer(302, 'gopher://127.0.0.1/1')
    case '/to/empty':
      return redirectAnswer(302, '')
    case '/to/broken':
      return redirectAnswer(302, 'http://[::1')
    case '/to/nowhere':
      return statusAnswer(302, 'Moved', 'This redirect has no Location.')
    default:
      return undefined
  }
}

const paths = ['/301', '/302', '/303', '/307', '/308', '/chain/5', '/chain/25', '/loop/a', '/loop/b', '/self']
const ways = ['docs', 'absolute', 'relative', 'fragment', 'scheme', 'empty', 'broken', 'nowhere'].map(way => `/to/${way}`)

const frontPage = `<h1>Moved</h1>\n${list([...paths, ...ways].map(path => anchor(path)))}`

function target(request: StreetRequest): Answer {
  const sentence = `You came here with ${request.method} and a body of ${request.body.length} bytes.`
  if (request.method !== 'GET' && request.method !== 'HEAD') return statusAnswer(200, 'Arrived', sentence)
  return pageAnswer(request, { title: 'Arrived', body: `<h1>Arrived</h1>\n<p>${sentence}</p>\n<p>${anchor('/', 'All redirects')}</p>` })
}
