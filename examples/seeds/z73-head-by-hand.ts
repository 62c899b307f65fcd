/**
 * Z73: the HEAD of the picture by TCP alone: a buffer of 10,000, waits of 1 and 10 s, 60 s in all. The seed ends its lines with a bare LF
 * and sends the NUL that ends a C string; HTTP wants CRLF and no NUL. Run: node examples/seeds/z73-head-by-hand.ts [HOST] [PORT] [PATH]
 * [--as-in-the-seed]
 */
import { connect } from '../../src/wire/index.ts'

const seed = process.argv.includes('--as-in-the-seed')
const [host = '127.0.0.1', port = '8403', path = '/airport/airport_00329.jpg'] = process.argv
  .slice(2)
  .filter(word => !word.startsWith('--'))

await using socket = await connect({ host, port: Number(port), readBytes: 9999, connectMs: 1000, idleMs: 10_000, allow: ['loopback'] })
await socket.write(seed ? `HEAD ${path} HTTP/1.0\n\n\0` : `HEAD ${path} HTTP/1.0\r\nHost: ${host}:${port}\r\n\r\n`)
process.stdout.write(await socket.read())
