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
 * @throws CrawlError usage where nobody can be asked, and for an empty answer
 */
export async function askUrl(verb: string, { stdin, stderr }: Terminal = process): Promise<string> {
  const nobody = new CrawlError('usage', `Which URL? Give it: orbweaver ${verb} https://example.org/.`)
  if (stdin.isTTY !== true || stderr.isTTY !== true) throw nobody
  const lines = createInterface({ input: stdin, output: stderr })
  try {
    stderr.write('Enter - ')
    for await (const line of lines) {
      if (line.trim() === '') break
      return line.trim()
    }
    throw nobody
  } finally {
    lines.close()
  }
}
