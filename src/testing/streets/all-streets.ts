import { airport } from './airport.ts'
import { busy } from './busy.ts'
import { calendar } from './calendar.ts'
import { docs } from './docs.ts'
import { doors } from './doors.ts'
import { files } from './files.ts'
import { library } from './library.ts'
import { moved } from './moved.ts'
import { music } from './music.ts'
import { odd } from './odd.ts'
import { papers } from './papers.ts'
import { people } from './people.ts'
import { quiet } from './quiet.ts'
import { redirects } from './redirects.ts'
import { resume } from './resume.ts'
import { square } from './square.ts'
import { stubborn } from './stubborn.ts'
import { terms } from './terms.ts'
import { wiki } from './wiki.ts'

/**
 * The sites of the town, in the order of their ports:
 *
 * - `square` the index of the town
 * - `library` files of exact sizes: a poem, pictures, a two-page site, a story
 * - `docs` documentation of 1,000 linked pages, with a sitemap
 * - `airport` a webcam picture that changes every ten minutes, and distances by GET and POST
 * - `people` profiles by number, some missing, some busy at first
 * - `music` a search for similar bands: a weighted network
 * - `wiki` a search form that hides its address, and three kinds of nofollow
 * - `papers` rules for robots, and 403 for robots without a contact
 * - `terms` terms of use, one link and two links away
 * - `calendar` traps without an end, beside 60 real pages
 * - `busy` 503, 429 and 500 that heal, Retry-After in every form, slow pages
 * - `moved` redirects of every kind
 * - `stubborn` robots.txt answers 503
 * - `quiet` robots.txt answers 404
 * - `files` sitemaps, feeds, codings, charsets, large and empty bodies
 * - `doors` a log-in form, Basic and Digest of every kind, odd cookies
 * - `resume` files that answer a request for their rest in 25 ways
 * - `odd` thirty answers that are no valid HTTP, and that browsers read
 * - `redirects` redirects that are hard to judge
 *
 * A new street is one file and one line here.
 */
export const allStreets = [
  square,
  library,
  docs,
  airport,
  people,
  music,
  wiki,
  papers,
  terms,
  calendar,
  busy,
  moved,
  stubborn,
  quiet,
  files,
  doors,
  resume,
  odd,
  redirects,
] as const

export type SiteName = (typeof allStreets)[number]['name']

/** Names of all sites, in the order of their ports. */
export const siteNames: readonly SiteName[] = allStreets.map(street => street.name)
