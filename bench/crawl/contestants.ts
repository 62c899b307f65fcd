import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { builtFolder } from '../build-cli.ts'
import { pageUrl } from './corpora.ts'

/** One that crawls; run from its start page, whatever it writes into a folder of its own. */
export type Contestant = {
  readonly name: string
  readonly side: 'ours' | 'floor' | 'peer'
  /** Requests under way at once; default 16. */
  readonly atOnce?: number
  /** Why it cannot take part, and how that is mended. */
  readonly missing?: string | false
  command(start: string, out: string): readonly string[]
}

/** What is asked for beside a crawl of plain HTTP. */
export type Variant = {
  readonly gzip: boolean
  readonly durable: boolean
  /** The tree of every page is searched. */
  readonly handler: boolean
  /** File of the authority that signed the server's certificate; NODE_EXTRA_CA_CERTS and SSL_CERT_FILE name it too. */
  readonly ca: string | undefined
}

/** Orbweaver, wget and the floor: all that need nothing that has to be got first. */
export function ownContestants(cli: string, variant: Variant): Contestant[] {
  return variant.handler ? withHandler(cli) : withoutHandler(cli, variant)
}

function withHandler(cli: string): Contestant[] {
  const program = [process.execPath, join(builtFolder, 'handler-crawl.js')]
  const handlers = ['--handlers', join(builtFolder, 'page-handlers.js')]
  const stored = (start: string, out: string) => [...crawlCommand(cli, start), '--store', out, ...handlers]
  return [
    { name: 'orbweaver, soup, store', side: 'ours', command: stored },
    { name: 'orbweaver, soup, workers', side: 'ours', command: (start, out) => [...stored(start, out), '--workers', 'auto'] },
    { name: 'orbweaver, soup, library', side: 'ours', command: (start, out) => [...program, start, out] },
  ]
}

function crawlCommand(cli: string, start: string): string[] {
  return [
    ...[process.execPath, cli, 'crawl', start, '--quiet', '--include', pageUrl],
    ...['--delay', '0', '--concurrency', '16', '--per-site', '16'],
  ]
}

function withoutHandler(cli: string, { gzip, durable, ca }: Variant): Contestant[] {
  const orbweaver = (start: string) => crawlCommand(cli, start)
  const wget = ['wget', '-q', '-r', '-l', 'inf', '-nH', '--follow-tags=a', '--accept-regex', pageUrl]
  if (gzip) wget.push('--compression=auto')
  if (ca !== undefined) wget.push(`--ca-certificate=${ca}`)
  const durably: Contestant = {
    name: 'orbweaver --durable',
    side: 'ours',
    command: (start, out) => [...orbweaver(start), '--store', out, '--durable'],
  }
  return [
    ...(durable ? [durably] : []),
    { name: 'orbweaver --store', side: 'ours', command: (start, out) => [...orbweaver(start), '--store', out] },
    { name: 'orbweaver, no store', side: 'ours', command: (start, out) => [...orbweaver(start), '--output', join(out, 'items.jsonl')] },
    {
      name: 'wget -r',
      side: 'floor',
      atOnce: 1,
      missing: spawnSync('wget', ['--version']).status !== 0 && 'wget is not installed (Debian: wget)',
      command: (start, out) => [...wget, '-P', join(out, 'pages'), start],
    },
    {
      name: 'bare loop',
      side: 'floor',
      command: (start, out) => [
        ...[process.execPath, join(builtFolder, 'bare-loop.js'), start, join(out, 'items.jsonl')],
        ...(gzip ? ['gzip'] : []),
      ],
    },
    { name: 'start-up alone', side: 'floor', command: () => [process.execPath, cli, '--version'] },
  ]
}
