import type { CurlOrder, DataPiece, FormPiece } from './curl-order.ts'
import { isSecretField } from './secret-fields.ts'
import { shellQuote } from './shell-quote.ts'

export type FormatCurlOptions = {
  /** Write passwords, tokens and cookies out. Default false: `***` stands in their place. Bodies and queries are written as they are. */
  readonly showSecrets?: boolean | undefined
}

/** Writes an order as one curl line for a POSIX shell; `parseCurl` of it is the same order. */
export function formatCurl(order: CurlOrder, { showSecrets = false }: FormatCurlOptions = {}): string {
  const words = ['curl']
  const add = (option: string, value: string | number | undefined): void => void (value !== undefined && words.push(option, String(value)))
  const on = (option: string, given: boolean | undefined): void => void (given === true && words.push(option))
  const secret = (value: string): string => (showSecrets ? value : hidden)
  const login = (value: string): string => (showSecrets ? value : value.replace(/:[\s\S]*$/, `:${hidden}`))

  add('-X', order.method)
  on('-I', order.head)
  on('-G', order.get)
  add('-A', order.userAgent)
  if (order.referer !== undefined || order.autoReferer) add('-e', `${order.referer ?? ''}${order.autoReferer ? ';auto' : ''}`)
  for (let at = 0; at + 1 < order.headers.length; at += 2) {
    const [name, value] = [order.headers[at]!, order.headers[at + 1]!]
    add('-H', value === '' ? `${name};` : `${name}: ${isSecretField(name) ? secret(value) : value}`)
  }
  for (const name of order.withoutHeaders) add('-H', `${name}:`)
  for (const piece of order.data) words.push(...(order.json ? jsonWords(piece) : dataWords(piece)))
  for (const piece of order.query) add('--url-query', 'text' in piece ? `+${piece.text}` : `${piece.name ?? ''}@${piece.file}`)
  for (const piece of order.form) words.push(...formWords(piece))
  add('-T', order.upload)
  add('-r', order.range)
  add('-z', order.since)
  on('--compressed', order.compressed)

  add('-u', order.user === undefined ? undefined : login(order.user))
  if (order.auth !== undefined) words.push(order.auth === 'any' ? '--anyauth' : `--${order.auth}`)
  add('--oauth2-bearer', order.bearer === undefined ? undefined : secret(order.bearer))
  for (const cookie of order.cookies) add('-b', cookie.includes('=') && !showSecrets ? withoutValues(cookie) : cookie)
  add('-c', order.cookieJar)
  add('-x', order.proxy === undefined || showSecrets ? order.proxy : withoutLogin(order.proxy))
  add('-U', order.proxyUser === undefined ? undefined : login(order.proxyUser))
  add('--noproxy', order.noProxy)
  on('-k', order.insecure)
  add('--cacert', order.caFile)
  add('-E', order.certFile)
  add('--key', order.keyFile)
  for (const entry of order.resolve) add('--resolve', entry)
  add('--dns-servers', order.dnsServers?.join())
  if (order.family !== undefined) words.push(`-${order.family}`)
  if (order.http !== undefined) words.push(`--http${order.http}`)

  if (order.location !== undefined) words.push(order.location ? '-L' : '--no-location')
  add('--max-redirs', order.maxRedirects)
  for (const status of order.keepPost) words.push(`--post${status}`)
  add('-m', order.maxTime)
  add('--connect-timeout', order.connectTimeout)
  add('--retry', order.retry)
  add('--retry-delay', order.retryDelay)
  add('--retry-max-time', order.retryMaxTime)
  on('--retry-connrefused', order.retryRefused)
  on('--retry-all-errors', order.retryAllErrors)
  add('--limit-rate', order.limitRate)
  add('--max-filesize', order.maxFilesize)

  for (const output of order.outputs) words.push(...(output === 'remote' ? ['-O'] : ['-o', output.file]))
  on('--remote-name-all', order.remoteNameAll)
  on('-J', order.remoteHeaderName)
  add('--output-dir', order.outputDir)
  on('--create-dirs', order.createDirs)
  on('--no-clobber', order.noClobber)
  on('-R', order.remoteTime)
  add('-C', order.continueAt === 'auto' ? '-' : order.continueAt)
  on('-i', order.include)
  add('-D', order.dumpHeader)
  if (order.fail !== undefined) words.push(order.fail === 'with-body' ? '--fail-with-body' : '-f')
  on('--fail-early', order.failEarly)
  add('-w', order.writeOut)
  add('--etag-save', order.etagSave)
  add('--etag-compare', order.etagCompare)
  on('-v', order.verbose)
  on('-s', order.silent)
  on('-S', order.showError)
  if (order.progress !== undefined) words.push(order.progress ? '-#' : '--no-progress-meter')
  for (const url of order.urls) words.push(...urlWords(showSecrets ? url : withoutLogin(url)))
  return words.map(shellQuote).join(' ')
}

const hidden = '***'

/** Also of an address without a scheme, which no URL parser would take apart. */
function withoutLogin(address: string): string {
  return address.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/?#]*@/i, '$1')
}

function withoutValues(cookies: string): string {
  return cookies.replace(/=[^;]*/g, `=${hidden}`)
}

function dataWords(piece: DataPiece): readonly string[] {
  if ('text' in piece) return ['--data-raw', piece.text]
  if (piece.as === 'encoded') return ['--data-urlencode', `${piece.name ?? ''}@${piece.file}`]
  return [piece.as === 'bytes' ? '--data-binary' : '-d', `@${piece.file}`]
}

function jsonWords(piece: DataPiece): readonly string[] {
  return ['--json', 'text' in piece ? piece.text : `@${piece.file}`]
}

function formWords({ name, text, file, fileName, type }: FormPiece): readonly string[] {
  if (text !== undefined && type === undefined && fileName === undefined) return ['--form-string', `${name}=${text}`]
  const content = text === undefined ? `${fileName === undefined ? '<' : '@'}${quoted(file ?? '')}` : quoted(text)
  const more = [
    ...(type === undefined ? [] : [`;type=${quoted(type)}`]),
    ...(fileName === undefined ? [] : [`;filename=${quoted(fileName)}`]),
  ]
  return ['-F', `${name}=${content}${more.join('')}`]
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

/** curl reads { } [ ] in a URL as a pattern unless told otherwise. */
function urlWords(url: string): readonly string[] {
  const glob = /[[\]{}]/.test(url) ? ['-g'] : []
  return [...glob, ...(url.startsWith('-') ? ['--url'] : []), url]
}
