import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { encodingOf, sniffEncoding } from '../../src/base/encoding.ts'
import { metaEncoding } from '../../src/base/meta-encoding.ts'
import { redirectTarget } from '../../src/exchange/redirects.ts'
import { parseCacheControl } from '../../src/headers/cache-control.ts'
import { parseContentDisposition } from '../../src/headers/content-disposition.ts'
import { headerCodecs } from '../../src/headers/header-codecs.ts'
import { parseMediaType } from '../../src/headers/media-type.ts'
import { parseRetryAfter } from '../../src/headers/retry-after.ts'
import { contentCodings, decodeBody } from '../../src/http/decode-body.ts'
import { gatherBytes } from '../../src/http/gather-bytes.ts'
import { createAnswerReader, createRequestReader } from '../../src/wire/index.ts'
import type { LinearRow, Shapes } from './linear-row.ts'
import { bytesOf, each, fill, rowsOf } from './linear-row.ts'

/** A list stops at `limits.headerListItems`, so one member has to be long as well as many. */
const fieldShapes: Shapes = {
  commas: fill(','),
  semicolons: fill(';'),
  blanks: fill(' ', 'a', 'b'),
  tabs: fill('\t', 'a', 'b'),
  letters: fill('a'),
  digits: fill('1'),
  quotes: fill('"'),
  'an open quote': fill('a', 'a="'),
  'backslashes in quotes': fill('\\', 'a="', '"'),
  'backslashes and quotes': fill('\\"', 'filename="'),
  'equals signs': fill('=', 'a'),
  members: fill('a=b, ', 'a, '),
  'tokens and blanks': fill('a '),
  parameters: fill('; a=b', 'a/b'),
  'different parameters': each(number => `; a${number}=b`, 10, 'a/b'),
  'quoted parameters': fill(';a="b"', '<a>'),
  'parameters without a value': fill(';a', 'a'),
  'entity tags': fill('"a",'),
  ranges: fill('1-2,', 'bytes='),
  dashes: fill('-', 'bytes=1'),
  'angle brackets': fill('<', ''),
  'angle brackets closed': fill('<>,'),
  brackets: fill('(', 'a '),
  'brackets closed': fill('()', 'a '),
  'brackets in one another': size => `a ${'('.repeat(size / 2)}${')'.repeat(size / 2)}`,
  octets: fill('%41', "attachment; filename*=utf-8''"),
  'encoded words': fill('=?utf-8?q?a?= ', 'attachment; filename="', '"'),
  'one encoded word': fill('a', 'attachment; filename="=?utf-8?b?', '?="'),
  'single quotes': fill("'", 'attachment; filename*=utf-8'),
  base64: fill('AAAA', 'sha-256=:', ':'),
  colons: fill(':', 'a'),
  slashes: fill('/', 'a'),
  dots: fill('.', '1'),
  words: fill('gzip, '),
  dates: fill('unavailable_after: mon, '),
  days: fill('Mon, '),
}

const parsers = Object.values(headerCodecs).map(({ parse }) => parse)
const headerRows = [
  ...rowsOf('header: every typed field', text => () => parsers.map(parse => parse(text)), fieldShapes),
  ...rowsOf(
    'header: others',
    text => () => [
      parseCacheControl([text]),
      parseCacheControl(text.slice(0, 100_000).split(',')),
      parseMediaType(text),
      parseRetryAfter(text, new Date(0)),
      contentCodings([text]),
      redirectTarget('http://a/', 302, ['location', text]),
    ],
    fieldShapes,
  ),
  ...rowsOf(
    'header: fields to a list',
    text => {
      const headers = text.split('\n')
      return () => redirectTarget('http://a/', 302, headers)
    },
    { locations: fill('location\nb\n'), 'different locations': each(number => `location\n${number}\n`, 16) },
  ),
]

const dispositionRows = rowsOf('disposition: file name', text => () => parseContentDisposition(text), {
  'a long name': fill('a', 'attachment; filename='),
  'a long name in quotes': fill('a', 'attachment; filename="', '"'),
  'an open quote': fill('a', 'attachment; filename="'),
  'backslashes and quotes': fill('\\"', 'attachment; filename="', '"'),
  'steps up': fill('../', 'attachment; filename="', '"'),
  octets: fill('%41', "attachment; filename*=utf-8''"),
  'percent signs': fill('%', "attachment; filename*=utf-8''"),
  'octets that are not UTF-8': fill('%ff', "attachment; filename*=utf-8''"),
  'encoded words': fill('=?utf-8?q?a?= ', 'attachment; filename="', '"'),
  'encoded words open': fill('=?', 'attachment; filename="', '"'),
  'one encoded word': fill('AAAA', 'attachment; filename="=?utf-8?b?', '?="'),
  'many names': fill('; filename=a', 'attachment'),
  'continued names': each(number => `; filename*${number}=a`, 14, 'attachment'),
  'different parameters': each(number => `; a${number}=b`, 10, 'attachment'),
  semicolons: fill(';', 'attachment'),
  'equals signs': fill('=', 'attachment; filename'),
  blanks: fill(' ', 'attachment; filename', '=a'),
  'raw UTF-8': fill('\xc3\xa4', 'attachment; filename="', '"'),
})

