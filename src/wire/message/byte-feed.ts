import type { MessageAnomaly } from './message-anomaly.ts'
import { MessageFault } from './message-fault.ts'

const lineFeed = 10
const nothing = new Uint8Array(0)

/** A sum that may not be passed: the bytes of a header, of chunk extensions. */
export type Allowance = { left: number; readonly fault: MessageAnomaly }

/**
 * Bytes that came and have not been read. Readers are generators over it that yield `undefined` when they need more; the next bytes are
 * given only then, so that a chunk is read up before the next one, and body bytes are views on it.
 */
export class ByteFeed {
  #bytes: Uint8Array = nothing
  #at = 0
  /** Nothing will come after what is here. */
  ended = false

  give(bytes: Uint8Array): void {
    this.#bytes = bytes
    this.#at = 0
  }

  get isEmpty(): boolean {
    return this.#at >= this.#bytes.length
  }

  /** Bytes that are here, at most so many, without a copy. */
  take(most: number): Uint8Array {
    const from = this.#at
    this.#at = Math.min(this.#bytes.length, from + most)
    return this.#bytes.subarray(from, this.#at)
  }

  /** The next byte as a character; undefined at the end. */
  *character(allowance: Allowance): Generator<undefined, string | undefined, undefined> {
    while (this.isEmpty) {
      if (this.ended) return undefined
      yield undefined
    }
    spend(allowance, 1)
    return String.fromCharCode(this.#bytes[this.#at++]!)
  }

  /**
   * One line with its end, one character a byte; what is left when there is no line end any more. Throws MessageFault beyond the allowance.
   */
  *line(allowance: Allowance): Generator<undefined, string, undefined> {
    let line = ''
    for (;;) {
      const end = this.#bytes.indexOf(lineFeed, this.#at)
      const length = (end < 0 ? this.#bytes.length : end + 1) - this.#at
      spend(allowance, length)
      line += latin1(this.take(length))
      if (end >= 0) return line
      if (this.ended) return line
      yield undefined
    }
  }
}

function spend(allowance: Allowance, length: number): void {
  allowance.left -= length
  if (allowance.left < 0) throw new MessageFault(allowance.fault)
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}
