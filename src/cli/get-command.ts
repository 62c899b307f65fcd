import { systemClock } from '../base/clock.ts'
import { formatCurl } from '../curl/format-curl.ts'
import type { Head } from '../exchange/order.ts'
import { createClient } from '../fetch/client.ts'
import { identityHeaders } from '../fetch/identity.ts'
import { exitCodes } from './exit-codes.ts'
import { clientOptionsOf } from './get/client-of.ts'
import type { GetOrder } from './get/get-order.ts'
import { readGetOrder } from './get/get-order.ts'
import { openHeaderFile } from './get/header-file.ts'
import { runTransfer } from './get/run-transfer.ts'
import { saveCookies } from './get/save-cookies.ts'
import { createTalk } from './get/talk.ts'
import { compileWriteOut } from './get/write-out.ts'
import { webUrl, withScheme } from './given-url.ts'
import { givenUrls } from './given-urls.ts'
import { readInput } from './read-input.ts'

/** `orbweaver get URL...`: curl's letters in curl's meaning; redirects are followed, and a status of 400 and above is a failure. Help is left to the caller. */
export async function getCommand(args: readonly string[]): Promise<'help' | 'done'> {
  const get = await readGetOrder(args, async () => (await readInput()).toString())
  if (get.help) return 'help'
  get.urls = await givenUrls(get.urls, 'get')
  if (get.asCurl) {
    process.stdout.write(`${formatCurl(asCurlOrder(get), { showSecrets: get.showSecrets })}\n`)
    return 'done'
  }
  const writeOut = get.writeOut === undefined ? undefined : compileWriteOut(await templateOf(get.writeOut))
  const urls = get.urls.map(webUrl)
  const options = await clientOptionsOf(get, urls)
  const talk = createTalk(get, args.includes('--debug'))
  const client = createClient(options)
  using headers = get.dumpHeader === undefined ? undefined : openHeaderFile(get.dumpHeader)
  let worst: number = exitCodes.done
  try {
    for (const [index, url] of urls.entries()) {
      const progress = await talk.begin(index, url)
      const onHeader = (head: Head): void => headers?.write(head)
      const { hop: onHop, warn } = talk
      const transfer = await runTransfer({ get, url, index, client, clock: systemClock, onHop, onHeader, onProgress: progress, warn })
      talk.end(transfer, writeOut)
      // wget: of several failures the one with the lower number.
      if (transfer.error !== undefined) worst = worst === exitCodes.done ? transfer.exitCode : Math.min(worst, transfer.exitCode)
      if (transfer.error !== undefined && get.failEarly) break
    }
    saveCookies(get, options.cookies)
  } finally {
    talk.close()
    await client.close()
  }
  process.exitCode = worst
  return 'done'
}

/** What curl would have to be told to do the same: its own defaults differ. */
function asCurlOrder(get: GetOrder): GetOrder {
  const [, agent = '', , from] = identityHeaders({ name: get.agent, contact: get.contact, agent: get.userAgent })
  return {
    ...get,
    urls: get.urls.map(withScheme),
    userAgent: agent,
    headers: from === undefined ? get.headers : [...get.headers, 'From', from],
    ...(get.location === false ? { location: undefined } : { location: true, maxRedirects: get.maxRedirects ?? 20 }),
    ...(get.seedStyle && get.outputs.length === 0 ? { remoteNameAll: true } : {}),
  }
}

async function templateOf(given: string): Promise<string> {
  if (!given.startsWith('@')) return given
  const { readGivenFile } = await import('./read-input.ts')
  return (given === '@-' ? await readInput() : readGivenFile(given.slice(1))).toString()
}
