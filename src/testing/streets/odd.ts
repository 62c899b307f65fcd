import { pageAnswer, rawAnswer } from '../answers.ts'
import { anchor, escapeHtml, list } from '../html.ts'
import type { Street } from '../street.ts'
import { oddAnswers } from './odd-answers.ts'

const byPath = new Map(oddAnswers.map(odd => [`/${odd.name}`, odd]))

/** Raw bytes: what a reader of HTTP has to make sense of on the real web. */
export const odd: Street<'odd'> = {
  name: 'odd',
  about: 'Thirty answers that are no valid HTTP, and that browsers read.',
  answer(request) {
    const odd = byPath.get(request.path)
    if (odd !== undefined) return rawAnswer(odd.bytes)
    return request.path === '/' ? pageAnswer(request, { title: 'Odd answers', body: frontPage }) : undefined
  },
}

const says = { body: 'can be read whole', partial: 'breaks off: keep what came, and mark it', error: 'cannot be read: say so' } as const

const frontPage = `<h1>Odd answers</h1>
<p>Each link leads to an answer with a fault. A page that is empty, or not marked where it breaks off, is a fault of its reader.</p>
${list(oddAnswers.map(({ name, says: what, expected }) => `${anchor(`/${name}`, name)}: ${escapeHtml(what)}; ${says[expected]}`))}`
