import { pageAnswer } from '../../answers.ts'
import { anchor } from '../../html.ts'
import { paragraph, title } from '../../seeded-words.ts'
import type { Endpoint } from '../endpoint.ts'
import { atOnce } from '../rules.ts'

const pages = 1000

/** `/ok/0` to `/ok/999`: each links to the first, the one before, the next and three others, and must arrive whatever happens beside it. */
export const okGroup: readonly Endpoint[] = [
  {
    id: 'OK',
    says: '1,000 healthy pages, which must all arrive',
    start: '/ok/0',
    ownHouse: true,
    expects: { outcome: 'page' },
    rules: [atOnce(1)],
    async behave(asked, wire, street) {
      const number = Number(/^\/ok\/(\d{1,3})$/.exec(asked.path)?.[1] ?? Number.NaN)
      if (Number.isNaN(number)) return false
      const random = street.random(`ok ${number}`)
      const others = [0, number + pages - 1, number + 1, number * 2, number * 7 + 3, number * 31 + 5].map(one =>
        anchor(`/ok/${one % pages}`),
      )
      const body = `<h1>${title(random)}</h1>\n<p>${paragraph(random, 12)}</p>\n<p>${others.join(' ')}</p>`
      await wire.reply(pageAnswer(asked, { title: `Healthy page ${number}`, body }))
    },
  },
]
