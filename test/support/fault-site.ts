import type { Answer, StreetRequest, Town } from '../../src/testing/index.ts'
import { openTown } from '../../src/testing/index.ts'

/** A site small enough to be crawled hundreds of times that still needs every file a crawl can write. */
export type FaultSite = {
  readonly town: Town
  readonly seed: string
  /** URL -> state after a whole crawl. */
  readonly states: ReadonlyMap<string, string>
  /** A file with a validator: half of it and a reset, unless the request has a range or says `X-Whole`. */
  readonly file: string
  readonly fileBytes: Buffer
}

/** The seed moves to another site; there are a sitemap, a cookie, a page that is gone, and pages that come one after the other. */
export async function openFaultSite(): Promise<FaultSite> {
  const town = await openTown({ pages: 1 })
  const at = (path: string) => town.url('docs', path)
  const html = (...hrefs: string[]): Answer => ({
    status: 200,
    headers: ['Content-Type', 'text/html', 'ETag', '"1"', 'Set-Cookie', 'visit=1; Max-Age=1000000'],
    body: `<title>${hrefs.length} links, "quoted"</title>${hrefs.map(href => `<a href="${href}">${href}</a>`).join('')}`,
  })
  const answers = new Map<string, Answer>([
    ['/robots.txt', { status: 200, headers: ['Content-Type', 'text/plain'], body: `Sitemap: ${at('/sitemap.xml')}\n` }],
    [
      '/sitemap.xml',
      { status: 200, headers: ['Content-Type', 'application/xml'], body: `<urlset><url><loc>${at('/a')}</loc></url></urlset>` },
    ],
    ['/home', html('/a', '/gone')],
    ['/a', html('/b', '/home')],
    ['/b', html('/a')],
    ['/gone', { status: 410, headers: [], body: 'gone' }],
  ])
  town.override('docs', ({ path }) => answers.get(path))
  const fileBytes = Buffer.from(Array.from({ length: 700 }, (_, index) => (index * 31) % 251))
  const cut = cutFile(fileBytes)
  town.override('quiet', request => {
    if (request.path === '/') return { status: 302, headers: ['Location', at('/home')], body: '' }
    return request.path === '/file' ? cut(request) : undefined
  })
  const states = new Map([
    [town.url('quiet', '/'), 'redirected'],
    [at('/home'), 'done'],
    [at('/sitemap.xml'), 'done'],
    [at('/a'), 'done'],
    [at('/b'), 'done'],
    [at('/gone'), 'failed'],
  ])
  return { town, seed: town.url('quiet', '/'), states, file: town.url('quiet', '/file'), fileBytes }
}

function cutFile(bytes: Buffer): (request: StreetRequest) => Answer {
  const headers = ['ETag', '"v1"', 'Content-Type', 'application/octet-stream', 'Last-Modified', 'Thu, 01 Jan 2026 00:00:00 GMT']
  async function* half() {
    yield bytes.subarray(0, bytes.length / 2)
    throw new Error('cut on purpose')
  }
  return request => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.header('range') ?? '')?.[1] ?? 0)
    if (from === 0) {
      const body = request.header('x-whole') === undefined ? half() : bytes
      return { status: 200, headers: [...headers, 'Content-Length', String(bytes.length)], body }
    }
    return {
      status: 206,
      headers: [...headers, 'Content-Range', `bytes ${from}-${bytes.length - 1}/${bytes.length}`],
      body: bytes.subarray(from),
    }
  }
}
