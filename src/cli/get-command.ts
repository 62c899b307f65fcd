import { readGetOrder } from './get/get-order.ts'
import { givenUrls } from './given-urls.ts'
import { readInput } from './read-input.ts'

/**
 * `orbweaver get URL...`: curl's letters in curl's meaning; redirects are followed, and a status of 400 and above is a failure. Help is
 * left to the caller.
 */
export async function getCommand(args: readonly string[]): Promise<'help' | 'done'> {
  const get = await readGetOrder(args, async () => (await readInput()).toString())
  if (get.help) return 'help'
  get.urls = await givenUrls(get.urls, 'get')
  if (get.asCurl) (await import('./get/print-curl.ts')).printCurl(get)
  else process.exitCode = await (await import('./get/run-get.ts')).runGet(get, args.includes('--debug'))
  return 'done'
}
