import { systemClock } from '../../base/clock.ts'
import { escapeTerminal } from '../../base/escape.ts'
import type { Head } from '../../exchange/order.ts'
import { createClient } from '../../fetch/client.ts'
import { exitCodes } from '../exit-codes.ts'
import { webUrl } from '../given-url.ts'
import { readGivenFile, readInput } from '../read-input.ts'
import { clientOptionsOf } from './client-of.ts'
import type { GetOrder } from './get-order.ts'
import { openHeaderFile } from './header-file.ts'
import { runTransfer } from './run-transfer.ts'
import { createTalk } from './talk.ts'
import type { Template } from './write-out.ts'

/** One URL after the other, over kept connections. @returns the exit code: of several failures the lower one, as with wget */
export async function runGet(get: GetOrder, debug: boolean): Promise<number> {
  const writeOut = get.writeOut === undefined ? undefined : await templateOf(get.writeOut)
  const urls = get.urls.map(webUrl)
  const options = await clientOptionsOf(get, urls)
  const talk = await createTalk(get, debug)
  const { hop: onHop, warn } = talk
  await using client = createClient(options)
  using headers = get.dumpHeader === undefined ? undefined : openHeaderFile(get.dumpHeader)
  const onHeader = (head: Head): void => headers?.write(head)
  let worst: number = exitCodes.done
  try {
    for (const [index, url] of urls.entries()) {
      const onProgress = await talk.begin(index, url)
      const transfer = await runTransfer({ get, url, index, client, clock: systemClock, onHop, onHeader, onProgress, warn })
      talk.end(transfer, writeOut)
      const { error, exitCode } = transfer
      if (error !== undefined) worst = worst === exitCodes.done ? exitCode : Math.min(worst, exitCode)
      if (error !== undefined && get.failEarly) break
    }
  } finally {
    talk.close()
  }
  if (get.cookieJar !== undefined) (await import('./save-cookies.ts')).saveCookies(get.cookieJar, options.cookies)
  return worst
}

async function templateOf(given: string): Promise<Template> {
  const { compileWriteOut } = await import('./write-out.ts')
  const shown = process.stdout.isTTY === true ? (value: string) => escapeTerminal(value, Infinity) : undefined
  if (!given.startsWith('@')) return compileWriteOut(given, shown)
  const file = given.slice(1)
  return compileWriteOut((file === '-' ? await readInput() : readGivenFile(file)).toString(), shown)
}
