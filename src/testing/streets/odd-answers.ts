/** An answer that is not as the standard wants it, but such as real servers send. */
export type OddAnswer = {
  readonly name: string
  /** What is odd about it. */
  readonly says: string
  /** All of it, one character a byte; the connection is closed behind it. */
  readonly bytes: string
  /** `body`: it can be read whole. `partial`: it breaks off, and what came is worth keeping if it is marked. `error`: it cannot be read. */
  readonly expected: 'body' | 'partial' | 'error'
  /** What there is to read. */
  readonly body: string
}

export type OddRecipe = Pick<OddAnswer, 'name' | 'says'> & {
  /** Default `HTTP/1.1 200 OK`. */
  readonly start?: string
  /** Default: the right Content-Length. @param length of the page */
  readonly fields?: (length: number) => readonly string[]
  /** End of the header lines; default CRLF. */
  readonly end?: string
  /** The page as it is sent; default as it is. */
  readonly sent?: (page: string) => string
  /** Default `body`. */
  readonly expected?: OddAnswer['expected']
}

const length = (bytes: number) => `Content-Length: ${bytes}`
export const chunked = () => ['Transfer-Encoding: chunked']
export const chunk = (text: string, extension = '', end = '\r\n') => `${text.length.toString(16)}${extension}${end}${text}${end}`
export const lastChunk = '0\r\n\r\n'

const recipes: readonly OddRecipe[] = [
  { name: 'equal-lengths', says: 'the same Content-Length twice', fields: n => [length(n), length(n)] },
  { name: 'listed-lengths', says: 'a Content-Length with two equal values', fields: n => [`${length(n)}, ${n}`] },
  {
    name: 'different-lengths',
    says: 'two Content-Lengths, of which the smaller is right',
    fields: n => [length(n), length(n + 1)],
    sent: page => `${page}!`,
  },
  {
    name: 'length-and-chunked',
    says: 'Content-Length and Transfer-Encoding: chunked',
    fields: () => [length(3), ...chunked()],
    sent: page => chunk(page) + lastChunk,
  },
  { name: 'plus-length', says: 'a plus sign before the length', fields: n => [`Content-Length: +${n}`] },
  { name: 'huge-length', says: 'a Content-Length above 2^64', fields: () => [length(1e20)], expected: 'partial' },
  { name: 'long-length', says: 'a Content-Length above the length of the body', fields: n => [length(n + 10)], expected: 'partial' },
  { name: 'short-length', says: 'bytes after the body', sent: page => `${page}EXTRA` },
  {
    name: 'second-answer',
    says: 'a second answer that nobody asked for',
    sent: page => `${page}HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil`,
  },
  { name: 'lf-only', says: 'lines that end with LF alone', end: '\n' },
  { name: 'no-colon', says: 'a header line without a colon', fields: n => ['broken header line', length(n)] },
  { name: 'folded', says: 'a header field that goes on in a second line', fields: n => ['X-Folded: a', ' b', length(n)] },
  { name: 'space-before-colon', says: 'a space before a colon', fields: n => [`Content-Length : ${n}`] },
  { name: 'nul', says: 'a NUL in a header field', fields: n => ['X-Nul: a\0b', length(n)] },
  {
    name: 'lone-cr',
    says: 'a CR in a header field, and a forged cookie behind it',
    fields: n => ['X-CR: a\rSet-Cookie: evil=1', length(n)],
  },
  { name: 'escapes', says: 'terminal escapes in a header field', fields: n => ['X-Escape: \x1b[2J\x1b]0;evil\x07', length(n)] },
  { name: 'header-20-kb', says: 'a header field of 20 kB', fields: n => [`X-Long: ${'x'.repeat(20_000)}`, length(n)] },
  {
    name: 'interim-200',
    says: '200 interim answers before the real one',
    start: `${'HTTP/1.1 100 Continue\r\n\r\n'.repeat(200)}HTTP/1.1 200 OK`,
  },
  {
    name: 'chunked-twice',
    says: 'Transfer-Encoding: chunked, chunked, and chunked once',
    fields: () => ['Transfer-Encoding: chunked, chunked'],
    sent: page => chunk(page) + lastChunk,
  },
  { name: 'identity', says: 'Transfer-Encoding: identity', fields: n => ['Transfer-Encoding: identity', length(n)] },
  {
    name: 'chunk-extension',
    says: 'a chunk extension of 64 kB',
    fields: chunked,
    sent: page => chunk(page, `;${'x'.repeat(64_000)}`) + lastChunk,
  },
  { name: 'chunk-spaces', says: 'spaces behind a chunk size', fields: chunked, sent: page => chunk(page, '  ') + lastChunk },
  { name: 'chunk-lf', says: 'chunks whose lines end with LF alone', fields: chunked, sent: page => `${chunk(page, '', '\n')}0\n\n` },
  { name: 'chunk-cut', says: 'an end before the last chunk', fields: chunked, sent: page => chunk(page), expected: 'partial' },
  {
    name: 'chunk-size-bad',
    says: 'a chunk size that is no number',
    fields: chunked,
    sent: page => `ZZ\r\n${page}\r\n${lastChunk}`,
    expected: 'error',
  },
  {
    name: 'chunk-size-overflow',
    says: 'a chunk size above 2^64',
    fields: chunked,
    sent: page => `ffffffffffffffffff\r\n${page}`,
    expected: 'error',
  },
  { name: 'http-3.7', says: 'HTTP/3.7', start: 'HTTP/3.7 200 OK' },
  { name: 'icy', says: 'ICY in place of HTTP/1.0', start: 'ICY 200 OK' },
  { name: 'http-0.9', says: 'a page without a header, as in HTTP/0.9', start: '' },
  { name: 'body-on-204', says: 'a body behind 204, which has none', start: 'HTTP/1.1 204 No Content' },
]

/** @param recipe what differs from a page in good order */
export function oddAnswer({
  name,
  says,
  start = 'HTTP/1.1 200 OK',
  fields,
  end = '\r\n',
  sent = page => page,
  expected = 'body',
}: OddRecipe): OddAnswer {
  const page = `<!DOCTYPE html>\n<title>${name}</title>\n<h1>${says}</h1>\n<p>If you can read this, your robot can.</p>\n<p><a href="/">Back</a></p>\n`
  const header = [start, 'Content-Type: text/html; charset=utf-8', ...(fields?.(page.length) ?? [length(page.length)]), '', ''].join(end)
  const hasBody = expected !== 'error' && !start.includes('204')
  return { name, says, bytes: (start === '' ? '' : header) + sent(page), expected, body: hasBody ? page : '' }
}

/** Thirty of them, to compare readers by. */
export const oddAnswers: readonly OddAnswer[] = recipes.map(oddAnswer)
