import { escapeTerminal } from '../base/escape.ts'
import { jsonLine } from './json-line.ts'
import type { SourceFlags } from './read-source.ts'
import { readSource } from './read-source.ts'

type LinksFlags = SourceFlags & { readonly resources?: boolean; readonly text?: boolean; readonly json?: boolean }

/** `orbweaver links URL|FILE|-`. */
export async function linksCommand(source: string, flags: LinksFlags): Promise<void> {
  const page = await readSource(source, flags)
  for (const { url, via, text = '', rel } of page.links({ nofollow: true, resources: flags.resources ?? false })) {
    if (flags.json) process.stdout.write(jsonLine({ url, via, text, ...(rel === undefined ? {} : { rel }) }))
    else process.stdout.write(flags.text ? `${shown(url)}\t${via}\t${shown(text)}\n` : `${shown(url)}\n`)
  }
}

/** A URL is shown whole: a cut one would be another. */
function shown(text: string): string {
  return escapeTerminal(text, Infinity)
}
