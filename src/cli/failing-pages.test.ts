import { test } from 'node:test'
import { openTown, statusAnswer } from '../testing/index.ts'
import { checkFailingRuns, serveSockets } from './failing-runs.test-helper.ts'

test('a bad or absent URL: each cause is told apart, in one line, with wget’s exit code (P38, Z74, Z76)', async () => {
  await using town = await openTown()
  await using garbage = await serveSockets(socket => socket.end('220 mail.example ESMTP\r\n'))
  await using silent = await serveSockets(() => {})
  await using half = await serveSockets(socket =>
    socket.end('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 99\r\n\r\nhalf'),
  )
  await using closing = await serveSockets(socket => socket.destroy())
  town.override('quiet', ({ path }) => (path === '/private' ? statusAnswer(401, 'Who?', 'Who?') : undefined))
  const cases: [cause: string, url: string, code: number, says: RegExp][] = [
    ['malformed URL', 'http://[', 2, /"http:\/\/\[" is no URL\. Write it whole/],
    ['no URL', '?', 2, /"\?" is no URL/],
    ['another protocol', 'gopher://a.example/', 2, /gopher: URLs cannot be fetched/],
    ['file', './nowhere.html', 3, /cannot be read/],
    ['unknown host', 'nowhere.invalid', 4, /No address is known for nowhere\.invalid:80; check the spelling.*\[dns-not-found\]/],
    ['refused', 'http://127.0.0.1:9/', 4, /127\.0\.0\.1:9 refused the connection; check host and port.*\[connection-refused\]/],
    ['timed out', silent.url, 4, /\[timeout-total\]/],
    ['closed', closing.url, 4, /closed the connection before it had answered.*\[connection-reset\]/],
    ['TLS', town.url('quiet', '/').replace('http:', 'https:'), 5, /does not speak TLS; use http:.*\[tls\]/],
    ['login', town.url('quiet', '/private'), 6, /answered 401.*\[http-status\]/],
    ['no HTTP', garbage.url, 7, /no status line and no header.*\[protocol\]/],
    ['broken off', half.url, 7, /in the middle of the body; try again.*\[body-truncated\]/],
    ['redirects', town.url('moved', '/loop/a'), 7, /redirects in a circle.*\[redirect-loop\]/],
    ['not found', town.url('quiet', '/missing'), 8, /answered 404.*\[http-status\]/],
  ]
  await checkFailingRuns(cases.map(([cause, url, code, says]) => [cause, ['words', url, '--max-time', '1'], code, says]))
})
