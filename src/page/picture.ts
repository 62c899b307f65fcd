import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { Ask, FetchOptions } from '../fetch/index.ts'
import { statusError } from '../fetch/index.ts'
import { fetchPage } from './fetch-page.ts'

/** A picture in memory: what it is and how big, not its dots. */
export type Picture = {
  /** `jpg`, `png`, `gif`, `webp`, `svg` ... by its bytes, whatever the server calls it. */
  readonly format: string
  /** In dots; of a picture that is turned as it is shown. */
  readonly width: number
  readonly height: number
  readonly bytes: Uint8Array
}

/** What a body is as a picture; undefined for what is none. Looks at the first `limits.pictureHeadBytes`. */
export async function pictureOf(bytes: Uint8Array): Promise<Picture | undefined> {
  // Its 28 files take 12 ms to load, and few runs need them.
  const { imageSize } = await import('image-size')
  try {
    const { type = '', width, height, orientation = 1 } = imageSize(bytes.subarray(0, limits.pictureHeadBytes))
    if (type === '' || !(width > 0) || !(height > 0)) return undefined
    // EXIF 5 to 8 are quarter turns.
    return orientation > 4 ? { format: type, width: height, height: width, bytes } : { format: type, width, height, bytes }
  } catch {
    return undefined
  }
}

/** The picture at a URL, redirects followed. Rejects with CrawlError, `http-status` and `decode` (no picture) among them. */
export async function fetchPicture(ask: Ask | string, options: FetchOptions = {}): Promise<Picture> {
  const { url, status, type, exchange } = await fetchPage(ask, options)
  if (status >= 400) throw statusError(exchange)
  return (await pictureOf(exchange.body)) ?? noPicture(url, type)
}

function noPicture(url: string, type: string): never {
  throw new CrawlError('decode', `${url} is no picture that can be read (${type || 'no type'}). Give the URL of one.`, { url })
}
