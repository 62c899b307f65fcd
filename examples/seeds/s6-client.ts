/**
 * S3, S6, S7: the client: reads of 5 bytes, gathered until one is empty. The seed decodes each read by itself, which breaks a character
 * that two reads share; a streaming decoder does not. Run: node examples/seeds/s6-client.ts [HOST] [PORT]
 */
import { connect } from '../../src/wire/index.ts'

const [host = '127.0.0.1', port = '1024'] = process.argv.slice(2)
const decoder = new TextDecoder()
let message = ''

await using socket = await connect({ host, port: Number(port), readBytes: 5, allow: ['loopback'] })
for await (const piece of socket) {
  const text = decoder.decode(piece, { stream: true })
  console.error(JSON.stringify(text))
  message += text
}
console.log(message)
