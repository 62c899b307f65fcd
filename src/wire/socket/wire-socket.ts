/**
 * One TCP (or TLS) connection as the seven calls see it: bytes in, bytes out, both ways on the same object. Every step is told as a
 * WireEvent. For one reader: reads do not overlap. Next to nothing is read ahead (two of the system's reads at most): while nobody reads,
 * the sender is held by the system's flow control. Iterating gives every read until the other end closes; leaving the loop leaves the
 * socket open, so that one can write and read on.
 */
export type WireSocket = AsyncIterable<Uint8Array> &
  AsyncDisposable & {
    readonly local: Endpoint
    readonly remote: Endpoint
    /** Undefined on a connection without TLS. */
    readonly tls: TlsSession | undefined
    /** Bytes read so far. */
    readonly bytesRead: number
    /**
     * The next bytes, at most `readBytes` of the options, for the caller to keep; empty when the other end has closed. Rejects with
     * CrawlError `timeout-idle`, `connection-reset`.
     */
    read(): Promise<Uint8Array>
    /**
     * Resolves when the system has taken all bytes; text goes as UTF-8. Rejects with CrawlError `timeout-idle` when it takes none,
     * `connection-reset`.
     */
    write(data: string | Uint8Array): Promise<void>
    /** Says that nothing more will be written; reading goes on. */
    end(): void
    /** Ends both directions at once. Idempotent. */
    close(): void
  }

export type Endpoint = { readonly address: string; readonly port: number }

/** What the TLS handshake agreed on. */
export type TlsSession = {
  /** `TLSv1.3` */
  readonly protocol: string
  /** `TLS_AES_256_GCM_SHA384` */
  readonly cipher: string
  /** What is wrong with the certificate, where it was told not to matter. */
  readonly distrust: string | undefined
  /** Of the other end; undefined when it showed none. */
  readonly certificate: Certificate | undefined
}

export type Certificate = {
  readonly subject: string
  readonly issuer: string
  /** Dates as the certificate has them: `Nov  2 02:01:26 2025 GMT`. */
  readonly validFrom: string
  readonly validTo: string
  /** Host names and addresses it is made for. */
  readonly names: readonly string[]
}

/** What happened on a socket, in the words of the sockets interface. Times are ms of the clock given to the socket. */
export type WireEvent = { readonly at: number } & WireCall

export type WireCall =
  | { readonly call: 'socket'; readonly family: 'IPv4' | 'IPv6' }
  | { readonly call: 'bind'; readonly local: Endpoint }
  | { readonly call: 'listen'; readonly local: Endpoint; readonly backlog: number }
  | { readonly call: 'accept'; readonly remote: Endpoint }
  | { readonly call: 'lookup'; readonly host: string; readonly addresses: readonly string[] }
  | { readonly call: 'connect'; readonly remote: Endpoint }
  | { readonly call: 'tls'; readonly protocol: string; readonly cipher: string; readonly peerName: string | undefined }
  | { readonly call: 'send'; readonly bytes: Uint8Array }
  /** The system took no more: the other end does not read (flow control). */
  | { readonly call: 'blocked'; readonly waiting: number }
  | { readonly call: 'released'; readonly afterMs: number }
  | { readonly call: 'recv'; readonly bytes: Uint8Array; readonly total: number }
  /** The other end has closed: a read of zero bytes. */
  | { readonly call: 'end'; readonly total: number }
  | { readonly call: 'close' }
