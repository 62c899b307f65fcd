/**
 * P42, exercise 5: only what comes after the header and its blank line is shown. The blank line may be cut by any two reads, so the header
 * is gathered until it is whole. Run: node examples/seeds/p-exercise-5.ts [HOST] [PORT] [PATH] [READ]
 */
import { connect } from '../../src/wire/index.ts'

const [host = '127.0.0.1', port = '8401', path = '/romeo.txt', read = '512'] = process.argv.slice(2)
let header: Buffer | undefined = Buffer.alloc(0)

await using socket = await connect({ host, port: Number(port), readBytes: Number(read), allow: ['loopback'] })
await socket.write(`GET http://${host}:${port}${path} HTTP/1.0\r\n\r\n`)
for await (const data of socket) {
  if (header === undefined) process.stdout.write(data)
  else {
    header = Buffer.concat([header, data])
    const end = header.indexOf('\r\n\r\n')
    if (end < 0) continue
    process.stdout.write(header.subarray(end + 4))
    header = undefined
  }
}
