/**
 * P38, exercise 1: the socket browser asks for the URL and takes the host out of it. A URL that is none, and a host that is not there, are
 * a plain message. Run: node examples/seeds/p-exercise-1.ts [URL]
 */
import { createInterface } from 'node:readline/promises'
import { CrawlError } from '../../src/index.ts'
import { connect } from '../../src/wire/index.ts'

const url = process.argv[2] ?? (await ask('Enter - '))
const [scheme, , hostAndPort = ''] = url.split('/')
const [host = '', port = '80'] = hostAndPort.split(':')

try {
  if (scheme !== 'http:' || host === '') throw new CrawlError('url-invalid', `"${url}" is no URL. Write it whole: http://example.org/`)
  await using socket = await connect({ host, port: Number(port), readBytes: 512, allow: ['loopback'] })
  await socket.write(`GET ${url} HTTP/1.0\r\n\r\n`)
  for await (const data of socket) process.stdout.write(data)
} catch (error) {
  if (!(error instanceof CrawlError)) throw error
  console.error(error.message)
  process.exitCode = 1
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await lines.question(question)
  lines.close()
  return answer
}
