import { pageAnswer, statusAnswer } from '../answers.ts'
import { anchor } from '../html.ts'
import type { Street } from '../street.ts'

/** Its rules cannot be read, so a robot may ask for nothing but robots.txt (RFC 9309 section 2.3.1.4). */
export const stubborn: Street<'stubborn'> = {
  name: 'stubborn',
  about: 'robots.txt answers 503: a robot may ask for nothing else here.',
  answer(request) {
    if (request.path === '/robots.txt') return statusAnswer(503, 'Unavailable', 'The rules cannot be read today.')
    if (request.path !== '/' && request.path !== '/inside') return undefined
    const body = `<h1>Readers only</h1>\n<p>No robot should have asked for this page.</p>\n<p>${anchor('/inside', 'Further in')}</p>`
    return pageAnswer(request, { title: 'Readers only', body })
  },
}
