import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AnswerOptions, WireMoment, WireSum } from '../wire/index.ts'
import { createAnswerReader } from '../wire/index.ts'
import { momentRecord } from './wire-json.ts'
import type { WireTextOptions } from './wire-text.ts'
import { createBodyText, createWireText } from './wire-text.ts'

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const latin1 = (text: string) => Buffer.from(text).toString('latin1')

/** The moments of an answer that came in pieces of so many bytes. */
function momentsOf(answer: string, size = answer.length, options?: AnswerOptions): WireMoment[] {
  const reader = createAnswerReader(options)
  const bytes = bytesOf(answer)
  const sum = { header: 0, gap: 0, body: 0, framing: 0, rest: 0, total: bytes.length }
  const moments: WireMoment[] = [
    {
      kind: 'connected',
      local: { address: '192.0.2.1', port: 50_000 },
      remote: { address: '2001:db8::1', port: 443 },
      phases: { dnsMs: 1, tcpMs: 2.25, tlsMs: 3 },
      tls: {
        protocol: 'TLSv1.3',
        cipher: 'TLS_AES_256_GCM_SHA384',
        distrust: 'CERT_HAS_EXPIRED',
        certificate: { subject: 'CN=a\nb', issuer: 'CN=ca', validFrom: 'May 1', validTo: 'May 2', names: ['a.example', 'b.example'] },
      },
    },
    { kind: 'sent', bytes: bytesOf('GET / HTTP/1.1\r\nHost: a.example\r\n\r\n') },
  ]
  for (let at = 0; at < bytes.length; at += size) {
    const piece = bytes.subarray(at, at + size)
    moments.push({ kind: 'received', bytes: piece, total: at + piece.length, parts: reader.push(piece), queues: undefined })
  }
  moments.push({ kind: 'closed', parts: reader.finish() })
  for (const moment of moments) {
    for (const part of 'parts' in moment ? moment.parts : []) {
      if ('head' in part) {
        sum.header += part.head.text.length
        sum.gap += part.head.gap
      } else if (part.kind === 'body' || part.kind === 'rest') sum[part.kind] += part.bytes.length
    }
  }
  const whole: WireSum = { ...sum, framing: sum.total - sum.header - sum.gap - sum.body - sum.rest }
  const { anomalies } = reader
  return [...moments, { kind: 'summary', sum: whole, reads: 1, firstByteMs: 4, totalMs: 10.04, anomalies, failure: undefined }]
}

function shown(moments: readonly WireMoment[], options: WireTextOptions = {}): string {
  let text = ''
  const show = createWireText(part => {
    text += part
  }, options)
  moments.forEach(show)
  return text
}

function shownBody(moments: readonly WireMoment[], maxChars?: number): string {
  let text = ''
  const show = createBodyText(
    part => {
      text += part
    },
    { maxChars },
    line => {
      text += `[${line}]`
    },
  )
  moments.forEach(show)
  return text
}

const begin = `Connected to [2001:db8::1]:443 from 192.0.2.1:50000: dns 1.0 ms, connect 2.3 ms, tls 3.0 ms
TLS: TLSv1.3, TLS_AES_256_GCM_SHA384
Certificate: CN=a\\x0ab, issued by CN=ca, valid from May 1 to May 2, for a.example, b.example
The certificate is not trusted: CERT_HAS_EXPIRED
> GET / HTTP/1.1
> Host: a.example
> ${''}
`

const odd = `\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 Tr\xe8s bien\nX-Red: \x1b[31m${latin1('ü')}\nTransfer-Encoding: chunked\n\n${latin1(
  '7\r\nGrüße\r\n5;x\r\n, 世\r\n0\r\nX-Sum: 9\r\n\r\nEXTRA',
)}`

