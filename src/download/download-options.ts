import type { CrawlError } from '../base/crawl-error.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { FetchOptions } from '../fetch/with-client.ts'

/**
 * Where a download goes. Text: a file; or a folder, when it ends with a slash or is one, and the name is derived. An object: a folder that
 * is trusted and a name below it that is not; none of the folders between may be a symbolic link.
 */
export type DownloadTarget = string | { readonly folder: string; readonly name?: string | undefined }

export type DownloadOptions = FetchOptions & {
  /** Go on with the part that an earlier call left; default true. */
  readonly resume?: boolean | undefined
  /** Take a file under the final name for the beginning of this download (curl -C -, wget -c); default false. */
  readonly continueFile?: boolean | undefined
  /** Further attempts without a new byte after failures that may pass; each asks from where the last one ended. Default 2. */
  readonly retries?: number | undefined
  /** Told before the wait for each further attempt. */
  readonly onRetry?: ((retry: DownloadRetry) => void) | undefined
  /** Bytes a second at most; default no limit. */
  readonly limitRate?: number | undefined
  /** Most bytes that the file may have; more is CrawlError `body-too-large`. Default no limit. */
  readonly maxBytes?: number | undefined
  /** Told about ten times a second, and at the end. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined
  /** Bytes of one block, the unit of writing; default `limits.downloadBlockBytes`. One that fills slowly is written before it is full. */
  readonly blockBytes?: number | undefined
  /** Told of each block with its bytes once it is written. */
  readonly onBlock?: ((bytes: number) => void) | undefined
  /** What becomes of a file that is there: default `always` for a file that the caller named, `rename` (x.1.jpg) for a derived name. */
  readonly overwrite?: 'never' | 'always' | 'rename' | undefined
  /** A derived name comes from Content-Disposition, type and URL (`answer`, default), or from the URL alone (`url`, curl -O). */
  readonly nameFrom?: 'answer' | 'url' | undefined
  /** Digest of the whole file, `sha-256=` with hexadecimal digits or base64; another one is CrawlError `digest-mismatch`. */
  readonly expect?: string | undefined
  /** Only when the server's is newer than the file (curl -z FILE, wget -N); default false. */
  readonly newerOnly?: boolean | undefined
  /** Give the file the time of Last-Modified (curl -R); default false. */
  readonly keepTime?: boolean | undefined
  /**
   * Bring the file to the disk before it gets its name, so that not even a power failure leaves a part of it under that name; default
   * false: that costs the disk's time, and a killed process never does.
   */
  readonly durable?: boolean | undefined
  /** Save the body of a status of 400 and above too; default false: CrawlError `http-status`. */
  readonly errorPages?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

export type DownloadRetry = { readonly error: CrawlError; readonly waitMs: number; readonly attempt: number }

export type DownloadProgress = {
  /** Bytes of the file that are here, those of earlier calls included. */
  readonly received: number
  /** Size of the whole file, when the server says it. */
  readonly total: number | undefined
  /** Mean of the last seconds. */
  readonly bytesPerSecond: number
}

export type Download = {
  readonly path: string
  /** `saved`: the file was put in place. `complete`: nothing was missing. `unchanged`: the server has nothing newer (304). */
  readonly outcome: 'saved' | 'complete' | 'unchanged'
  /** Size of the file. */
  readonly bytes: number
  /** Body bytes that came over the wire in this call. */
  readonly received: number
  /** Where the first answer that was kept began. */
  readonly resumedFrom: number
  /** Blocks written in this call. */
  readonly blocks: number
  /** Further attempts that were made. */
  readonly retries: number
  /** Digests that were checked, by name: `expect`, `content-md5`. */
  readonly verified: readonly string[]
  /** Content codings that the server put on although none was asked for: the file has them still. */
  readonly codings: readonly string[]
  /** The last answer; its order has the final URL. */
  readonly exchange: Exchange
}
