import { pageAnswer, statusAnswer } from '../answers.ts'
import { anchor, list } from '../html.ts'
import { pick, randomFor, word } from '../seeded-words.ts'
import type { Answer, Street, StreetContext, StreetRequest } from '../street.ts'

const users = 200

const isMissing = (id: number) => id % 17 === 0
const isBusyOnce = (id: number) => id % 20 === 3
const hidesAge = (id: number) => id % 13 === 0

/** `users.php?ID=1` to `200`: every 17th is missing, every 13th shows no age, every 20th (3, 23, ...) answers 503 once. */
export const people: Street<'people'> = {
  name: 'people',
  about: 'Profiles by number with an age to scrape; some are missing, some are busy at first.',
  answer(request, town) {
    if (request.path === '/') return pageAnswer(request, { title: 'People', body: index() })
    if (request.path !== '/users.php') return undefined
    const text = request.query.get('ID') ?? ''
    const id = /^\d{1,6}$/.test(text) ? Number(text) : 0
    if (id < 1 || id > users || isMissing(id)) return statusAnswer(404, 'No such user', 'Nobody has this number.')
    if (isBusyOnce(id) && town.count(`user ${id}`) === 1) {
      return statusAnswer(503, 'Busy', 'Please come back in two seconds.', ['Retry-After', '2'])
    }
    return profile(request, town, id)
  },
}

function index(): string {
  const items = Array.from({ length: users }, (_, at) => at + 1).filter(id => !isMissing(id))
  return `<h1>People</h1>\n${list(items.map(id => anchor(`/users.php?ID=${id}`, `User ${id}`)))}`
}

function profile(request: StreetRequest, { seed }: StreetContext, id: number): Answer {
  const random = randomFor(seed, `user ${id}`)
  const age = id === 100 ? 101 : 18 + pick(random, 60)
  const hobby = `${word(random)} ${word(random)}`
  // The crooked end tag is the marker that an age logger looks for; three characters after it hold the age.
  const shownAge = hidesAge(id) ? '' : `<tr><td><font color="gray"><b>Age</font>${age}</b> years</td></tr>\n`
  const body = `<h1>User ${id}</h1>
<table>
${shownAge}<tr><td><font color="gray">Likes</font> ${hobby}</td></tr>
</table>
<h2>Friends</h2>
${list(friends(id).map(friend => anchor(`/users.php?ID=${friend}`, `User ${friend}`)))}
<p>${anchor('/', 'Everybody')}</p>`
  return pageAnswer(request, { title: `User ${id}`, body })
}

// Friendship is mutual: whoever is reached by +1 or +28 is reached back by -1 or -28.
function friends(id: number): number[] {
  return [id - 28, id - 1, id + 1, id + 28].filter(friend => friend >= 1 && friend <= users && !isMissing(friend))
}
