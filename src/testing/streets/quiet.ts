import { notFoundAnswer, pageAnswer } from '../answers.ts'
import { anchor, list } from '../html.ts'
import type { Street } from '../street.ts'

/** No rules: everything may be asked for (RFC 9309 section 2.3.1.3). */
export const quiet: Street<'quiet'> = {
  name: 'quiet',
  about: 'robots.txt answers 404: a robot may ask for everything.',
  answer(request) {
    if (request.path === '/robots.txt') return notFoundAnswer(request)
    const page = request.path === '/' ? '0' : /^\/page\/([1-5])$/.exec(request.path)?.[1]
    if (page === undefined) return undefined
    const links = list([1, 2, 3, 4, 5].map(number => anchor(`/page/${number}`, `Page ${number}`)))
    return pageAnswer(request, { title: `Quiet ${page}`, body: `<h1>Quiet ${page}</h1>\n${links}` })
  },
}
