import { chunk, chunked, lastChunk } from '../../../streets/odd-answers.ts'
import type { Endpoint } from '../../endpoint.ts'
import { fewOfEach, neverAsks, neverReceives } from '../../rules.ts'
import { withParts } from '../../with-parts.ts'
import { known, oddEndpoint, oddPart } from './odd-endpoint.ts'

const trailers = ['Set-Cookie: trailer=evil', 'Location: /A10/canary', 'X-Robots-Tag: noindex', 'Content-Encoding: gzip', '', ''].join(
  '\r\n',
)

/** Where does the body end? */
export const aBodies: readonly Endpoint[] = [
  oddEndpoint('A01', known('long-length')),
  oddEndpoint('A02', known('short-length')),
  oddEndpoint('A03', known('different-lengths')),
  oddEndpoint('A04', known('length-and-chunked')),
  withParts({ id: 'A05', says: 'a Content-Length that is no length', rules: [fewOfEach] }, [
    oddPart({ name: 'minus', says: 'a Content-Length below zero', fields: n => [`Content-Length: -${n}`], expected: 'error' }, [
      'protocol',
    ]),
    oddPart(known('plus-length')),
    oddPart(known('huge-length')),
  ]),
  withParts({ id: 'A06', says: 'a chunk size that is no size', rules: [fewOfEach] }, [
    oddPart(known('chunk-size-bad'), ['protocol']),
    oddPart(
      {
        name: 'chunk-size-minus',
        says: 'a chunk size below zero',
        fields: chunked,
        sent: page => `-5\r\n${page}\r\n${lastChunk}`,
        expected: 'error',
      },
      ['protocol'],
    ),
  ]),
  oddEndpoint('A07', known('chunk-size-overflow'), ['protocol']),
  oddEndpoint('A08', known('chunk-cut')),
  oddEndpoint('A09', known('chunk-extension')),
  oddEndpoint(
    'A10',
    {
      name: 'trailers',
      says: 'trailers that pose as headers: a cookie, a place to go to',
      fields: () => [...chunked(), 'Trailer: Set-Cookie, Location'],
      sent: page => `${chunk(page)}0\r\n${trailers}`,
    },
    undefined,
    [neverAsks(/\/A10\/canary/, 'what a trailer says'), neverReceives('trailer=evil', 'a cookie out of a trailer')],
  ),
]
