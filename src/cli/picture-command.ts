import { CrawlError } from '../base/crawl-error.ts'
import { pictureOf } from '../page/index.ts'
import { askUrl } from './ask-url.ts'
import { grouped } from './figures.ts'
import { jsonLine } from './json-line.ts'
import type { SourceFlags } from './read-source.ts'
import { readSource } from './read-source.ts'

type PictureFlags = SourceFlags & { readonly json?: boolean }

/** `orbweaver picture URL|FILE|-`: what is in it, by its bytes. */
export async function pictureCommand(given: string | undefined, flags: PictureFlags): Promise<void> {
  const { exchange } = await readSource(given ?? (await askUrl('picture')), flags)
  const picture = await pictureOf(exchange.body)
  if (picture === undefined) throw new CrawlError('decode', 'This is no picture that can be read. Give the URL or the file of one.')
  const { format, width, height, bytes } = picture
  const line = `${format}, ${width} x ${height}, ${grouped(bytes.length)} bytes\n`
  process.stdout.write(flags.json ? jsonLine({ format, width, height, bytes: bytes.length }) : line)
}
