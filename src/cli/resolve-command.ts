import { resolveName } from '../net/index.ts'
import { askUrl } from './ask-url.ts'
import { webUrl } from './given-url.ts'
import { jsonLine } from './json-line.ts'

/** `orbweaver resolve NAME`: a whole URL will do. */
export async function resolveCommand(given: string | undefined, flags: { readonly json?: boolean }): Promise<void> {
  const { hostname } = webUrl(given ?? (await askUrl('resolve')))
  for (const { address, family, class: kind } of await resolveName(hostname))
    process.stdout.write(flags.json ? jsonLine({ name: hostname, address, family, class: kind }) : `${address}\t${kind}\n`)
}
