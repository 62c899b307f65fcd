import { asCrawlError, CrawlError } from '../base/crawl-error.ts'
import { escapeTerminal } from '../base/escape.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { headerValues } from '../exchange/header-list.ts'
import type { Ask, Client, Followed } from '../fetch/index.ts'
import { createClient, orderOf } from '../fetch/index.ts'
import { exitCodeOf, exitCodes, failureOf } from './exit-codes.ts'
import { givenUrls } from './given-urls.ts'
import { headLine, headRecord } from './head-text.ts'
import { jsonLine } from './json-line.ts'
import type { FetchFlags } from './single-fetch.ts'
import { askOf, clientOptionsOf } from './single-fetch.ts'

type HeadFlags = FetchFlags & { readonly field?: readonly string[]; readonly line?: boolean; readonly json?: boolean }

/** `orbweaver head URL...`: of several failures the one with the lower exit code is reported, as wget does. */
export async function headCommand(given: readonly string[], flags: HeadFlags): Promise<void> {
  const urls = await givenUrls(given, 'head')
  const isOne = urls.length === 1
  await using client = createClient(clientOptionsOf(flags, urls))
  let worst: number = exitCodes.done
  for (const url of urls) {
    try {
      const followed = await askHead(askOf(url, flags), client)
      process.stdout.write(textOf(followed, { ...flags, line: flags.line ?? !isOne }))
      const { status } = followed.exchange
      if (status >= 400) worst = lower(worst, exitCodeOf(`http-${status}`))
    } catch (fault) {
      const error = asCrawlError(fault)
      if (isOne || error.code === 'internal') throw error
      process.stderr.write(`${failureOf(error).line}\n`)
      worst = lower(worst, exitCodeOf(error.code))
    }
  }
  process.exitCode = worst
}

/** A server that does not do HEAD is asked with GET; the body stays there. */
async function askHead(ask: Ask, client: Client): Promise<Followed> {
  const order = { ...orderOf(ask), method: 'HEAD' }
  const followed = await client.follow(order)
  const { status } = followed.exchange
  if (status !== 405 && status !== 501) return followed
  process.stderr.write(`orbweaver: HEAD is refused (${status}); asked with GET, its body left on the server.\n`)
  return client.follow({ ...order, method: 'GET', wants: () => false })
}

function textOf(followed: Followed, { json, field, line }: HeadFlags): string {
  const { exchange, hops } = followed
  if (json) return jsonLine(headRecord(followed))
  if (field !== undefined) return field.map(name => valuesOf(exchange, name)).join('')
  if (line) return headLine(followed)
  return hops
    .map(({ version, status, reason, headers }) => {
      const fields = headers.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${headers[index + 1]}`] : []))
      return [`HTTP${version === undefined ? '' : `/${version}`} ${status} ${reason}`.trimEnd(), ...fields]
        .map(text => `${escapeTerminal(text, Infinity)}\n`)
        .join('')
    })
    .join('\n')
}

function valuesOf({ order, headers }: Exchange, field: string): string {
  const values = headerValues(headers, field)
  if (values.length > 0) return values.map(value => `${escapeTerminal(value)}\n`).join('')
  throw new CrawlError('usage', `${order.url} sends no ${field}. See what it sends: orbweaver head URL.`)
}

function lower(one: number, other: number): number {
  return one === exitCodes.done ? other : Math.min(one, other)
}
