import { constants } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { CrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import { limits } from '../base/limits.ts'
import { makeFolder } from '../base/make-folder.ts'
import { withHeader } from '../exchange/header-list.ts'
import type { Ask } from '../fetch/index.ts'
import { orderOf, withClient } from '../fetch/index.ts'
import { createBlockWriter } from './block-writer.ts'
import { onDisk } from './disk-error.ts'
import type { Download, DownloadOptions, DownloadTarget } from './download-options.ts'

/**
 * Keeps what a URL gives as a file: `await download('https://example.org/image.jpg', 'image.jpg')`. Any size in constant memory, redirects
 * followed. Until it is whole it stands beside as `image.jpg.part`. Rejects with CrawlError.
 */
export async function download(ask: Ask | string, to: DownloadTarget, options: DownloadOptions = {}): Promise<Download> {
  const order = orderOf(ask)
  const path = await targetPath(to, order.url)
  makeFolder(dirname(path))
  const part = `${path}.part`
  const { O_CREAT, O_WRONLY, O_TRUNC, O_NOFOLLOW } = constants
  const file = await onDisk(part, () => open(part, O_CREAT | O_WRONLY | O_TRUNC | O_NOFOLLOW, 0o666))
  let blocks = 0
  const writer = createBlockWriter({
    writeAt: async (bytes, position) => {
      for (let done = 0; done < bytes.length; ) {
        done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten
      }
    },
    from: 0,
    blockBytes: options.blockBytes ?? limits.downloadBlockBytes,
    onBlock: bytes => {
      blocks++
      options.onBlock?.(bytes)
    },
  })
  try {
    const exchange = await withClient(options, client =>
      client.fetch({
        ...order,
        headers: withHeader(order.headers, 'accept-encoding', 'identity'),
        limits: { totalMs: Infinity, bodyBytes: 64 * 1024, ...order.limits, bodyRawBytes: Infinity },
        signal: options.signal ?? order.signal,
        into: ({ status }) => (status >= 200 && status < 300 ? writer : undefined),
      }),
    )
    if (exchange.status < 200 || exchange.status >= 300) {
      const url = withoutCredentials(order.url)
      throw new CrawlError('http-status', `${url} answered ${exchange.status}. Check the URL, or try later.`, {
        url,
        value: exchange.status,
      })
    }
    await onDisk(part, () => writer.end())
    await file.close()
    await onDisk(path, () => rename(part, path))
    const { position: bytes } = writer
    return { path, outcome: 'saved', bytes, received: bytes, resumedFrom: 0, blocks, retries: 0, verified: [], exchange }
  } catch (error) {
    await file.close()
    await rm(part, { force: true })
    throw error
  }
}

async function targetPath(to: DownloadTarget, url: string): Promise<string> {
  if (typeof to !== 'string') return join(to.folder, to.name ?? nameOf(url))
  const isFolder = to.endsWith('/') || to.endsWith(sep) || (await stat(to).catch(() => undefined))?.isDirectory() === true
  return isFolder ? join(to, nameOf(url)) : to
}

function nameOf(url: string): string {
  return basename(new URL(url).pathname) || 'index.html'
}
