import { pageAnswer } from '../../../answers.ts'
import { staticAnswer } from '../../../static-answer.ts'
import type { Answer } from '../../../street.ts'
import { resumeAnswer, resumeIds } from '../../../streets/resume.ts'
import type { Asked, Endpoint } from '../../endpoint.ts'
import type { Rule } from '../../rules.ts'
import { atMostRequests, atPath, fewOfEach, perPath, rule } from '../../rules.ts'
import type { Part } from '../../with-parts.ts'
import { withParts } from '../../with-parts.ts'

const page = { outcome: 'page' } as const
const etag = '"q05"'
const modified = 'Sun, 01 Jun 2025 00:00:00 GMT'

/** A page that says 304 to who has it. @param isSame does the request show that? */
const copy = (name: string, says: string, fields: readonly string[], isSame: (asked: Asked) => boolean): Part => ({
  name,
  says,
  expects: page,
  behave: (asked, wire) =>
    wire.reply(isSame(asked) ? { status: 304, headers: fields } : textAnswer(`<title>${name}</title>\n<p>${says}</p>\n`, fields)),
})

/** Who comes back shows what it was given. */
const asksWith = (name: string, field: string, value: string): Rule =>
  atPath(
    `/Q05/${name}`,
    rule(`comes back with ${field}`, ({ requests }) => {
      const bare = requests
        .slice(1)
        .filter(({ headers }) => !headers.some((text, at) => text.toLowerCase() === field && headers[at + 1] === value))
      return bare.length > 0 ? `${bare.length} times without` : undefined
    }),
  )

const conditionalRange = rule('asks for the rest of a file with If-Range', ({ requests }) => {
  const names = requests.map(({ headers }) => headers.filter((_, at) => at % 2 === 0).map(name => name.toLowerCase()))
  const bare = names.filter(list => list.includes('range') && !list.includes('if-range')).length
  return bare > 0 ? `${bare} times without` : undefined
})

/** Copies that a robot has already: of pages, of halves of files, of answers to another question. */
export const qCopies: readonly Endpoint[] = [
  withParts(
    {
      id: 'Q05',
      says: 'pages that say 304 to who has them',
      ownHouse: true,
      rules: [
        perPath(atMostRequests(12)),
        asksWith('strong', 'if-none-match', etag),
        asksWith('weak', 'if-none-match', `W/${etag}`),
        asksWith('both', 'if-none-match', etag),
        asksWith('date', 'if-modified-since', modified),
      ],
    },
    [
      copy('strong', 'an ETag', ['ETag', etag], asked => asked.header('if-none-match') === etag),
      copy('weak', 'a weak ETag', ['ETag', `W/${etag}`], asked => asked.header('if-none-match') === `W/${etag}`),
      copy('date', 'a Last-Modified', ['Last-Modified', modified], asked => asked.header('if-modified-since') === modified),
      copy(
        'both',
        'both, of which only the ETag counts',
        ['ETag', etag, 'Last-Modified', modified],
        asked => asked.header('if-none-match') === etag,
      ),
      copy('long', 'an ETag of 20 kB', ['ETag', `"${'q'.repeat(20_000)}"`], () => false),
      {
        name: 'new',
        says: 'another page and another ETag each time',
        expects: page,
        behave: (_asked, wire, street) => {
          const nth = street.count('Q05 new')
          return wire.reply(textAnswer(`<title>New</title>\n<p>Version ${nth}</p>\n`, ['ETag', `"${nth}"`]))
        },
      },
    ],
  ),
  withParts(
    { id: 'Q06', says: 'files of 200 bytes that answer bytes=100- in 25 ways, most of them wrong', rules: [fewOfEach, conditionalRange] },
    resumeIds.map(id => ({
      name: id,
      says: `the way of number ${id}`,
      expects: page,
      behave: (asked, wire, street) => {
        const answer = resumeAnswer(asked, id, street)
        return answer === undefined ? false : wire.reply(answer)
      },
    })),
  ),
  {
    id: 'Q07',
    says: 'breaks off in the middle of one version, and has another when the rest is asked for',
    start: '/Q07/file.txt',
    expects: { outcome: 'page', holds: 'version 2' },
    rules: [fewOfEach, conditionalRange],
    async behave(asked, wire, street) {
      const version = street.count('Q07') === 1 ? 1 : 2
      const body = `This is version ${version}.\n`.repeat(5_000)
      const answer = staticAnswer(asked, { body, type: 'text/plain', etag: `"v${version}"`, lastModified: Date.UTC(2025, 5, version) })
      if (version === 2) return wire.reply(answer)
      const head = `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\nETag: "v1"\r\nAccept-Ranges: bytes\r\n\r\n`
      return wire.send(head + body.slice(0, 60_000))
    },
  },
  withParts({ id: 'Q10', says: 'pages that depend on more than their address', rules: [fewOfEach] }, [
    {
      name: 'language',
      says: 'Vary: Accept-Language',
      expects: page,
      behave: (asked, wire) => {
        const language = asked.header('accept-language') ?? 'none'
        return wire.reply(
          textAnswer(`<title>${language === 'de' ? 'Seite' : 'Page'}</title>\n`, [
            'Vary',
            'Accept-Language',
            'Cache-Control',
            'max-age=3600',
          ]),
        )
      },
    },
    {
      name: 'star',
      says: 'Vary: *, so that no answer is that to the next request',
      expects: page,
      behave: (_asked, wire, street) =>
        wire.reply(textAnswer(`<title>Page ${street.count('Q10 star')}</title>\n`, ['Vary', '*', 'Cache-Control', 'max-age=3600'])),
    },
    {
      name: 'many',
      says: 'Vary with 1,000 names',
      expects: page,
      behave: (asked, wire) => {
        const names = Array.from({ length: 1000 }, (_, at) => `X-${at}`).join(', ')
        return wire.reply(
          pageAnswer(asked, { title: 'Many', body: '<p>It depends.</p>' }, ['Vary', names, 'Cache-Control', 'max-age=3600']),
        )
      },
    },
  ]),
]

function textAnswer(body: string, fields: readonly string[]): Answer {
  return { status: 200, headers: [...fields, 'Content-Type', 'text/html; charset=utf-8'], body }
}
