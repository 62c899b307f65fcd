/** What to read on robots and what they speak. */
export type Reading = { readonly title: string; readonly about: string }

type ReadingRow = readonly [title: string, about: string]

const rows: readonly ReadingRow[] = [
  ['RFC 9110, HTTP Semantics', 'Methods, statuses and header fields; the first to read, and it reads well.'],
  ['RFC 9309, Robots Exclusion Protocol', 'What robots.txt means, in 12 pages.'],
  ['M. Koster, Guidelines for Robot Writers (robotstxt.org, 1993)', 'Manners, by the man who proposed robots.txt. Still true.'],
  ['M. Koster, Robots in the Web: threat or treat? (1995)', 'What robots cost the sites they visit, and what they give.'],
  ['M. Koster, Evaluation of the Standard for Robots Exclusion (1996)', 'What robots.txt does not solve.'],
  [
    'F. Cheong, Internet Agents: Spiders, Wanderers, Brokers, and Bots (New Riders, 1996)',
    'The first book on web robots; the seven commandments.',
  ],
  ['J. Williams, Bots and Other Internet Beasties (1996)', 'Robots, agents and chatterbots of the first years.'],
  [
    'D. Eichmann, The RBSE Spider: Balancing Effective Search Against Web Load (1994)',
    'One of the first spiders, and how it kept its load low.',
  ],
  ["C. Wong, Web Client Programming with Perl (O'Reilly, 1997)", 'HTTP from the socket up; tables of statuses and fields.'],
  ["S. Burke, Perl and LWP (O'Reilly, 2002)", 'Fetching and reading pages by program; regular expressions against parsers.'],
  ["K. Hemenway and T. Calishain, Spidering Hacks (O'Reilly, 2003)", 'A hundred small scrapers.'],
  [
    'A. Heydon and M. Najork, Mercator: A Scalable, Extensible Web Crawler (1999)',
    'How a crawler of the whole web is built; frontier and politeness.',
  ],
  ['C. Olston and M. Najork, Web Crawling (2010)', 'A survey of everything a crawler must decide.'],
  ['P. Boldi and others, BUbiNG: Massive Crawling for the Masses (2018)', 'The same on today’s machines.'],
]

export const readings: readonly Reading[] = rows.map(([title, about]) => ({ title, about }))
