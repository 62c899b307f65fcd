import { createInterface } from 'node:readline/promises'
import { contactKind, defaultName, isPublic } from '../spider/index.ts'
import type { CrawlFlags } from './crawl-flags.ts'

/** A public crawl needs somebody to write to: a person at a terminal is asked. */
export async function askContact(seeds: readonly string[], flags: CrawlFlags): Promise<CrawlFlags> {
  const known = flags.contact !== undefined || flags.userAgent !== undefined
  if (known || !process.stdin.isTTY || !process.stderr.isTTY || !seeds.some(url => URL.canParse(url) && isPublic(url))) return flags
  const ask = createInterface({ input: process.stdin, output: process.stderr })
  try {
    process.stderr.write('Webmasters must be able to see who asks and to reach you.\n')
    const agent = flags.agent ?? (await ask.question(`Name of your robot, as Name/1.0 (Enter for ${defaultName}): `)).trim()
    const contact = (await ask.question('Your mail address or a page about the crawl: ')).trim()
    if (contact !== '') contactKind(contact)
    return { ...flags, ...(agent === '' ? {} : { agent }), ...(contact === '' ? {} : { contact }) }
  } finally {
    ask.close()
  }
}
