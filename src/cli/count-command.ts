import { CrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import { countTags } from '../page/index.ts'
import { askUrl } from './ask-url.ts'
import { jsonLine } from './json-line.ts'
import type { SourceFlags } from './read-source.ts'
import { readSource } from './read-source.ts'

type CountFlags = SourceFlags & { readonly json?: boolean }

/** `orbweaver count TAG[,TAG...] URL|FILE|-`: one tag is one number. */
export async function countCommand(names: string, given: string | undefined, flags: CountFlags): Promise<void> {
  const tags = names
    .toLowerCase()
    .split(/[,\s]+/)
    .filter(name => name !== '')
  if (tags.length === 0) throw new CrawlError('usage', 'Which tags? Give them: orbweaver count p,a https://example.org/.')
  const page = await readSource(given ?? (await askUrl(`count ${withoutCredentials(names)}`)), flags)
  const counts = countTags(page.html)
  for (const tag of tags) {
    const count = counts.get(tag) ?? 0
    process.stdout.write(flags.json ? jsonLine({ tag, count }) : tags.length === 1 ? `${count}\n` : `${tag}\t${count}\n`)
  }
}
