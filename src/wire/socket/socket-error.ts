import { CrawlError } from '../../base/crawl-error.ts'
import { oneLine } from '../../base/escape.ts'
import { failureParts, socketVerdict } from '../../net/socket-verdict.ts'

/** What a connected or connecting socket threw. @param name of the other end, `example.org:80` */
export function socketError(error: unknown, name: string): CrawlError {
  if (error instanceof CrawlError) return error
  const { message, code } = failureParts(error)
  if (code === 'ERR_STREAM_WRITE_AFTER_END') {
    return new CrawlError('usage', `Nothing more can be written to ${name}: end() was called before.`, { cause: error })
  }
  const [verdict, says, details] = socketVerdict(error) ?? ['network', `The connection to %s failed (${oneLine(message)}); try later.`]
  return new CrawlError(verdict, says.replaceAll('%s', name), { ...details, cause: error })
}

/** Why nobody can listen at an address. @param name `127.0.0.1:80` */
export function listenError(error: unknown, name: string, port: number): CrawlError {
  const { message, code } = failureParts(error)
  return new CrawlError('usage', `${reasons.get(code)?.(name, port) ?? `${name} cannot be listened on (${oneLine(message)}).`}`, {
    cause: error,
  })
}

const reasons: ReadonlyMap<string, (name: string, port: number) => string> = new Map([
  ['EADDRINUSE', (name: string) => `${name} is in use by another program. Give another port, 0 for any free one, or end that program.`],
  [
    'EACCES',
    (name: string, port: number) =>
      port < 1024
        ? `${name} needs rights you do not have: ports below 1024 are kept for the system's own servers. Give a port from 1024 on.`
        : `${name} needs rights you do not have. Give another port.`,
  ],
  ['EADDRNOTAVAIL', (name: string) => `${name} is no address of this machine. Give one of its own, 0.0.0.0 or :: for all of them.`],
  ['ENOTFOUND', (name: string) => `No address is known for ${name}. Give an address of this machine, for example 127.0.0.1.`],
])
