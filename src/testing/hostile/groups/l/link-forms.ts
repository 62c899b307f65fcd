import { htmlPage } from '../../../html.ts'
import type { Endpoint } from '../../endpoint.ts'
import { neverAsks, rule } from '../../rules.ts'

/** What a robot that follows links asks for, from every form in which a page can name another. */
const followed: readonly (readonly [name: string, markup: (href: string) => string])[] = [
  ['anchor', href => `<a href="${href}">x</a>`],
  ['unquoted', href => `<a href=${href}>x</a>`],
  ['single-quotes', href => `<a href='${href}'>x</a>`],
  ['upper-case', href => `<A HREF="${href}">x</A>`],
  ['white-space', href => `<a\n\thref = "\n${href}\t">x</a>`],
  ['entity', href => `<a href="${href}?a=1&amp;b=2">x</a>`],
  ['area', href => `<map name=m><area href="${href}"></map>`],
  ['frame', href => `<iframe src="${href}"></iframe>`],
  ['next', href => `<link rel=next href="${href}">`],
  ['svg-anchor', href => `<svg><a href="${href}"><text>x</text></a></svg>`],
  ['svg-xlink', href => `<svg><a xlink:href="${href}"><text>x</text></a></svg>`],
  ['unclosed', href => `<p><b><a href="${href}">x<p>`],
  ['twice', href => `<a href="${href}" href="/L10/never-second">x</a>`],
  ['after-nul', href => `<a title="a\0b" href="${href}">x</a>`],
]

/** What only looks like a link. */
const ignored: readonly string[] = [
  '<!-- <a href="/L10/never-comment">x</a> -->',
  '<script>document.write(\'<a href="/L10/never-script">x</a>\')</script>',
  '<style>/* <a href="/L10/never-style">x</a> */</style>',
  '<textarea><a href="/L10/never-textarea">x</a></textarea>',
  '<title><a href="/L10/never-title">x</a></title>',
  '<a href="javascript:location=\'/L10/never-javascript\'">x</a>',
  '<a href="data:text/html,/L10/never-data">x</a>',
  '<a href="mailto:/L10/never-mail@example.org">x</a>',
  '<a href="tel:/L10/never-tel">x</a>',
  '<a name="/L10/never-name">x</a>',
  '<p title=\'<a href="/L10/never-attribute">x</a>\'>x</p>',
  '<script type="application/ld+json">{"url":"/L10/never-json"}</script>',
]

const pathOf = (name: string) => `/L10/form-${name}`

/** L10: every form of link on one page, and everything that looks like one. */
export const linkForms: Endpoint = {
  id: 'L10',
  says: `links in ${followed.length} forms, and ${ignored.length} texts that only look like links`,
  ownHouse: true,
  expects: { outcome: 'page' },
  rules: [
    rule('asks for every form of link', ({ requests }) => {
      const missing = followed
        .filter(([name]) => !requests.some(({ target }) => target.split('?')[0] === pathOf(name)))
        .map(([name]) => name)
      return missing.length === 0 ? undefined : `did not see ${missing.join(', ')}`
    }),
    neverAsks(/\/never-/, 'what is no link'),
    rule('reads the entity in an address', ({ requests }) =>
      requests.every(({ target }) => !target.includes('amp;')) ? undefined : 'asked with &amp; in the URL',
    ),
  ],
  async behave(asked, wire) {
    if (asked.path.startsWith('/L10/form-'))
      return wire.reply({ status: 200, headers: ['Content-Type', 'text/html'], body: '<title>Form</title>Yes.' })
    if (asked.path !== '/L10') return false
    const body = [...followed.map(([name, markup]) => markup(pathOf(name))), ...ignored].join('\n')
    return wire.reply({
      status: 200,
      headers: ['Content-Type', 'text/html; charset=utf-8'],
      body: htmlPage({ title: 'Forms of links', body }),
    })
  },
}
