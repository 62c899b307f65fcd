import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linesOf, runCli } from './run-cli.test-helper.ts'

test('explain: a topic and a name, a word alone, a list, JSON', async () => {
  const [status, word, list, json, packet, agent, spoilt] = await Promise.all([
    runCli(['explain', 'status', '304']),
    runCli(['explain', 'retry-after']),
    runCli(['explain']),
    runCli(['explain', 'header', 'Content-Range', '--json']),
    runCli(['explain', 'packet']),
    runCli(['explain', 'agent', 'curl/7.9.8']),
    runCli([
      'explain',
      'packet',
      '45 00 00 2b 00 01 00 00 40 06 7c ca 7f000001 7f000001',
      'c3510009000000010000000050 0203e817 34 00006f6464',
    ]),
  ])
  assert.match(status.stdout, /^304 Not Modified\n {2}means +.*\n[\s\S]*\n {2}defined +RFC 9110, section 15\.4\.5\n$/)
  assert.match(word.stdout, /^Retry-After \(response field\)\n/)
  assert.match(list.stdout, /^orbweaver explain status CODE +a status/)
  assert.equal(linesOf(json.stdout).length, 1)
  assert.deepEqual(
    (({ topic, key, kind, defined, inCode }) => [topic, key, kind, defined, inCode])(JSON.parse(json.stdout) as Record<string, unknown>),
    ['header', 'Content-Range', 'entity', 'RFC 9110, section 14.4', "parseHeader('content-range', text)"],
  )
  assert.match(packet.stdout, /IPv4 header +20 bytes, 0x3c53: right\n {2}TCP segment +50 bytes, 0x0ee0: right\n$/)
  assert.equal(agent.stdout, 'curl (tool)\n  sent by  curl, curl/7.9.8 in 2007.\n')
  assert.match(spoilt.stdout, /0x1734: WRONG: 0x1735 is due/)
})

test('what is not known is refused with the nearest names, and never shown raw', async () => {
  const cases: [args: string[], says: RegExp][] = [
    [['header', 'Retry-Aftr'], /"Retry-Aftr" is not explained here\. Did you mean Retry-After\?/],
    [['port', '65536'], /a port, 0 to 65535/],
    [['colour'], /What is: orbweaver explain \[usage\]/],
    [['packet', 'xyz'], /pairs of hexadecimal digits/],
    [['packet', '4500'], /20 bytes or more, and here are 2/],
    [['\x1b[31m'], /"\\x1b\[31m"/],
  ]
  await Promise.all(
    cases.map(async ([args, says]) => {
      const { code, stdout, stderr } = await runCli(['explain', ...args])
      assert.deepEqual([code, stdout], [2, ''], args.join(' '))
      assert.match(stderr, /^orbweaver: [^\n]* \[usage\]\n$/)
      assert.match(stderr, says)
    }),
  )
})
