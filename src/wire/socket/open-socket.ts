import type { OnReadOpts, Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { Clock } from '../../base/clock.ts'
import { systemClock } from '../../base/clock.ts'
import { CrawlError } from '../../base/crawl-error.ts'
import { limits } from '../../base/limits.ts'
import { socketError } from './socket-error.ts'
import { tlsSession } from './tls-session.ts'
import type { Endpoint, TlsSession, WireCall, WireEvent, WireSocket } from './wire-socket.ts'

export type SocketOptions = {
  /** Most bytes that one read gives; default `limits.socketReadBytes`. */
  readonly readBytes?: number | undefined
  /** The bytes of a read are valid until the next read only: endless streams then make no garbage. Default false: they are the caller's. */
  readonly lend?: boolean | undefined
  /** Longest silence while a read or a held write waits, ms; `Infinity` waits for ever. Default `limits.idleMs`. */
  readonly idleMs?: number | undefined
  readonly clock?: Clock | undefined
  /** Told of every call as it happens. */
  readonly on?: ((event: WireEvent) => void) | undefined
}

const nothing = new Uint8Array(0)

/** The one socket of both sides, around Node's: made before it (`onread`), then bound to it. */
export class OpenSocket implements WireSocket {
  readonly readBytes: number
  readonly #idleMs: number
  readonly #clock: Clock
  readonly #on: ((event: WireEvent) => void) | undefined
  readonly #lend: boolean
  readonly #queue: Uint8Array[] = []
  /** What the system reads into next, what a reader has, and what came back from it. */
  #spare: Uint8Array | undefined
  #lent: Uint8Array | undefined
  #returned: Uint8Array | undefined
  #socket!: Socket
  #name = ''
  #endpoints: { readonly local: Endpoint; readonly remote: Endpoint } | undefined
  #tls: TlsSession | undefined
  #waiting: PromiseWithResolvers<Uint8Array> | undefined
  #writing: Promise<void> = Promise.resolve()
  #total = 0
  #failure: CrawlError | undefined
  #hasEnded = false
  #toldEnd = false
  #isClosed = false

  constructor({ readBytes = limits.socketReadBytes, lend = false, idleMs = limits.idleMs, clock = systemClock, on }: SocketOptions) {
    if (!Number.isSafeInteger(readBytes) || readBytes < 1 || readBytes > limits.socketReadMostBytes) {
      const says = `A read of ${readBytes} bytes cannot be. Give a whole number from 1 to ${limits.socketReadMostBytes}.`
      throw new CrawlError('usage', says, { value: readBytes })
    }
    this.readBytes = readBytes
    this.#lend = lend
    this.#idleMs = idleMs
    this.#clock = clock
    this.#on = on
  }

  /** For Node's socket: each of the system's reads asks for `readBytes` at most, and stops the next one until somebody wants it. */
  onread(): OnReadOpts {
    return {
      buffer: () => {
        if (this.#spare === undefined) {
          this.#spare = this.#returned ?? new Uint8Array(Buffer.allocUnsafeSlow(this.readBytes).buffer)
          this.#returned = undefined
        }
        return this.#spare
      },
      callback: (size, buffer) => {
        // A few bytes must not keep a large buffer alive; a full one is handed out as it is.
        if (size * 2 < buffer.length) this.deliver(buffer.slice(0, size))
        else {
          this.#spare = undefined
          this.deliver(buffer.subarray(0, size))
        }
        return false
      },
    }
  }

  /** @param name of the other end in errors, `example.org:80` */
  bind(socket: Socket, name: string): void {
    this.#socket = socket
    this.#name = name
    socket
      .on('end', () => {
        this.#hasEnded = true
        this.#answer(nothing)
      })
      .on('error', error => this.fail(socketError(error, name)))
      .on('close', () => this.#drop())
  }

  /** The connection stands: from now on its ends are known. */
  open(): void {
    const { localAddress = '', localPort = 0, remoteAddress = '', remotePort = 0 } = this.#socket
    this.#endpoints = {
      local: { address: localAddress, port: localPort },
      remote: { address: remoteAddress, port: remotePort },
    }
    if (this.#socket instanceof TLSSocket) this.#tls = tlsSession(this.#socket)
  }

  tell(call: WireCall): void {
    this.#on?.({ at: this.#clock.now(), ...call })
  }

  deliver(bytes: Uint8Array): void {
    this.#socket.pause()
    this.#queue.push(bytes)
    if (this.#waiting !== undefined) this.#answer(this.#next())
  }

  fail(error: CrawlError): void {
    this.#failure ??= error
    this.#socket.destroy()
    this.#drop()
  }

  get local(): Endpoint {
    return this.#endpoints!.local
  }

  get remote(): Endpoint {
    return this.#endpoints!.remote
  }

  get tls(): TlsSession | undefined {
    return this.#tls
  }

  get bytesRead(): number {
    return this.#total
  }

  async read(): Promise<Uint8Array> {
    if (this.#waiting !== undefined) {
      throw new CrawlError('usage', 'Two reads of one socket overlap. Wait for the first one to end.')
    }
    this.#returned ??= this.#lent
    this.#lent = undefined
    const bytes = this.#queue.length > 0 ? this.#next() : await this.#more()
    if (this.#lend && bytes.buffer.byteLength === this.readBytes) this.#lent = new Uint8Array(bytes.buffer)
    if (bytes.length > 0) {
      this.#total += bytes.length
      if (this.#on !== undefined) this.tell({ call: 'recv', bytes, total: this.#total })
    } else if (!this.#toldEnd) {
      this.#toldEnd = true
      this.tell({ call: 'end', total: this.#total })
    }
    return bytes
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    for (let bytes = await this.read(); bytes.length > 0; bytes = await this.read()) yield bytes
  }

  write(data: string | Uint8Array): Promise<void> {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data
    const sent = this.#writing.then(() => this.#send(bytes))
    // Whoever wrote hears of a failure; the next write finds the socket closed.
    this.#writing = sent.catch(() => {})
    return sent
  }

  end(): void {
    void this.#writing.then(() => this.#socket.end())
  }

  close(): void {
    if (this.#isClosed) return
    const socket = this.#socket
    // TLS says good-bye (RFC 8446 section 6.1), unless what is still to be sent would have to wait.
    if (socket.writableLength === 0) {
      socket.destroySoon()
      socket.once(
        'close',
        this.#clock.after(limits.lingerMs, () => socket.destroy()),
      )
    } else socket.destroy()
    this.#drop()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
    if (!this.#socket.closed) await new Promise<void>(resolve => this.#socket.once('close', () => resolve()))
  }

  /** The first bytes that came and that nobody has. */
  #next(): Uint8Array {
    const [first = nothing] = this.#queue
    if (first.length <= this.readBytes) {
      this.#queue.shift()
      return first
    }
    this.#queue[0] = first.subarray(this.readBytes)
    return first.subarray(0, this.readBytes)
  }

  async #more(): Promise<Uint8Array> {
    if (this.#failure !== undefined) throw this.#failure
    if (this.#hasEnded) return nothing
    if (this.#isClosed) throw closedHere(this.#name)
    const waiting = Promise.withResolvers<Uint8Array>()
    this.#waiting = waiting
    const forget = this.#limitSilence('sent')
    this.#socket.resume()
    try {
      return await waiting.promise
    } finally {
      forget()
    }
  }

  /** Once for each wait: what comes in the same breath is the next read's. */
  #answer(bytes: Uint8Array): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.resolve(bytes)
  }

  #limitSilence(did: 'sent' | 'taken'): () => void {
    if (this.#idleMs === Infinity) return () => {}
    return this.#clock.after(this.#idleMs, () => {
      const says = `${this.#name} has ${did} nothing for ${this.#idleMs} ms; perhaps it waits for you: see who is to speak, or give it more time.`
      this.fail(new CrawlError('timeout-idle', says, { value: this.#idleMs }))
    })
  }

  async #send(bytes: Uint8Array): Promise<void> {
    if (this.#on !== undefined && !this.#isClosed) this.tell({ call: 'send', bytes })
    for (let at = 0; at < bytes.length; at += limits.socketWriteBytes) {
      await this.#push(bytes.subarray(at, at + limits.socketWriteBytes), bytes.length - at)
    }
  }

  #push(piece: Uint8Array, left: number): Promise<void> {
    if (this.#isClosed) return Promise.reject(this.#failure ?? closedHere(this.#name))
    return new Promise((resolve, reject) => {
      let forget = () => {}
      let blockedAt: number | undefined
      // What the system takes at once is done within a turn, over TLS within two.
      let turn = setImmediate(() => {
        turn = setImmediate(() => {
          blockedAt = this.#clock.now()
          forget = this.#limitSilence('taken')
          this.tell({ call: 'blocked', waiting: left })
        })
      })
      this.#socket.write(piece, error => {
        clearImmediate(turn)
        forget()
        if (error) return reject(this.#failure ?? (this.#isClosed ? closedHere(this.#name) : socketError(error, this.#name)))
        if (blockedAt !== undefined) this.tell({ call: 'released', afterMs: this.#clock.now() - blockedAt })
        resolve()
      })
    })
  }

  #drop(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.tell({ call: 'close' })
    if (this.#hasEnded) this.#answer(nothing)
    else this.#waiting?.reject(this.#failure ?? closedHere(this.#name))
    this.#waiting = undefined
  }
}

function closedHere(name: string): CrawlError {
  return new CrawlError('aborted', `The connection to ${name} was closed at this end. Open a new one.`)
}
