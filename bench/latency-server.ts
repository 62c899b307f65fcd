/**
 * Many small sites in a process of their own, each on a loopback address, each answer late: latency-server SITES PAGES LATENCY_MS.
 * Prints its port, and when standard input ends what it was asked as one JSON line.
 */
import type { Socket } from 'node:net'
import { createServer } from 'node:net'
import { addressOf } from './latency-sites.ts'

const [sites = 0, pages = 0, latencyMs = 0] = process.argv.slice(2).map(Number)
const asked = Array.from({ length: sites }, () => ({ requests: 0, firstAt: Infinity, lastAt: 0, leastGapMs: Infinity, endedAt: -Infinity }))
let inFlight = 0
let mostInFlight = 0

const links = Array.from({ length: pages - 1 }, (_, at) => `<a href="/${at + 1}">${at + 1}</a>`).join('\n')
const answers: ReadonlyMap<string, string> = new Map([
  ['/', answer(200, `<!doctype html><title>Start</title>${links}`)],
  ['/robots.txt', answer(404, 'None.')],
])
const page = answer(200, `<!doctype html><title>A page</title><p>${'Words. '.repeat(300)}</p>`)

let port = 0
for (let site = 0; site < sites; site++) {
  const server = createServer({ noDelay: true }, socket => serve(socket, asked[site]!))
  await new Promise<void>(resolve => server.listen(port, addressOf(site), 1024, resolve))
  port = (server.address() as { port: number }).port
}
console.log(port)
process.stdin.resume().on('end', () => {
  const requests = asked.map(site => site.requests)
  const firstAt = Math.min(...asked.map(site => site.firstAt))
  const wallMs = Math.max(...asked.map(site => site.lastAt)) - firstAt
  const figures = { requests: requests.reduce((sum, count) => sum + count), least: Math.min(...requests), wallMs, mostInFlight }
  console.log(JSON.stringify({ ...figures, leastGapMs: Math.min(...asked.map(site => site.leastGapMs)) }))
  process.exit()
})

function serve(socket: Socket, site: (typeof asked)[number]): void {
  let text = ''
  socket.on('error', () => {})
  socket.on('data', chunk => {
    text += chunk.toString('latin1')
    for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
      const target = text.slice(text.indexOf(' ') + 1, text.indexOf(' HTTP/'))
      text = text.slice(end + 4)
      const now = performance.now()
      site.requests++
      site.firstAt = Math.min(site.firstAt, now)
      site.leastGapMs = Math.min(site.leastGapMs, now - site.endedAt)
      mostInFlight = Math.max(mostInFlight, ++inFlight)
      setTimeout(() => {
        inFlight--
        site.endedAt = site.lastAt = performance.now()
        socket.write(answers.get(target) ?? page)
      }, latencyMs)
    }
  })
}

function answer(status: number, body: string): string {
  return `HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Not Found'}\r\nContent-Type: text/html\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}
