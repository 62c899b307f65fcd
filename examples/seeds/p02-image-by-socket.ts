/**
 * P8, P10, P11, P12, P13, P15, P16: a picture by hand. Each read of at most 5120 is shown with the total; the header ends at the first
 * blank line, what follows is the picture. With a delay in seconds the server gets ahead: reads are full, and at some point it must wait
 * for us (flow control). Run: node examples/seeds/p02-image-by-socket.ts [HOST] [PORT] [PATH] [FILE] [DELAY]
 */
import { writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { connect } from '../../src/wire/index.ts'

const [host = '127.0.0.1', port = '8401', path = '/image.jpg', file = 'stuff.jpg', delay = '0'] = process.argv.slice(2)
const pieces: Uint8Array[] = []
let total = 0

await using socket = await connect({ host, port: Number(port), readBytes: 5120, allow: ['loopback'] })
await socket.write(`GET http://${host}:${port}${path} HTTP/1.0\r\n\r\n`)
for await (const piece of socket) {
  total += piece.length
  console.log(piece.length, total)
  pieces.push(piece)
  if (Number(delay) > 0) await pause(Number(delay) * 1000)
}

const picture = Buffer.concat(pieces)
const end = picture.indexOf('\r\n\r\n')
console.log('Header length', end)
console.log(picture.subarray(0, end).toString('latin1'))
writeFileSync(file, picture.subarray(end + 4))
console.log(`${end} + 4 + ${picture.length - end - 4} = ${total}`)
