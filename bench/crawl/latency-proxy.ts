/**
 * Every byte of an answer late by the same time, as if the server were far away: latency-proxy PORT LATENCY_MS. In a process of its own.
 * Prints its port; goes when standard input ends.
 */
import { connect, createServer } from 'node:net'

const [port = 0, latencyMs = 0] = process.argv.slice(2).map(Number)

const server = createServer({ noDelay: true }, client => {
  const site = connect({ port, host: '127.0.0.1', noDelay: true })
  client.pipe(site)
  // Timers of one length fire in the order in which they were set.
  site.on('data', chunk => setTimeout(() => client.write(chunk), latencyMs))
  site.on('end', () => setTimeout(() => client.end(), latencyMs))
  site.on('error', () => client.destroy())
  client.on('error', () => site.destroy())
})
server.listen(0, '127.0.0.1', () => console.log((server.address() as { port: number }).port))
process.stdin.resume().on('end', () => process.exit())