test('a dialogue: what is asked, what comes, what we note on it; bytes one by one equal all at once (P4)', () => {
  const whole = shown(momentsOf(odd))
  assert.equal(
    whole,
    `${begin}< ${''}
< HTTP/1.1 103 Early Hints
< Link: </a>
< ${''}
Header length 36
< HTTP/1.1 200 Très bien
< X-Red: \\x1b[31mü
< Transfer-Encoding: chunked
< ${''}
Header length 64
< Grüße, 世
Trailer X-Sum: 9
100 + 6 + 12 + 29 + 5 = 152  header + empty line + body + framing + after the end (RFC 9112, section 2.1)
1 read, first byte 4.0 ms, total 10.0 ms
Anomaly empty-line-first: the answer begins with empty lines (RFC 9112 2.2)
Anomaly line-feed-only: the answer has lines that end with LF instead of CRLF (RFC 9112 2.2)
Anomaly control-in-header: the answer has control characters in a header line (RFC 9110 5.5)
Anomaly bytes-after-end: the answer is followed by bytes that belong to nothing (RFC 9112 9.2)
`,
  )
  for (const size of [1, 2, 3, 5, 50]) {
    for (const options of [{}, { hex: true }, { maxChars: 60 }, { spec: true }, { savedTo: 'file' }]) {
      assert.equal(shown(momentsOf(odd, size), options), shown(momentsOf(odd), options), `${size}, ${JSON.stringify(options)}`)
    }
  }
})

test('the body alone comes only after the empty line, wherever the reads are cut (P8, P42)', () => {
  const body = 'But soft what light\nthrough yonder window breaks\n'
  const answer = `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n${body}`
  for (let size = 1; size <= answer.length; size++) assert.equal(shownBody(momentsOf(answer, size)), body, `${size}`)
  for (let at = 1; at < answer.length; at++) {
    const reader = createAnswerReader()
    const pieces = [answer.slice(0, at), answer.slice(at)].map(bytesOf)
    const moments = pieces.map((bytes): WireMoment => ({ kind: 'received', bytes, total: 0, parts: reader.push(bytes), queues: undefined }))
    const end = momentsOf(answer).at(-1)!
    assert.equal(shownBody([...moments, { kind: 'closed', parts: reader.finish() }, end]), body, `cut at ${at}`)
  }
})

test('so many characters are shown, all are counted: characters, not bytes (P39)', () => {
  const answer = `HTTP/1.0 200 OK\r\n\r\n${latin1('世界🕸'.repeat(2_000))}`
  const begins = '世界🕸'.repeat(1_000)
  for (const size of [7, 4_096, answer.length]) {
    assert.equal(shownBody(momentsOf(answer, size), 3_000), `${begins}\n[3000 of 6000 characters shown.]`)
  }
  assert.match(shown(momentsOf(answer), { maxChars: 25 }), /\n< 世界🕸世界🕸\n.*\n.*\n25 of 6019 characters shown\.\n$/)
  assert.equal(shownBody(momentsOf(answer), 6_000), `${'世界🕸'.repeat(2_000)}\n[6000 of 6000 characters shown.]`)
})

test('a charset of the header is read; a body that is no text is not shown, but counted', () => {
  const answer = (field: string, body: string) => `HTTP/1.1 200 OK\r\n${field}\r\n\r\n${body}`
  assert.equal(shownBody(momentsOf(answer('Content-Type: text/plain; charset=iso-8859-1', 'Gr\xfc\xdfe'), 1)), 'Grüße\n')
  assert.equal(shownBody(momentsOf(answer('Content-Type: text/plain; charset=nonsense', latin1('ü')))), 'ü\n')
  const picture = answer('Content-Type: image/gif', 'GIF89a\0\0')
  assert.equal(shownBody(momentsOf(picture), 100), '[0 of 8 characters shown.]')
  assert.match(
    shown(momentsOf(picture)),
    /\nBody of 8 bytes not shown \(image\/gif\): -o FILE keeps it, --hex and --raw show it\n40 \+ 4 \+ 8 = 52 {2}/,
  )
  assert.match(shown(momentsOf(answer('Content-Encoding: gzip', '\x1f\x8b'))), /\nBody of 2 bytes not shown \(gzip\)/)
  assert.match(shown(momentsOf(picture), { savedTo: 'logo.gif' }), /\nBody saved to logo\.gif, 8 bytes\n/)
})

