import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect as connectNode } from 'node:net'
import { connect } from '../src/wire/index.ts'
import { median, startWatch, tableText } from './measure.ts'

const bytes = 512 * 1024 * 1024

export type SocketFigures = { readonly reader: string; readonly cpu: number; readonly wall: number }

/** Another process sends as fast as it can: MB/s of CPU time and of wall time of this one, medians. */
export async function benchSockets({ runs, say }: { runs: number; say: (line: string) => void }): Promise<SocketFigures[]> {
  const sender = spawn(process.execPath, ['-e', sending], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [text] = (await once(sender.stdout, 'data')) as [Buffer]
    const port = Number(text.toString())
    const ours = (readBytes: number) => () => connect({ host: '127.0.0.1', port, allow: ['loopback'], readBytes })
    const readers = new Map<string, () => Promise<AsyncIterable<Uint8Array>>>([
      ['connect, reads of 64 KiB', ours(64 * 1024)],
      ['connect, reads of 5,120 bytes', ours(5_120)],
      ['node:net, for await', async () => connectNode(port, '127.0.0.1')],
    ])
    const spent = new Map([...readers.keys()].map(reader => [reader, { cpu: [] as number[], wall: [] as number[] }]))
    // In turns, so that a disturbance hits all alike; the first turn warms up.
    for (let run = 0; run <= runs; run++) {
      for (const [reader, open] of readers) {
        const watch = startWatch()
        let seen = 0
        for await (const read of await open()) seen += read.length
        const { cpuMs, wallMs } = watch()
        if (seen !== bytes) throw new Error(`${seen} bytes instead of ${bytes}`)
        if (run === 0) continue
        spent.get(reader)!.cpu.push(bytes / 1e3 / cpuMs)
        spent.get(reader)!.wall.push(bytes / 1e3 / wallMs)
      }
    }
    const figures = [...spent].map(([reader, { cpu, wall }]) => ({ reader, cpu: median(cpu), wall: median(wall) }))
    const shown = (megabytes: number) => Math.round(megabytes).toLocaleString('en-US')
    say(tableText([['MB/s', 'of CPU', 'of time'], ...figures.map(({ reader, cpu, wall }) => [reader, shown(cpu), shown(wall)])]))
    return figures
  } finally {
    sender.kill()
  }
}

const sending = `
const block = Buffer.alloc(65536, 'x')
const server = require('node:net').createServer(socket => {
  let left = ${bytes}
  const send = () => {
    while (left > 0) {
      left -= block.length
      if (!socket.write(block) && left > 0) return socket.once('drain', send)
    }
    socket.end()
  }
  socket.on('error', () => {})
  send()
}).listen(0, '127.0.0.1', () => console.log(server.address().port))
`
