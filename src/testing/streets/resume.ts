import { pageAnswer } from '../answers.ts'
import { anchor, list } from '../html.ts'
import { pick, randomFor } from '../seeded-words.ts'
import { staticAnswer } from '../static-answer.ts'
import type { Answer, Street, StreetContext, StreetRequest } from '../street.ts'

/**
 * Files of 200 bytes, `/resume/<id>`, whose first 100 a robot has from before, with the ETag `"v1"`. Asked for `bytes=100-`, each answers
 * in a way of its own; asked for anything else it is an honest file server. `/v1` and `/v2` are the two versions that it may have.
 */
export const resume: Street<'resume'> = {
  name: 'resume',
  about: 'Files that answer a request for their rest in 25 ways, most of them wrong.',
  answer(request, town) {
    if (request.path === '/') return pageAnswer(request, { title: 'Resume', body: frontPage })
    if (request.path === '/v1' || request.path === '/v2') return whole(request, town, request.path === '/v1' ? 'v1' : 'v2')
    const id = /^\/resume\/(\d\d)$/.exec(request.path)?.[1]
    return id === undefined ? undefined : resumeAnswer(request, id, town)
  },
}

/** @param id one of `resumeIds` */
export function resumeAnswer(request: StreetRequest, id: string, town: Pick<StreetContext, 'seed'>): Answer | undefined {
  const oddity = oddities.get(id)
  if (oddity === undefined) return undefined
  const { version, size = 200, status = 206, headers, body, ends } = oddity
  if (request.header('range') !== 'bytes=100-') return whole(request, town, version, size)
  if (headers === undefined) return whole({ ...request, header: () => undefined }, town, version, size)
  const bytes = body === undefined ? undefined : bodyOf(town, version).subarray(...body)
  const isStream = bytes !== undefined && ends !== undefined
  return {
    status,
    headers: [...headers, ...(headers.includes('Content-Type') ? [] : ['Content-Type', 'application/octet-stream'])],
    body: isStream ? stream(bytes, ends === 'early') : bytes,
  }
}

async function* stream(bytes: Uint8Array, breaks: boolean): AsyncGenerator<Uint8Array> {
  yield bytes
  if (breaks) throw new Error('the connection ends here, on purpose')
}

type VersionName = 'v1' | 'v2'
type Oddity = {
  /** The version that the file has now, and its size, default 200. */
  readonly version: VersionName
  readonly size?: number
  /** The answer to `bytes=100-`: default 206; without header fields it is the whole file. */
  readonly status?: number
  readonly headers?: readonly string[]
  /** From where to where its body is. */
  readonly body?: readonly [from: number, to: number]
  /** `early`: the connection is reset behind the body. `chunked`: the length is not told. */
  readonly ends?: 'early' | 'chunked'
}

const part = (range: string, ...more: readonly string[]) => ['Content-Range', range, ...more]
const v1 = ['ETag', '"v1"']
const v2 = ['ETag', '"v2"']

const oddities: ReadonlyMap<string, Oddity> = new Map<string, Oddity>([
  ['01', { version: 'v1', headers: part('bytes 100-199/200', ...v1), body: [100, 200] }],
  ['02', { version: 'v1', headers: part('bytes 50-199/200', ...v1), body: [50, 200] }],
  ['03', { version: 'v1', headers: part('bytes 0-199/200', ...v1), body: [0, 200] }],
  ['04', { version: 'v1', headers: v1, body: [100, 200] }],
  ['05', { version: 'v2', headers: part('bytes 100-199/200', ...v2), body: [100, 200] }],
  ['06', { version: 'v1', headers: part('bytes 100-199/200'), body: [100, 200] }],
  ['07', { version: 'v1', headers: part('bytes 100-199/150', ...v1), body: [100, 200] }],
  ['08', { version: 'v1', headers: part('items 0-1/2', ...v1), body: [100, 200] }],
  ['09', { version: 'v1', headers: ['Content-Type', 'multipart/byteranges; boundary=x', ...v1], body: [100, 200] }],
  ['10', { version: 'v1', size: 100, status: 416, headers: part('bytes */100', ...v1) }],
  ['11', { version: 'v2', size: 50, status: 416, headers: part('bytes */50', ...v2) }],
  ['12', { version: 'v1', status: 416, headers: part('bytes */200', ...v1) }],
  ['13', { version: 'v1', status: 416, headers: v1 }],
  ['14', { version: 'v1', status: 304, headers: v1 }],
  ['15', { version: 'v1', headers: part('bytes 100-199/200', 'Content-Length', '100', ...v1), body: [100, 150], ends: 'early' }],
  ['16', { version: 'v1', headers: part('bytes 100-199/200', 'ETag', 'W/"v1"'), body: [100, 200] }],
  ['17', { version: 'v1', headers: part('bytes 100-99999999999999999999/*', ...v1), body: [100, 200] }],
  ['18', { version: 'v1', headers: part('bytes 100-149/200', ...v1), body: [100, 150] }],
  ['19', { version: 'v1', headers: part('bytes 100-199/*', ...v1), body: [100, 200] }],
  ['20', { version: 'v1', headers: part('bytes 199-100/200', ...v1), body: [100, 200] }],
  ['21', { version: 'v1' }],
  ['22', { version: 'v2' }],
  ['23', { version: 'v1', status: 412, headers: [] }],
  ['24', { version: 'v1', headers: part('bytes 100-199/200', 'Content-Encoding', 'gzip', ...v1), body: [100, 200] }],
  ['25', { version: 'v1', headers: part('bytes 100-199/200', ...v1), body: [80, 200], ends: 'chunked' }],
])

export const resumeIds: readonly string[] = [...oddities.keys()]

const frontPage = `<h1>Resume</h1>\n${list(resumeIds.map(id => anchor(`/resume/${id}`)))}`

function whole(request: StreetRequest, town: Pick<StreetContext, 'seed'>, version: VersionName, size = 200): Answer {
  const body = bodyOf(town, version).subarray(0, size)
  const day = version === 'v1' ? 1 : 2
  return staticAnswer(request, {
    body,
    type: 'application/octet-stream',
    etag: `"${version}"`,
    lastModified: Date.UTC(2025, 5, day),
  })
}

function bodyOf({ seed }: Pick<StreetContext, 'seed'>, version: VersionName): Uint8Array {
  const random = randomFor(seed, version)
  return Uint8Array.from({ length: 200 }, () => pick(random, 256))
}