test('HTTP/0.9 has no header; what is no HTTP at all is shown as it came (Z30)', () => {
  const simple = shown(momentsOf('<title>Old</title>\n', 1, { isSimple: true }))
  assert.ok(simple.startsWith(`${begin}No header: HTTP/0.9\n< <title>Old</title>\n19 = 19  body`), simple)
  assert.ok(shown(momentsOf('HTTP/1.1 200 OK\r\nX: y\r\n')).startsWith(`${begin}< HTTP/1.1 200 OK\n< X: y\n`))
  assert.match(
    shown(momentsOf('HTTP/1.1 nonsense\r\n\r\n')),
    /\n< HTTP\/1\.1 nonsense\n< \n21 = 21 {2}not understood .*\n.*\nAnomaly status-line-invalid: /,
  )
})

test('each read is noted with its size and the total, in hexadecimal too; each thing has its specification (P5, P11)', () => {
  const answer = 'HTTP/1.0 404 No\r\nServer: x\r\nX-Mine: y\r\n\r\nGone'
  assert.match(shown(momentsOf(answer, 20), { sizes: true }), /\n20 20\n< HTTP\/1\.0 404 No\n20 40\n< Server: x\n/)
  assert.match(
    shown(momentsOf(answer), { hex: true }),
    /\n> 00000000 {2}47 45 54 20 2f 20 48 54 {2}54 50 2f 31 2e 31 0d 0a {2}\|GET \/ HTTP\/1\.1\.\.\|\n[\s\S]*\n< 00000020 {2}6e 65 3a 20 79 0d 0a 0d {2}0a 47 6f 6e 65 {11}\|ne: y\.\.\.\.Gone\|\n/,
  )
  const noted = shown(momentsOf(answer), { spec: true })
  assert.match(
    noted,
    /status line: section 4; .*\n {2}404: RFC 9110, section 15\.5\n {2}Server: RFC 9110, section 10\.2\.4\n {2}X-Mine: no field/,
  )
})

test('what waited before each read is noted, and what it says of the sender (P16)', () => {
  const noted = (there: number | undefined) => {
    const moments = momentsOf('HTTP/1.0 200 OK\r\n\r\nhello', 10)
    const paused = moments.map((moment, at) => (moment.kind === 'received' && at > 2 ? { ...moment, queues: { here: 44, there } } : moment))
    return shown(paused, { sizes: true })
  }
  assert.match(noted(1_000), /\n10 20 {2}44 waited here, 1000 at the sender\n/)
  assert.match(
    noted(1_000),
    /\nFlow control: up to 44 bytes waited here; the sender was held back before 2 of 2 reads, with up to 1,000 bytes\n/,
  )
  assert.match(noted(0), /\nFlow control: up to 44 bytes waited here, and the sender was never held back\n/)
  assert.match(
    noted(undefined),
    /\n10 20 {2}44 waited here\n[\s\S]*\nFlow control: up to 44 bytes waited here; a sender is held back when no more fit\n/,
  )
})

test('the same as JSON: bytes as base64, header fields as pairs', () => {
  const records = momentsOf('HTTP/1.1 200 OK\r\nA: 1\r\nA: 2\r\n\r\nhi').map(moment => JSON.parse(JSON.stringify(momentRecord(moment))))
  assert.deepEqual(
    records.map(({ kind }) => kind),
    ['connected', 'sent', 'received', 'closed', 'summary'],
  )
  const [head, body] = records[2].parts
  assert.deepEqual(
    [head.status, head.headers, head.headerLength],
    [
      200,
      [
        ['A', '1'],
        ['A', '2'],
      ],
      27,
    ],
  )
  assert.deepEqual([body, Buffer.from(records[2].base64, 'base64').toString().slice(-2)], [{ kind: 'body', size: 2 }, 'hi'])
})
