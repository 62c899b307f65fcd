import { encodeText } from '../../../encode-text.ts'
import type { Asked, Endpoint, Expected, Wire } from '../../endpoint.ts'
import { atMostRequests, takesAtMost } from '../../rules.ts'
import type { Part } from '../../with-parts.ts'
import { withParts } from '../../with-parts.ts'
import { repeated } from './repeated.ts'

const mebi = 1024 * 1024
/** Longer than a crawl may take: to leave it is right, to read it too. */
const large: Expected = { outcome: 'ended', codes: ['body-too-large'] }
const htmlType = 'text/html; charset=utf-8'

type Pieces = Iterable<string | Uint8Array>

/** A page in pieces, in chunks, as fast as the visitor reads. @param type `undefined`: no Content-Type */
async function sendPage(wire: Wire, pieces: Pieces, type: string | undefined = htmlType, more: readonly string[] = []): Promise<void> {
  const typed = type === undefined ? [] : ['Content-Type', type]
  await wire.reply({ status: 200, headers: [...typed, ...more], body: bytesOf(pieces) })
}

async function* bytesOf(pieces: Pieces): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield typeof piece === 'string' ? Buffer.from(piece) : piece
}

/** A document that is large or deep, with a title in front and, where a parser can still see it, a link behind. */
function document(
  id: string,
  says: string,
  pieces: () => Pieces,
  expects: Expected = { outcome: 'page', holds: `<title>${id}` },
): Endpoint {
  return {
    id,
    says,
    expects,
    rules: [atMostRequests(4)],
    behave: (asked: Asked, wire: Wire) =>
      asked.path === `/${id}` && sendPage(wire, [`<!DOCTYPE html>\n<title>${id}</title>\n`, ...pieces()]),
  }
}

function page(name: string, says: string, type: string | undefined, body: string | Uint8Array, more: readonly string[] = []): Part {
  return { name, says, expects: { outcome: 'page' }, behave: (_asked, wire) => sendPage(wire, [body], type, more) }
}

function unclosed(name: string, says: string, start: string, text: string): Part {
  const times = Math.ceil((10 * mebi) / text.length)
  return { name, says, expects: large, behave: (_asked, wire) => sendPage(wire, [start, ...repeated(text, times)]) }
}

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64')

/** Documents that are hard to parse. */
export const pGroup: readonly Endpoint[] = [
  document('P01', '100,000 <div> in one another', () => repeated('<div>', 100_000)),
  document('P02', '100,000 <b> that are never closed', () => repeated('<b>', 100_000)),
  document('P03', 'a million siblings', () => repeated('<p>x', 1_000_000)),
  document('P04', 'an attribute of 10 MiB', () => ['<a title="', ...repeated('x', 10 * mebi), '" href="/P04/link">x</a>'], large),
  document(
    'P05',
    'a tag of a million attributes',
    () => ['<a ', ...numbered(1_000_000, at => `a${at}=1 `), 'href="/P05/link">x</a>'],
    large,
  ),
  withParts({ id: 'P06', says: 'what is opened and never closed, 10 MiB of it' }, [
    unclosed('comment', 'a comment', '<title>P06</title><!--', '<a href=x>'),
    unclosed('cdata', 'a CDATA section in an svg', '<title>P06</title><svg><![CDATA[', '<a href=x>'),
    unclosed('script', 'a script', '<title>P06</title><script>', '<!--<script>'),
    unclosed('tag', 'a tag', '<title>P06</title><a ', 'href '),
    unclosed('title', 'a title', '<title>', 'P06 '),
  ]),
  document('P07', '50,000 tables in rows of tables, with text where none may be', () => repeated('<table><tr>x<b>', 50_000)),
  document(
    'P08',
    'a million entities, known, unknown and numeric',
    () => repeated('&amp;&notit;&CounterClockwiseContourIntegral;&#x1F600;&#0;&x', 170_000),
    large,
  ),
  document('P09', 'NUL in text, tags, names and values', () => repeated('<\0a h\0ref="/P09/\0x">\0<p\0 a=\0>\0</\0a>', 20_000)),
  withParts({ id: 'P10', says: 'types that lie' }, [
    page('png-as-html', 'a PNG that says text/html', 'text/html', png),
    page(
      'pdf-as-html',
      'a PDF that says text/html',
      'text/html',
      '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n<a href="/P10/never">x</a>',
    ),
    page(
      'elf-as-html',
      'a program that says text/html',
      'text/html',
      Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01'), Buffer.alloc(4096, 7)]),
    ),
    {
      ...page(
        'html-as-png',
        'a page that says image/png',
        'image/png',
        '<!DOCTYPE html><title>P10</title><a href="/P10/html-as-png/link">x</a>',
      ),
      expects: { outcome: 'ended' },
    },
  ]),
  { id: 'P11', says: 'an empty page', expects: { outcome: 'page' }, behave: (asked, wire) => asked.path === '/P11' && sendPage(wire, []) },
  {
    id: 'P12',
    says: 'a text of 200 MiB',
    expects: { outcome: 'ended', codes: ['body-too-large'] },
    rules: [takesAtMost(100 * mebi), atMostRequests(4)],
    behave: (asked, wire) =>
      asked.path === '/P12' && sendPage(wire, repeated('All work and no play makes a robot dull. ', 5_000_000), 'text/plain'),
  },
  withParts({ id: 'P13', says: 'a Content-Type that is missing, double or nonsense' }, [
    page('none', 'no Content-Type', undefined, '<!DOCTYPE html><title>P13</title><a href="/P13/none">x</a>'),
    page('two', 'two of them', 'text/html', '<!DOCTYPE html><title>P13</title>', ['Content-Type', 'image/png']),
    page('nonsense', 'one that is none', ';;; =/=; charset="', '<!DOCTYPE html><title>P13</title>'),
    page('endless-parameters', 'one with 10,000 parameters', `text/html${';a=b'.repeat(10_000)}`, '<!DOCTYPE html><title>P13</title>'),
    page('utf-16', 'one with a charset that is not so', 'text/html; charset=utf-16', encodeText('<title>P13</title>', 'windows-1252')),
  ]),
]

function* numbered(count: number, make: (at: number) => string): Generator<string> {
  for (let at = 0; at < count; at += 1000) yield Array.from({ length: Math.min(1000, count - at) }, (_, one) => make(at + one)).join('')
}
