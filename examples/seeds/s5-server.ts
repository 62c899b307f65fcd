/**
 * S2, S3, S4, S5: the server: socket, bind, listen, then accept, send, close for each client. The seed prints `(adr)` for the address and
 * means the address. Port 1024 is the first that needs no rights; 0 takes any free one. Run: node examples/seeds/s5-server.ts [PORT]
 * [CLIENTS]
 */
import { listen } from '../../src/wire/index.ts'

const [port = '1024', clients = 'Infinity'] = process.argv.slice(2)
let served = 0

await using server = await listen({ port: Number(port), backlog: 5, on: ({ call }) => console.error(call) })
console.log(`Listening on ${server.local.port}`)
for await (const client of server) {
  console.log(`Connection to ${client.remote.address}:${client.remote.port} established`)
  await client.write('Hello World')
  client.close()
  if (++served >= Number(clients)) break
}
