/**
 * P1, P2, P6, P7, P14: the world's simplest browser: a request by hand, then reads of at most 512 until one is empty: the server has
 * closed. Run: node examples/seeds/p01-socket-browser.ts [HOST] [PORT] [URL]
 */
import { connect } from '../../src/wire/index.ts'

const [host = '127.0.0.1', port = '8401', url = `http://${host}:${port}/romeo.txt`] = process.argv.slice(2)

await using socket = await connect({ host, port: Number(port), readBytes: 512, allow: ['loopback'] })
await socket.write(`GET ${url} HTTP/1.0\r\n\r\n`)
for (let data = await socket.read(); data.length > 0; data = await socket.read()) process.stdout.write(data)
