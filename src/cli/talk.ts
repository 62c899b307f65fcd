import { CrawlError } from '../base/crawl-error.ts'
import type { WireSocket } from '../wire/index.ts'

export type TalkOptions = {
  /** What we say, line by line, without line ends. */
  readonly lines: AsyncIterable<string> | readonly string[]
  readonly lineEnd: string
  /** The other end speaks first, and each line waits for its reply. */
  readonly inTurn: boolean
  /** After the last line say that nothing more comes. */
  readonly end: boolean
  /** Nothing more is read before it resolves. */
  heard(bytes: Uint8Array): void | Promise<void>
  said(bytes: Uint8Array): void
}

/**
 * Speaks a line protocol until the other end closes.
 * @throws CrawlError of the socket; `protocol` when the other end closes with lines unsaid, which a reply would have to come for
 */
export async function talk(socket: WireSocket, options: TalkOptions): Promise<void> {
  const replies = createReplies()
  const closed = Promise.withResolvers<'closed'>()
  let isSaid = false

  async function hear(): Promise<void> {
    try {
      for await (const bytes of socket) {
        replies.take(bytes)
        await options.heard(bytes)
      }
    } finally {
      closed.resolve('closed')
    }
  }

  async function say(): Promise<void> {
    let number = 0
    for await (const line of untilClosed(options.lines, closed.promise)) {
      number += 1
      if (options.inTurn && (await Promise.race([replies.next(), closed.promise])) === 'closed') {
        // By its number: it may be a password.
        const says = `The other end closed the connection before your line ${number} could be said. Look at its last line.`
        throw new CrawlError('protocol', says)
      }
      const bytes = Buffer.from(line + options.lineEnd)
      options.said(bytes)
      await socket.write(bytes)
    }
    isSaid = true
    if (options.end) socket.end()
  }

  const [heard, said] = await Promise.allSettled([hear(), say()])
  if (heard.status === 'rejected') throw heard.reason
  // Who has closed regularly need not take what we still say.
  if (said.status === 'rejected' && (isSaid || options.inTurn)) throw said.reason
}

/** Lines until there are no more, or nobody to hear them. */
async function* untilClosed(lines: TalkOptions['lines'], closed: Promise<'closed'>): AsyncGenerator<string> {
  const from = Symbol.asyncIterator in lines ? lines[Symbol.asyncIterator]() : lines[Symbol.iterator]()
  for (;;) {
    const next = await Promise.race([from.next(), closed])
    if (next === 'closed' || next.done) return
    yield next.value
  }
}

type Replies = { take(bytes: Uint8Array): void; next(): Promise<void> }

/** Whole replies: a line, or the lines that `250-` begins up to the one of `250 ` (RFC 5321 section 4.2.1, RFC 959 section 4.2). */
function createReplies(): Replies {
  let begin = ''
  let count = 0
  let wake: (() => void) | undefined
  return {
    take(bytes) {
      for (const byte of bytes) {
        if (byte !== 0x0a) {
          if (begin.length < 4) begin += String.fromCharCode(byte)
          continue
        }
        if (!/^\d{3}-/.test(begin)) count += 1
        begin = ''
      }
      if (count > 0) wake?.()
    },
    async next() {
      if (count === 0) {
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
      wake = undefined
      count = 0
    },
  }
}
