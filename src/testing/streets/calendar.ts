import { pageAnswer } from '../answers.ts'
import type { HtmlPage } from '../html.ts'
import { anchor, list } from '../html.ts'
import { paragraph, pick, randomFor, word } from '../seeded-words.ts'
import type { Street, StreetContext, StreetRequest } from '../street.ts'
import { spellings } from './spellings.ts'

const realPages = 60

/**
 * 60 real pages `/real/0` to `/real/59`, all linked from the front page and from each other, beside traps without an end: months, days
 * and events, session ids in path and query, sorting and filtering, relative links that grow, a maze of words. `/spellings` links to one
 * real page in twenty spellings.
 */
export const calendar: Street<'calendar'> = {
  name: 'calendar',
  about: 'Traps without an end (a calendar, session ids, filters, growing paths, a maze) beside 60 real pages.',
  answer(request, town) {
    const page = calendarPage(request, town)
    return page === undefined ? undefined : pageAnswer(request, page)
  },
}

type TrapContext = Pick<StreetContext, 'self' | 'seed' | 'count'>

/** The page of one path: the hostile street has these traps too. */
export function calendarPage({ path, query }: StreetRequest, town: TrapContext): HtmlPage | undefined {
  const [, kind = '', rest = ''] = /^\/([a-z]*)\/?(.*)$/s.exec(path) ?? []
  switch (kind) {
    case '':
      return rest === '' ? frontPage : undefined
    case 'real':
      return realPage(rest, town.seed)
    case 'month':
    case 'day':
    case 'event':
      return datePage(kind, rest)
    case 's':
      return sessionPage(town, /\/page\/(\d+)$/.exec(rest)?.[1], (id, page) => `/s/${id}/page/${page}`)
    case 'view':
      return sessionPage(town, query.get('page'), (id, page) => `/view?PHPSESSID=${id}&page=${page}`)
    case 'list':
      return filterPage(query)
    case 'a':
      return growingPage(path)
    case 'maze':
      return mazePage(path, town.seed)
    case 'same':
      return rest === 'caf%C3%A9' || rest === 'caf%c3%a9' ? { title: 'One page', body: '<h1>One page, many spellings</h1>' } : undefined
    case 'spellings':
      return { title: 'Spellings', body: `<h1>One page in many spellings</h1>\n${list(spellings(town.self).map(href => anchor(href)))}` }
    default:
      return undefined
  }
}

const realLinks = list(Array.from({ length: realPages }, (_, page) => anchor(`/real/${page}`, `Real page ${page}`)))

const frontPage: HtmlPage = {
  title: 'Calendar',
  body: `<h1>Calendar</h1>
<h2>Traps</h2>
${list([
  anchor('/month/2026-01', 'January 2026'),
  anchor('/s/0/page/1', 'Session id in the path'),
  anchor('/view?page=1', 'Session id in the query'),
  anchor('/list?sort=name', 'A list to sort and to filter'),
  anchor('/a/', 'A path that grows'),
  anchor('/maze/gate', 'A maze of words'),
  anchor('/spellings', 'One page in many spellings'),
])}
<h2>Real pages</h2>
${realLinks}`,
}

function realPage(rest: string, seed: number): HtmlPage | undefined {
  if (!/^(?:0|[1-9]\d?)$/.test(rest) || Number(rest) >= realPages) return undefined
  const title = `Real page ${rest}`
  return { title, body: `<h1>${title}</h1>\n<p>${paragraph(randomFor(seed, title))}</p>\n${realLinks}` }
}

function datePage(kind: string, rest: string): HtmlPage | undefined {
  const [, yearText = '', monthText = '', dayText] = /^(\d{4,12})-(\d\d)(?:-(\d\d))?$/.exec(rest) ?? []
  const year = Number(yearText)
  const month = Number(monthText)
  if (month < 1 || month > 12 || (kind === 'month') !== (dayText === undefined)) return undefined
  const thisMonth = `${yearText}-${monthText}`
  const title = `${kind[0]!.toUpperCase()}${kind.slice(1)} ${rest}`
  if (kind !== 'month') {
    const other = kind === 'day' ? 'event' : 'day'
    return { title, body: `<h1>${title}</h1>\n${list([anchor(`/${other}/${rest}`, other), anchor(`/month/${thisMonth}`, 'Month')])}` }
  }
  const step = (by: number) => {
    const months = year * 12 + month - 1 + by
    return `/month/${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`
  }
  const days = Array.from({ length: 28 }, (_, index) =>
    anchor(`/day/${thisMonth}-${String(index + 1).padStart(2, '0')}`, String(index + 1)),
  )
  const turns = `${thisMonth === '0000-01' ? '' : anchor(step(-1), 'Previous month')} ${anchor(step(1), 'Next month')}`
  return { title, body: `<h1>${title}</h1>\n<p>${turns}</p>\n<p>${days.join(' ')}</p>` }
}

// Every answer has a new session id, so that the same pages never have the same addresses twice.
function sessionPage(
  { count, seed }: TrapContext,
  pageText: string | null | undefined,
  pathOf: (id: string, page: number) => string,
): HtmlPage {
  const id = pick(randomFor(seed, `session ${count('session')}`), 2 ** 32).toString(16)
  const page = pageNumber(pageText)
  const links = [1, 2, 3, page + 1].map(number => anchor(pathOf(id, number), `Page ${number}`))
  return { title: `Page ${page}`, body: `<h1>Page ${page}</h1>\n<p>Your session is ${id}.</p>\n${list(links)}` }
}

function pageNumber(text: string | null | undefined): number {
  return /^\d{1,9}$/.test(text ?? '') ? Number(text) : 1
}

const filters: readonly (readonly [name: string, values: readonly string[]])[] = [
  ['sort', ['name', 'price', 'date', 'size']],
  ['dir', ['asc', 'desc']],
  ['colour', ['red', 'green', 'blue', 'grey']],
  ['material', ['wood', 'brass', 'glass', 'wool']],
  ['per', ['10', '20', '50']],
  ['view', ['grid', 'rows']],
]

// 5 * 3 * 5 * 5 * 4 * 3 choices in the order of clicking, and pages without an end.
function filterPage(query: URLSearchParams): HtmlPage {
  const changed = (name: string, value: string) => {
    const next = new URLSearchParams(query)
    next.delete(name)
    next.append(name, value)
    return `/list?${next}`
  }
  const page = pageNumber(query.get('page'))
  const choices = filters.flatMap(([name, values]) => values.map(value => anchor(changed(name, value), `${name} ${value}`)))
  return { title: 'List', body: `<h1>List</h1>\n${list([...choices, anchor(changed('page', String(page + 1)), 'Next page')])}` }
}

function growingPage(path: string): HtmlPage {
  return { title: path, body: `<h1>A path that grows</h1>\n<p>${anchor('a/')} ${anchor('a/b/')} ${anchor('a/index.html')}</p>` }
}

function mazePage(path: string, seed: number): HtmlPage {
  const random = randomFor(seed, path)
  const doors = Array.from({ length: 8 }, () => `/maze/${word(random)}-${word(random)}-${pick(random, 1e9).toString(36)}`)
  return { title: 'Maze', body: `<h1>Maze</h1>\n<p>${paragraph(random)}</p>\n${list(doors.map(door => anchor(door, door.slice(6))))}` }
}
