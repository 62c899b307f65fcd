import type { Command } from 'commander'
import { Option } from 'commander'
import { limits } from '../../base/limits.ts'
import {
  addressClass,
  diskFloor,
  folder,
  gather,
  header,
  maxFilesize,
  nameServers,
  pattern,
  seconds,
  whole,
  workers,
} from '../arguments.ts'
import { identity, reporting } from './shared-flags.ts'

export function describeCrawl(program: Command): void {
  const command = program
    .command('crawl')
    .argument('[url...]', 'where to begin; - reads URLs from standard input, separated by white space')
    .description('Follow links from page to page, politely, and keep a record of every page.')
    .optionsGroup('What to crawl:')
    .option('-l, --depth <n>', 'links between a seed and a page', whole, limits.depth)
    .option('--max-pages <n>', 'pages in all, over all runs on a store', whole)
    .option('--max-per-site <n>', 'pages of one site', whole)
    .option('--max-filesize <size>', 'bytes of a page at most, for example 200K or 3M (default: 8M)', maxFilesize)
    .option('-m, --max-time <s>', 'seconds for one page (default: 60, and less at a site whose answers do not end)', seconds)
    .addOption(
      new Option('--scope <kind>', 'what is ours, as the seeds have it')
        .choices(['site', 'domain', 'host', 'prefix', 'all'])
        .default('site'),
    )
    .option('--include <re>', 'only URLs that match (may be given again)', pattern, [])
    .option('--exclude <re>', 'no URLs that match (may be given again)', pattern, [])
    .option('--resources', 'images, scripts and styles too')
    .option('--strip-tracking', 'take utm_* and such parameters off URLs')
    .option('--strip-sessions', 'take session ids off URLs')
    .option('--no-sitemaps', 'leave sitemaps and feeds alone')
    .option('--no-traps', 'no trap rules')
    .addOption(
      new Option('--revisit <which>', 'pages of a finished crawl: all are asked whether they have changed, or only those due, or whole')
        .choices(['all', 'due', 'whole'])
        .default('all'),
    )
    .optionsGroup('What to take from pages:')
    .option(
      '--handlers <file>',
      'a module that exports `visits` (URL pattern: handler) and `visit` (all other pages); default: a record of each',
    )
    .option('--workers <n>', 'threads that run its handlers; auto: one for each further core once that pays (default: 0)', workers)
    .optionsGroup('Manners:')
  identity(command)
    .addOption(
      new Option('-w, --delay <s>', 'seconds between two requests to a site (default: 1)').env('ORBWEAVER_DELAY').argParser(seconds),
    )
    .addOption(
      new Option('--concurrency <n>', 'requests under way at once, all sites together (default: 256)')
        .env('ORBWEAVER_CONCURRENCY')
        .argParser(whole),
    )
    .option(
      '--per-site <n>',
      'requests under way at once to one site (default: 1; with --delay 0 on this machine: --concurrency, if given)',
      whole,
    )
    .option('-t, --tries <n>', 'attempts at one URL (default: 3)', whole)
    .addOption(new Option('--robots <how>', 'robots.txt').choices(['obey', 'google', 'ignore']).default('obey'))
    .option('--no-nofollow', 'ignore meta robots, X-Robots-Tag and rel=nofollow')
    .optionsGroup('Access:')
    .option('--header <line>', "'Name: value', for the seeds' own sites only (may be given again)", header, [])
    .option('-u, --user <name:password>', "Basic or Digest authentication, for the seeds' own sites only")
    .option(
      '--cookies <file>',
      'keep cookies: read from this file when it is there, written a few seconds after a change (Netscape format)',
    )
    .option(
      '--allow-address <class>',
      'let links lead to loopback, private, link-local ... addresses (may be given again)',
      addressClass,
      [],
    )
    .option(
      '-x, --proxy <url>',
      'http://, https://, socks4a://, socks5:// or socks5h:// (default: http_proxy, https_proxy, all_proxy, no_proxy)',
    )
    .option('--dns-servers <addresses>', "name servers in place of the system's, separated by commas", nameServers)
    .option('-k, --no-verify-tls', 'do not check certificates')
    .optionsGroup('What comes out:')
    .addOption(
      new Option('--store <dir>', 'keep the crawl in a folder: the same command goes on with it, also after kill -9')
        .env('ORBWEAVER_STORE')
        .argParser(folder),
    )
    .option('--durable', 'survive power loss, not only a killed process')
    .option(
      '--disk-floor <size>',
      'room that stays free on the disk of the store; below it the crawl waits (default: 256M; 0: none)',
      diskFloor,
    )
    .option('--output <file>', 'append items to a .csv file, or to any other as JSONL; - is --jsonl (may be given again)', gather, [])
    .option('--jsonl', 'items to standard output, one JSON object a line; the report goes to standard error')
  reporting(command)
    .option('--profile', 'add to the report where the time of the crawl went, and what to do about it')
    .option('--print-config', 'show the options as they would be used, as JSON without secrets, and end')
    .addHelpText(
      'before',
      `Examples:
  orbweaver crawl https://example.org/ --contact me@uni.example --store study
  orbweaver crawl https://example.org/docs/ --scope prefix --max-pages 500 --output pages.csv
  orbweaver crawl https://example.org/shop/ --handlers shop.ts --workers auto --output books.jsonl
  orbweaver crawl http://127.0.0.1:8080/ --delay 0 --json
  orbweaver crawl - --jsonl < urls.txt | jq .title
`,
    )
    .action(async (urls: string[], options) => (await import('../crawl-command.ts')).crawlCommand(urls, options))
}
