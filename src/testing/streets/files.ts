import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { limits } from '../../base/limits.ts'
import { pageAnswer, textAnswer } from '../answers.ts'
import { encodeText } from '../encode-text.ts'
import { anchor, htmlPage, list } from '../html.ts'
import { paragraph, pick, randomFor, title } from '../seeded-words.ts'
import type { StaticFile } from '../static-answer.ts'
import { staticAnswer } from '../static-answer.ts'
import type { Answer, Street, StreetContext, StreetRequest } from '../street.ts'
import { feedAt, notes } from './feeds.ts'

/** `/note/0` to `/note/9` are listed by every sitemap and feed; `/big?mb=200` has any size. */
export const files: Street<'files'> = {
  name: 'files',
  about: 'Sitemaps, feeds, content codings, charsets, a binary, an empty page and a body of any size.',
  answer(request, town) {
    const { path } = request
    if (path === '/') return pageAnswer(request, { title: 'Files', body: frontPage })
    if (path === '/robots.txt')
      return textAnswer(request, `User-agent: *\nAllow: /\n\nSitemap: ${town.self}/sitemap-index.xml\nSitemap: ${town.self}/sitemap.txt\n`)
    if (path === '/big') return big(request)
    const file = feedAt(path, town) ?? codedAt(path, town) ?? charsetAt(path) ?? otherAt(path, town)
    return file === undefined ? undefined : staticAnswer(request, file)
  },
}

const codings = new Map<string, (bytes: Uint8Array) => Uint8Array>([
  ['gzip', bytes => gzipSync(bytes)],
  ['deflate', bytes => deflateSync(bytes)],
  ['br', bytes => brotliCompressSync(bytes)],
  ['zstd', bytes => zstdCompressSync(bytes)],
])

/** Charset -> a sentence that needs it. UTF-16 is sent with a byte order mark and without a charset parameter. */
const charsets = new Map<string, string>([
  ['iso-8859-4', 'Ēka, ķirsis un ūdens: a house, a cherry and water.'],
  ['shift_jis', 'これは練習の町です。'],
  ['utf-16le', 'Grüße aus der Stadt: greetings from the town.'],
  ['utf-16be', 'Grüße aus der Stadt: greetings from the town.'],
])

const frontPage = `<h1>Files</h1>
${list(
  [
    ...[
      '/sitemap-index.xml',
      '/sitemap.xml',
      '/sitemap.xml.gz',
      '/sitemap.txt',
      '/rss.xml',
      '/atom.xml',
      '/thing.bin',
      '/empty',
      '/big?mb=1',
    ],
    ...[...codings.keys()].map(name => `/coded/${name}`),
    ...[...charsets.keys()].map(name => `/charset/${name}`),
    ...Array.from({ length: notes }, (_, note) => `/note/${note}`),
  ].map(path => anchor(path)),
)}`

function codedAt(path: string, { seed }: StreetContext): StaticFile | undefined {
  const name = /^\/coded\/([a-z]+)$/.exec(path)?.[1] ?? ''
  const encode = codings.get(name)
  if (encode === undefined) return undefined
  const html = htmlPage({
    title: `Coded with ${name}`,
    body: `<h1>Coded with ${name}</h1>\n<p>${paragraph(randomFor(seed, path), 40)}</p>\n<p>${anchor('/', 'Back')}</p>`,
  })
  return { body: encode(Buffer.from(html)), type: 'text/html; charset=utf-8', headers: ['Content-Encoding', name] }
}

function charsetAt(path: string): StaticFile | undefined {
  const name = /^\/charset\/([a-z0-9_-]+)$/.exec(path)?.[1] ?? ''
  const sentence = charsets.get(name)
  if (sentence === undefined) return undefined
  const isMarked = name.startsWith('utf-16')
  const html = htmlPage({ title: `In ${name}`, body: `<h1>In ${name}</h1>\n<p>${sentence}</p>` }).replace('<meta charset="utf-8">\n', '')
  return { body: encodeText(isMarked ? `\ufeff${html}` : html, name), type: isMarked ? 'text/html' : `text/html; charset=${name}` }
}

function otherAt(path: string, { seed }: StreetContext): StaticFile | undefined {
  const random = randomFor(seed, path)
  if (path === '/empty') return { body: '', type: 'text/html; charset=utf-8' }
  if (path === '/thing.bin') return { body: Uint8Array.from({ length: 4096 }, () => pick(random, 256)), type: 'application/octet-stream' }
  const note = /^\/note\/(\d)$/.exec(path)?.[1]
  if (note === undefined) return undefined
  const body = `<h1>${title(random)}</h1>\n<p>${paragraph(random)}</p>\n<p>${anchor('/', 'Back')}</p>`
  return { body: htmlPage({ title: `Note ${note}`, body }), type: 'text/html; charset=utf-8' }
}

const blockSize = 64 * 1024
const block = Buffer.from(Array.from({ length: blockSize / 64 }, (_, line) => `${String(line).padStart(63, '.')}\n`).join(''))

// One block, sent again and again: the memory does not depend on the size.
function big(request: StreetRequest): Answer {
  const text = request.query.get('mb') ?? ''
  const size = Math.min(/^\d{1,6}$/.test(text) ? Number(text) : 1, limits.townBigMib) * 1024 * 1024
  async function* blocks() {
    for (let sent = 0; sent < size; sent += blockSize) yield block
  }
  return { status: 200, headers: ['Content-Length', String(size), 'Content-Type', 'text/plain; charset=utf-8'], body: blocks() }
}
