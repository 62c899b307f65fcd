import { CrawlError } from '../../base/crawl-error.ts'
import type { CurlDraft } from '../../curl/curl-order.ts'
import { emptyCurlOrder } from '../../curl/curl-order.ts'
import type { OptionRow } from '../../curl/option-row.ts'
import { wholeNumber } from '../../curl/option-row.ts'
import { checkCurlOrder, curlDraft, curlOptions } from '../../curl/parse-curl.ts'
import type { OptionTable } from '../../curl/read-options.ts'
import { readOptions } from '../../curl/read-options.ts'
import { jsonOption } from '../../curl/request-options.ts'

/** What one `orbweaver get` asks for: a curl order, and what curl has not. */
export type GetOrder = CurlDraft & {
  /** Print what happened as JSON in place of the body. */
  exchangeJson?: boolean
  seedStyle?: boolean
  /** Show so many characters, count all. */
  maxChars?: number
  /** Folder of the private cache. */
  cache?: string
  agent?: string
  contact?: string
  fromCurl?: string
  asCurl?: boolean
  showSecrets?: boolean
  quiet?: boolean
  help?: boolean
}

/** What curl has not. Its `--json` sends JSON, but here it prints it, as with every verb: `--data-json` sends. */
export const ownOptions: readonly OptionRow<GetOrder>[] = [
  {
    name: 'from-curl',
    value: '<line>',
    says: 'do what a curl line says; - reads it from standard input',
    set: (get, value) => set(get, { fromCurl: value }),
  },
  { name: 'as-curl', says: 'print this command as a curl line and ask nothing', set: get => set(get, { asCurl: true }) },
  {
    name: 'show-secrets',
    says: 'write passwords, tokens and cookies out in -v and --as-curl',
    set: get => set(get, { showSecrets: true }),
  },
  { name: 'json', says: 'print what happened as JSON, without the body', set: get => set(get, { exchangeJson: true }) },
  {
    name: 'max-chars',
    value: '<n>',
    says: 'show so many characters of the body, count them all',
    set: (get, value) => set(get, { maxChars: wholeNumber('max-chars', value) }),
  },
  {
    name: 'seed-style',
    says: 'as the textbook does: ask for the URL if none is given, save it under its name, say how many characters were copied',
    set: get => set(get, { seedStyle: true }),
  },
  {
    name: 'cache',
    value: '<dir>',
    says: 'keep answers in a folder and ask only whether they changed',
    set: (get, value) => set(get, { cache: value }),
  },
  {
    name: 'agent',
    value: '<name>',
    says: 'name and version of your robot (default: Orbweaver/0.1)',
    set: (get, value) => set(get, { agent: value }),
  },
  { name: 'contact', value: '<mail|url>', says: 'how a webmaster reaches you', set: (get, value) => set(get, { contact: value }) },
  { name: 'quiet', says: 'no progress, no summary', set: get => set(get, { quiet: true }) },
  { name: 'help', letter: 'h', says: 'this page', set: get => set(get, { help: true }) },
  { name: 'verify-tls', says: '--no-verify-tls is -k, as in the other commands', set: (get, _, on) => set(get, { insecure: !on }) },
  { name: 'debug', says: 'show the stack of an error', set: () => {} },
  jsonOption('data-json'),
]

function set(get: GetOrder, values: Partial<GetOrder>): void {
  Object.assign(get, values)
}

export const getOptions: OptionTable<GetOrder> = {
  rows: [...ownOptions, ...curlOptions.rows.filter(({ name }) => name !== 'json')],
  refused: curlOptions.refused,
}

/**
 * Reads the arguments of `orbweaver get`. With `--from-curl` the curl line comes first and the rest is put on top of it.
 * @param readLine gives the curl line for `--from-curl -`
 * @throws CrawlError usage
 */
export async function readGetOrder(args: readonly string[], readLine: () => Promise<string>): Promise<GetOrder> {
  for (const [index, argument] of args.entries()) if (argument === '--json') refuseBody(args[index + 1])
  const first: GetOrder = emptyCurlOrder()
  readOptions(args, getOptions, first)
  const { fromCurl, agent = process.env['ORBWEAVER_AGENT'], contact = process.env['ORBWEAVER_CONTACT'] } = first
  const get: GetOrder =
    fromCurl === undefined ? emptyCurlOrder() : { location: false, ...curlDraft(fromCurl === '-' ? await readLine() : fromCurl) }
  if (agent) get.agent = agent
  if (contact) get.contact = contact
  readOptions(args, getOptions, get)
  checkCurlOrder(get)
  const nameless = get.withoutHeaders.find(name => /^(?:user-agent|host)$/i.test(name))
  if (nameless !== undefined)
    throw new CrawlError('usage', `No request goes without ${nameless}. Give another one with ${/^h/i.test(nameless) ? '-H' : '-A'}.`)
  return get
}

function refuseBody(next: string | undefined): void {
  if (next === undefined || !/^\s*[[{"@]/.test(next)) return
  throw new CrawlError('usage', '--json prints what happened as JSON and takes no value. To send JSON give --data-json.')
}
