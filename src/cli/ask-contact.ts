import { createInterface } from 'node:readline/promises'
import { contactKind, defaultName, isPublic } from '../fetch/index.ts'
import type { IdentityFlags } from './single-fetch.ts'

/** A program that asks public sites again and again needs somebody to write to: a person at a terminal is asked. */
export async function askContact<Flags extends IdentityFlags>(seeds: readonly string[], flags: Flags): Promise<Flags> {
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
