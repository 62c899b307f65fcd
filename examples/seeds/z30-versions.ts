/**
 * Z30, Z34: the same document by HTTP/0.9, 1.0 and 1.1. The first has no header at all; the versions of client and server may differ.
 * Run: node examples/seeds/z30-versions.ts [URL]
 */
import { connect, parseAnswer, writeRequest } from '../../src/wire/index.ts'

const [url = 'http://127.0.0.1:8401/romeo.txt'] = process.argv.slice(2)
const { hostname: host, port } = new URL(url)

for (const version of ['0.9', '1.0', '1.1'] as const) {
  await using socket = await connect({ host, port: Number(port || 80), allow: ['loopback'] })
  const headers = version === '1.1' ? ['Connection', 'close'] : []
  await socket.write(writeRequest({ url, version, headers }))
  const { head, body } = parseAnswer(Buffer.concat(await Array.fromAsync(socket)), { isSimple: version === '0.9' })
  console.log(`asked in ${version}, answered in ${head?.version}: ${(head?.headers.length ?? 0) / 2} fields, ${body.length} bytes`)
}