const start = 'HTTP/1.1 200 OK\r\nX: y'
const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
const answers: Shapes = {
  'a long line': fill('x', start),
  fields: fill('a: b\r\n', 'HTTP/1.1 200 OK\r\n'),
  'fields without a colon': fill('a\r\n', 'HTTP/1.1 200 OK\r\n'),
  'folded lines': fill(' b\r\n', `${start}\r\n`),
  spaces: fill(' ', `${start}\r\n`),
  'spaces in the first line': fill(' ', 'HTTP/1.1', 'x'),
  'lone CR': fill('\r', start),
  'lone LF': fill('\n', ''),
  NUL: fill('\0', start),
  'lengths in a list': fill('5,', `${start}\r\nContent-Length: `, '5\r\n\r\n'),
  'length fields': fill('Content-Length: 5\r\n', `${start}\r\n`, '\r\n'),
  'codings of the transfer': fill('gzip, ', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: ', 'chunked\r\n\r\n'),
  'interim answers': fill('HTTP/1.1 100 C\r\n\r\n'),
  'small chunks': fill('1\r\na\r\n', chunked),
  'chunk extensions': fill(' =', `${chunked}1;`),
  'extensions of small chunks': fill('1;a=b\r\na\r\n', chunked),
  'zeros of a chunk size': fill('0', chunked, '1\r\na\r\n'),
  trailers: fill('a: b\r\n', `${chunked}0\r\n`),
  'no HTTP at all': fill('a'),
}
const requests: Shapes = {
  'a long target': fill('a', 'GET /', ' HTTP/1.1\r\n\r\n'),
  'spaces of the first line': fill(' ', 'GET /', 'HTTP/1.1\r\n\r\n'),
  'empty lines before': fill('\r\n'),
  fields: fill('a: b\r\n', 'GET / HTTP/1.1\r\n'),
}

const messageLimits = { headerBytes: 2 ** 30, headerFields: 2 ** 30, interimAnswers: 2 ** 30, chunkExtensionBytes: 2 ** 30 }
const wireRows = [
  ...[64 * 1024, 16].flatMap(pieces => [
    ...rowsOf(
      `wire: answer in pieces of ${pieces}`,
      text => readInPieces(createAnswerReader({ limits: messageLimits }), bytesOf(text), pieces),
      answers,
    ),
    ...rowsOf(
      `wire: request in pieces of ${pieces}`,
      text => readInPieces(createRequestReader({ limits: messageLimits }), bytesOf(text), pieces),
      requests,
    ),
  ]),
]

function readInPieces(reader: { push(bytes: Uint8Array): unknown; finish(): unknown }, bytes: Uint8Array, pieces: number) {
  return () => {
    for (let at = 0; at < bytes.length; at += pieces) reader.push(bytes.subarray(at, at + pieces))
    return reader.finish()
  }
}

const decode = (coding: string, encode: (plain: string) => Uint8Array) => (text: string) => {
  const coded = encode(text)
  return () => decodeBody([coded], [coding], { bodyBytes: 2 ** 30 })
}
const plain: Shapes = { zeros: fill('\0'), text: each(number => `line ${number * 7919}\n`, 14) }
const codingRows = [
  ...rowsOf(
    'coding: small pieces gathered',
    text => {
      const bytes = bytesOf(text)
      return () => {
        const gatherer = gatherBytes()
        for (let at = 0; at < bytes.length; at++) gatherer.write(bytes.subarray(at, at + 1))
        return gatherer.chunks()
      }
    },
    { zeros: fill('\0') },
  ),
  ...rowsOf(
    'coding: gzip',
    decode('gzip', text => gzipSync(text)),
    plain,
  ),
  ...rowsOf(
    'coding: deflate',
    decode('deflate', text => deflateSync(text)),
    plain,
  ),
  ...rowsOf(
    'coding: br',
    decode('br', text => brotliCompressSync(text)),
    plain,
  ),
  ...rowsOf(
    'coding: zstd',
    decode('zstd', text => zstdCompressSync(text)),
    plain,
  ),
  ...rowsOf(
    'coding: gzip, damaged',
    decode('gzip', text => damaged(gzipSync(text, { level: 0 }))),
    plain,
  ),
  ...rowsOf(
    'coding: br, damaged',
    decode('br', text => damaged(brotliCompressSync(text))),
    plain,
  ),
  ...rowsOf(
    'coding: gzip members',
    decode('gzip', text => repeated(gzipSync('line'), text.length)),
    { members: fill(' ') },
  ),
]

/** Its last quarter is no more what it was. */
function damaged(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, at) => (at > (bytes.length / 4) * 3 ? byte ^ 0x55 : byte))
}

function repeated(bytes: Uint8Array, length: number): Uint8Array {
  return Buffer.concat(Array.from({ length: Math.ceil(length / bytes.length) }, () => bytes))
}

const charsetRows = [
  ...rowsOf(
    'charset: sniffing',
    text => {
      const bytes = bytesOf(text)
      return () => [sniffEncoding(bytes), metaEncoding(bytes, bytes.length, encodingOf)]
    },
    {
      'tags open': fill('<'),
      tags: fill('<a>'),
      'open tags': fill('<a '),
      'meta tags': fill('<meta charset=nothing>'),
      'meta attributes': fill('charset=nothing ', '<meta ', '>'),
      'different meta attributes': each(number => `a${number}=b `, 12, '<meta ', '>'),
      'content attributes': fill('charset=', '<meta http-equiv=content-type content="', '">'),
      'content of blanks': fill(' ', '<meta content="charset', '">'),
      'charset words in content': fill('charset =', '<meta content="', '">'),
      'open comments': fill('<!--'),
      comments: fill('<!-->'),
      'scripts open': fill('<script>'),
      scripts: fill('<script></script>'),
      'open quotes': fill('<meta a="'),
      declarations: fill('<?'),
      'one declaration': fill(' ', '<?xml encoding', '?>'),
      slashes: fill('/', '<a'),
      letters: fill('a', '<'),
      'letters above ASCII': fill('\xff'),
    },
  ),
]

export const messageRows: readonly LinearRow[] = [...headerRows, ...dispositionRows, ...wireRows, ...codingRows, ...charsetRows]
