import { pageAnswer, statusAnswer } from '../answers.ts'
import { anchor, list } from '../html.ts'
import type { Answer, Street, StreetContext, StreetRequest } from '../street.ts'

/** Address -> what it shows. All heal after `n` failures, so that a patient crawl ends with every page. */
const places = new Map<string, string>([
  ['/robots-ok', 'A page that is always well'],
  ['/retry/seconds?s=1', '503, Retry-After in seconds'],
  ['/retry/imf?s=2', '503, Retry-After as an HTTP date of today'],
  ['/retry/rfc850?s=2', '503, Retry-After as an RFC 850 date'],
  ['/retry/asctime?s=2', '503, Retry-After as an asctime date'],
  ['/limit/seconds?s=1', '429, Retry-After in seconds'],
  ['/limit/bare?n=2', '429 twice, without Retry-After'],
  ['/flaky?n=2', '500 twice'],
  ['/slow?ms=300', 'An answer that takes its time'],
  ['/slow-body?ms=100', 'A body in ten pieces'],
])

const most = { failures: 1000, seconds: 86_400, ms: 3_600_000 }

/**
 * `n` (failures before the answer gets well, default 1), `s` (seconds of Retry-After, default 2), `ms` (delay) and `id` (counts apart)
 * can be set in every query. `/status?code=404` answers any status from 200 to 599.
 */
export const busy: Street<'busy'> = {
  name: 'busy',
  about: 'Manners: 503, 429 and 500 that heal, Retry-After in every form, slow answers.',
  async answer(request, town) {
    const { path, query } = request
    const failures = numberOf(query.get('n'), 1, most.failures)
    const mustFail = () => town.count(`${path} ${query.get('id') ?? ''} ${failures}`) <= failures
    const after = () => retryAfter(path, numberOf(query.get('s'), 2, most.seconds), town)
    if (path === '/') return pageAnswer(request, { title: 'Busy', body: `<h1>Busy</h1>\n${links}` })
    if (path === '/robots-ok') return healthy(request)
    if (/^\/retry\/(?:seconds|imf|rfc850|asctime)$/.test(path)) {
      return mustFail() ? statusAnswer(503, 'Busy', 'Please come back later.', after()) : healthy(request)
    }
    if (path === '/limit/seconds' || path === '/limit/bare') {
      return mustFail() ? statusAnswer(429, 'Too many requests', 'Please ask less often.', after()) : healthy(request)
    }
    if (path === '/flaky') return mustFail() ? statusAnswer(500, 'Failed', 'Something broke.') : healthy(request)
    if (path === '/status')
      return statusAnswer(Math.max(200, numberOf(query.get('code'), 404, 599)), 'As you wish', 'This is the status you asked for.')
    const ms = numberOf(query.get('ms'), 300, most.ms)
    if (path === '/slow') {
      await town.wait(ms)
      return healthy(request)
    }
    return path === '/slow-body' ? slowBody(request, town, ms) : undefined
  },
}

const links = list([...places].map(([href, text]) => anchor(href, text)))

function healthy(request: StreetRequest): Answer {
  return pageAnswer(request, { title: 'Well', body: `<h1>All is well</h1>\n<p>This answer is a healthy page.</p>\n${links}` })
}

/** Retry-After in the form that the last segment of the path names; none where it names none. */
export function retryAfter(path: string, seconds: number, { clock }: Pick<StreetContext, 'clock'>): string[] {
  // Dates have whole seconds: rounded up, they never ask for less than was meant.
  const date = new Date(Math.ceil(clock.wall() / 1000) * 1000 + seconds * 1000)
  const forms = new Map([
    ['seconds', String(seconds)],
    ['imf', date.toUTCString()],
    ['rfc850', rfc850(date)],
    ['asctime', asctime(date)],
  ])
  const value = forms.get(path.slice(path.lastIndexOf('/') + 1))
  return value === undefined ? [] : ['Retry-After', value]
}

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** `Sunday, 06-Nov-94 08:49:37 GMT` (RFC 9110 section 5.6.7). */
function rfc850(date: Date): string {
  const [, day, month, year, time] = date.toUTCString().split(' ')
  return `${days[date.getUTCDay()]}, ${day}-${month}-${year!.slice(2)} ${time} GMT`
}

/** `Sun Nov  6 08:49:37 1994` */
function asctime(date: Date): string {
  const [weekday, day, month, year, time] = date.toUTCString().split(' ')
  return `${weekday!.slice(0, 3)} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`
}

function slowBody(request: StreetRequest, town: StreetContext, ms: number): Answer {
  const { headers, body } = healthy({ ...request, header: () => undefined })
  const bytes = body instanceof Uint8Array ? body : new Uint8Array(0)
  const size = Math.ceil(bytes.length / 10)
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) {
      if (at > 0) await town.wait(ms)
      yield bytes.subarray(at, at + size)
    }
  }
  return { status: 200, headers, body: pieces() }
}

function numberOf(text: string | null, fallback: number, most: number): number {
  return /^\d{1,9}$/.test(text ?? '') ? Math.min(Number(text), most) : fallback
}
