import type { Socket } from 'node:net'
import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import { hostAndPort } from './transport-error.ts'

/** Ends a connection whose answer's header is above the limit. */
export type HeaderMeter = {
  /** Counts what is read of a connection that speaks HTTP/1. */
  watch(socket: Socket, site: string): void
  /** The parser met the begin of a header in what was read last. */
  began(): void
  ended(): void
}

const outside = -1

/**
 * undici counts the bytes of fields alone, and would read a reason phrase without end until a clock ends it. It parses a piece as soon as
 * it has read it: so the header that begins or ends belongs to the socket that was read last.
 */
export function createHeaderMeter(): HeaderMeter {
  let last = { bytes: outside }
  return {
    watch(socket, site) {
      const own = { bytes: outside }
      const read = socket.read
      socket.read = (size?: number): unknown => {
        const chunk: unknown = read.call(socket, size)
        if (!(chunk instanceof Uint8Array)) return chunk
        last = own
        if (own.bytes === outside) return chunk
        // The pieces before are within the header wholly; this one may hold its end and much of the body.
        if (own.bytes > limits.headerBytes) {
          const says = `${hostAndPort(site)} sent a header above ${limits.headerBytes} bytes; it is not read.`
          socket.destroy(new CrawlError('headers-too-large', says, { value: limits.headerBytes }))
          return null
        }
        own.bytes += chunk.length
        return chunk
      }
    },
    began() {
      last.bytes = 0
    },
    ended() {
      last.bytes = outside
    },
  }
}
