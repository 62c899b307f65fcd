/**
 * P39, exercise 2: the socket browser shows 3000 characters and counts all. Bytes are not characters: the decoder keeps those that a read
 * cut in two. Run: node examples/seeds/p-exercise-2.ts [HOST] [PORT] [PATH]
 */
import { connect } from '../../src/wire/index.ts'

const [host = '127.0.0.1', port = '8401', path = '/afile.html'] = process.argv.slice(2)
const decoder = new TextDecoder()
let count = 0

await using socket = await connect({ host, port: Number(port), readBytes: 512, allow: ['loopback'] })
await socket.write(`GET http://${host}:${port}${path} HTTP/1.0\r\n\r\n`)
for await (const data of socket) {
  const text = decoder.decode(data, { stream: true })
  if (count < 3000) process.stdout.write(text.slice(0, 3000 - count))
  count += text.length
}
console.log(`\n${count} characters.`)
