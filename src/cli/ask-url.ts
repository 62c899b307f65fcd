import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { CrawlError } from '../base/crawl-error.ts'

/** Where a person may sit. */
export type Terminal = {
  readonly stdin: Readable & { readonly isTTY?: boolean | undefined }
  readonly stderr: Writable & { readonly isTTY?: boolean | undefined }
}

/**
 * The URL of a command that was given none: a person at a terminal is asked for it, `Enter - `.
 * @throws CrawlError usage where nobody can be asked, and for an empty answer; aborted for Ctrl-C
 */
export async function askUrl(verb: string, { stdin, stderr }: Terminal = process): Promise<string> {
  const nobody = new CrawlError('usage', `Which URL? Give it: orbweaver ${verb} https://example.org/.`)
  if (stdin.isTTY !== true || stderr.isTTY !== true) throw nobody
  const lines = createInterface({ input: stdin, output: stderr })
  let fault = nobody
  lines.once('SIGINT', () => {
    fault = new CrawlError('aborted', 'No URL was given, and nothing asked.')
    lines.close()
  })
  try {
    stderr.write('Enter - ')
    for await (const line of lines) {
      if (line.trim() === '') throw nobody
      return line.trim()
    }
    stderr.write('\n')
    throw fault
  } finally {
    lines.close()
  }
}
