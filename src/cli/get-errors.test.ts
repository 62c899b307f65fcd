import { writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { openTown, statusAnswer } from '../testing/index.ts'
import type { FailingRun } from './failing-runs.test-helper.ts'
import { checkFailingRuns, serveSockets } from './failing-runs.test-helper.ts'
import { temporaryFolder } from './run-cli.test-helper.ts'

test('get: every cause of failure in one line, with wget’s exit code (P38, Z74, Z75, Z76)', async () => {
  await using town = await openTown({ pages: 1 })
  await using garbage = await serveSockets(socket => socket.end('220 mail.example ESMTP\r\n'))
  await using silent = await serveSockets(() => {})
  await using half = await serveSockets(socket => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf'))
  await using closing = await serveSockets(socket => socket.destroy())
  using folder = temporaryFolder()
  town.override('quiet', ({ path }) => (path === '/private' ? statusAnswer(401, 'Who?', 'Who?') : undefined))
  writeFileSync(folder.at('text'), 'no key')
  const page = town.url('quiet', '/')
  const cases: readonly FailingRun[] = [
    ['malformed URL', ['http://['], 2, /"http:\/\/\[" is no URL\. Write it whole.*\[url-invalid\]/],
    ['another protocol', ['gopher://a.example/'], 2, /gopher: URLs cannot be fetched.*\[scheme-unsupported\]/],
    ['no URL', [], 2, /Which URL\? Give it/],
    ['a letter of curl', ['-Z', page], 2, /-Z is not taken\. URLs are asked one after the other/],
    ['an unknown letter', ['--frobnicate', page], 2, /--frobnicate is unknown\. See orbweaver get --help/],
    ['JSON to send', ['--json', '{"a":1}', page], 2, /--json prints what happened as JSON.*give --data-json/],
    ['no name', ['-H', 'User-Agent:', page], 2, /No request goes without User-Agent\. Give another one with -A/],
    ['a wrong length', ['-d', 'x', '-H', 'Content-Length: 9', page], 2, /cannot be sent: .*body length.*\[usage\]/],
    ['no password', ['-u', 'me', page], 2, /-u has no password/],
    ['unknown host', ['nowhere.invalid'], 4, /No address is known for nowhere\.invalid:80; check the spelling.*\[dns-not-found\]/],
    ['refused', ['127.0.0.1:9'], 4, /127\.0\.0\.1:9 refused the connection; check host and port.*\[connection-refused\]/],
    ['timed out', ['-m', '0.3', silent.url], 4, /was not done within 0\.3 s\..*\[timeout-total\]/],
    ['closed', [closing.url], 4, /closed the connection before it had answered.*\[connection-reset\]/],
    ['TLS', [page.replace('http:', 'https:')], 5, /does not speak TLS; use http:.*\[tls\]/],
    ['login', ['-f', town.url('quiet', '/private')], 6, /answered 401 .*with get -u name:password\. \[http-status\]/],
    ['no HTTP', [garbage.url], 7, /\[protocol\]/],
    ['broken off', [half.url], 7, /in the middle of the body; try again.*\[body-truncated\]/, 'half'],
    ['redirects', [town.url('moved', '/loop/a')], 7, /redirects in a circle.*\[redirect-loop\]/],
    ['no ranges', ['-C', '10', town.url('files', '/big?mb=1')], 7, /does not go on at byte 10: it sends the whole/],
    ['too large', ['--max-filesize', '1K', town.url('files', '/big?mb=1')], 7, /above the limit of 1024 bytes.*\[body-too-large\]/],
    ['not found', ['-f', town.url('quiet', '/missing')], 8, /answered 404 .*\[http-status\]/],
    ['file in the way', ['-o', '/', page], 3, /\[file\]/],
    ['folder missing', ['-o', folder.at('no/page.html'), page], 3, /is not there\. Make it, or give --create-dirs\. \[file\]/],
    ['file to send', ['-d', '@/nowhere', page], 3, /\/nowhere cannot be read/],
    ['folder for a tag', ['--etag-compare', folder.path, page], 3, /cannot be read.*\[file\]/],
    ['no certificate', ['--cert', folder.at('text'), page], 3, /text holds no certificate or key in PEM form.*\[file\]/],
    ['no authority', ['--cacert', folder.at('text'), page], 3, /text holds no certificate or key in PEM form.*\[file\]/],
    ['full disk', ['-o', '/dev/full', page], 13, /The disk of \/dev\/full is full.*\[disk-full\]/],
    ['curl line', ['--from-curl', 'wget x'], 2, /no curl line: it begins with "wget"/],
  ]
  await checkFailingRuns(cases.map(([cause, args, ...expected]) => [cause, ['get', ...args], ...expected]))
})
