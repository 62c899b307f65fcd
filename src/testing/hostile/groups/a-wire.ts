import type { Endpoint } from '../endpoint.ts'
import { atMostRequests, leavesWithin } from '../rules.ts'

const page = (id: string) => `<!DOCTYPE html>\n<title>${id}</title>\n<p>If you can read this, your robot can.</p>\n`

/** Answers that are no valid HTTP. */
export const aGroup: readonly Endpoint[] = [
  {
    id: 'A01',
    says: 'a Content-Length above the length of the body',
    expects: { outcome: 'partial' },
    rules: [atMostRequests(4), leavesWithin(5_000)],
    async behave(_asked, wire) {
      const body = page('A01')
      await wire.send(`HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${body.length + 10}\r\n\r\n${body}`)
    },
  },
]
