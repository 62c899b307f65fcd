/**
 * Z31, Z33: a picture from an IP address, its host's name given apart, in the field Host. Version, status, reason, fields and body are told
 * apart. Run: node examples/seeds/z31-image-by-address.ts [HOST] [PORT] [PATH] [NAME]
 */
import { connect, parseAnswer, writeRequest } from '../../src/wire/index.ts'

const [host = '127.0.0.1', port = '8401', path = '/intl/en_ALL/images/logo.gif', name = 'www.google.com'] = process.argv.slice(2)

await using socket = await connect({ host, port: Number(port), allow: ['loopback'] })
await socket.write(writeRequest({ url: `http://${name}${path}`, version: '1.0', headers: ['Host', name] }))
const { head, body } = parseAnswer(Buffer.concat(await Array.fromAsync(socket)))
if (head === undefined) throw new Error('No answer could be read.')

console.log(`HTTP/${head.version} | ${head.status} | ${head.reason}`)
for (let at = 0; at < head.headers.length; at += 2) console.log(`${head.headers[at]}: ${head.headers[at + 1]}`)
console.log(`${body.length} bytes, they begin with ${Buffer.from(body.subarray(0, 6)).toString('latin1')}`)
