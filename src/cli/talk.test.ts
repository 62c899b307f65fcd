import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import type { Listener, WireSocket } from '../wire/index.ts'
import { connect, listen } from '../wire/index.ts'
import { createDialogue } from './dialogue.ts'
import type { TalkOptions } from './talk.ts'
import { talk } from './talk.ts'

/** A mail server that knows as much of RFC 5321 as a polite guest needs; it minds who speaks out of turn. */
async function mailServer(socket: WireSocket): Promise<void> {
  await using _ = socket
  await socket.write('220 mail.example ready\r\n')
  let text = ''
  for await (const bytes of socket) {
    text += Buffer.from(bytes)
    if (text.indexOf('\n') !== text.lastIndexOf('\n')) return socket.write('554 One at a time.\r\n')
    if (!text.endsWith('\r\n')) continue
    const [verb] = text.toUpperCase().split(/\s/)
    text = ''
    if (verb === 'EHLO') await socket.write('250-mail.example\r\n250-SIZE 1000\r\n')
    await socket.write(verb === 'QUIT' ? '221 Bye\r\n' : '250 OK\r\n')
    if (verb === 'QUIT') return
  }
}

async function serveOne(listener: Listener, serve: (socket: WireSocket) => Promise<void>): Promise<void> {
  for await (const socket of listener) return serve(socket)
}

/** @returns the dialogue */
async function spoken(
  serve: (socket: WireSocket) => Promise<void>,
  options: Partial<TalkOptions> & Pick<TalkOptions, 'lines'>,
): Promise<string> {
  await using listener = await listen({ port: 0 })
  const served = serveOne(listener, serve)
  await using socket = await connect({ host: '127.0.0.1', port: listener.local.port, allow: ['loopback'] })
  let text = ''
  const { heard, said, end } = createDialogue(
    part => {
      text += part
    },
    { heard: '< ', said: '> ' },
  )
  try {
    await talk(socket, { lineEnd: '\r\n', inTurn: false, end: false, heard, said, ...options })
  } catch (error) {
    socket.close()
    throw error
  } finally {
    await served
  }
  end()
  return text
}

test('a mail server is spoken to in turn, its replies of several lines included (P4, P9)', async () => {
  const lines = ['EHLO me.example', 'MAIL FROM:<me@uni.example>', 'QUIT']
  assert.equal(
    await spoken(mailServer, { lines, inTurn: true }),
    `< 220 mail.example ready
> EHLO me.example
< 250-mail.example
< 250-SIZE 1000
< 250 OK
> MAIL FROM:<me@uni.example>
< 250 OK
> QUIT
< 221 Bye
`,
  )
})

test('HTTP, FTP, POP3, SMTP and IRC stand on the same socket (Z28)', async () => {
  for (const [greeting, dance] of [
    [
      '',
      [
        ['GET / HTTP/1.0', ''],
        ['', 'HTTP/1.0 200 OK\r\n'],
      ],
    ],
    [
      '220 files\r\n',
      [
        ['USER anonymous', '331 Mail?\r\n'],
        ['PASS me@uni.example', '230 In\r\n'],
        ['QUIT', '221 Bye\r\n'],
      ],
    ],
    [
      '+OK post\r\n',
      [
        ['USER ada', '+OK\r\n'],
        ['QUIT', '+OK\r\n'],
      ],
    ],
    [
      '220-mail\r\n220 ready\r\n',
      [
        ['HELO me', '250 OK\r\n'],
        ['QUIT', '221 Bye\r\n'],
      ],
    ],
    [
      '',
      [
        ['NICK ada', ''],
        ['USER ada 0 * :Ada', ':irc 001 ada :Welcome\r\n'],
      ],
    ],
  ] as const) {
    const server = async (socket: WireSocket) => {
      await using _ = socket
      await socket.write(greeting)
      let text = ''
      for (const [line, reply] of dance) {
        for (; !text.includes('\r\n'); text += Buffer.from(await socket.read()));
        assert.ok(text.startsWith(`${line}\r\n`), text)
        text = text.slice(line.length + 2)
        await socket.write(reply)
      }
    }
    const lines = dance.map(([line]) => line)
    const spoke = await spoken(server, { lines, inTurn: greeting !== '' })
    const replies = `${greeting}${dance.map(([, reply]) => reply).join('')}`.split('\r\n').slice(0, -1)
    const heard = spoke.split('\n').filter(line => line.startsWith('< '))
    assert.deepEqual(
      heard,
      replies.map(reply => `< ${reply}`),
    )
  }
})

test('lines go out at once where nobody has to wait, with the line end that was asked for', async () => {
  const quotes = async (socket: WireSocket) => {
    await using _ = socket
    await socket.write(JSON.stringify(Buffer.concat(await Array.fromAsync(socket)).toString()))
  }
  const text = await spoken(quotes, { lines: ['GET / HTTP/1.0', ''], lineEnd: '\n', end: true })
  assert.equal(text, '> GET / HTTP/1.0\n> \n< "GET / HTTP/1.0\\n\\n"\n')
})

test('the other end closes: lines that are typed later have nobody to hear them', async () => {
  const closes = async (socket: WireSocket) => {
    await socket.write('Good-bye\n')
    socket.close()
  }
  const never: AsyncIterable<string> = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }
  assert.equal(await spoken(closes, { lines: never }), '< Good-bye\n')
})

test('a server that leaves before its turn comes is told with the number of the line that was not said', async () => {
  const leaves = async (socket: WireSocket) => {
    await socket.write('421 Too busy')
    socket.close()
  }
  await assert.rejects(spoken(leaves, { lines: ['EHLO me.example', 'QUIT'], inTurn: true }), {
    code: 'protocol',
    message: 'The other end closed the connection before your line 1 could be said. Look at its last line.',
  })
})

test('who shows what came slowly is not sent more meanwhile', async () => {
  await using listener = await listen({ port: 0 })
  const served = serveOne(listener, async socket => {
    await socket.write('abc')
    socket.end()
  })
  await using socket = await connect({ host: '127.0.0.1', port: listener.local.port, allow: ['loopback'], readBytes: 1 })
  const told: string[] = []
  const heard = async (bytes: Uint8Array) => {
    told.push(String(bytes))
    await turn()
    told.push('shown')
  }
  await talk(socket, { lines: [], lineEnd: '\n', inTurn: false, end: false, said: () => {}, heard })
  await served
  assert.deepEqual(told, ['97', 'shown', '98', 'shown', '99', 'shown'])
})
