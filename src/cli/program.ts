import { readFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { CrawlError } from '../base/crawl-error.ts'

/** The command line. Only options are described here: the work is loaded when its verb is called. */
export function createProgram(): Command {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
  const program = new Command('orbweaver')
    .description('A polite, crash-proof web spider and scraper, from the socket up.')
    .version(`orbweaver ${version} (node ${process.versions.node})`, '-V, --version')
    .option('--debug', 'show the stack of an error')
    .showHelpAfterError('(orbweaver --help shows the commands)')
    .exitOverride()
    .addHelpText('beforeAll', '')
    .addHelpText(
      'before',
      `Examples:
  orbweaver crawl https://example.org/ --contact me@uni.example --store study
  orbweaver resume study
  orbweaver robots https://example.org/private/ --agent AgeStudy
  orbweaver links https://example.org/ --contact me@uni.example --json
  orbweaver practice
`,
    )

  identity(
    program
      .command('crawl')
      .argument('<url...>', 'where to begin; - reads URLs from standard input, one a line')
      .description('Follow links from page to page, politely, and keep a record of every page.')
      .option('--store <dir>', 'keep the crawl in a folder: the same command goes on with it, also after kill -9')
      .option('-l, --depth <n>', 'links between a seed and a page', whole, 20)
      .option('--max-pages <n>', 'pages in all', whole)
      .addOption(new Option('--scope <kind>', 'what is ours').choices(['site', 'domain', 'host', 'prefix', 'all']).default('site'))
      .option('--include <re>', 'only URLs that match (may be given again)', pattern, [])
      .option('--exclude <re>', 'no URLs that match (may be given again)', pattern, [])
      .option('-w, --delay <s>', 'seconds between two requests to a site (default: 1)', seconds)
      .option('--concurrency <n>', 'requests under way at once (default: 16)', whole)
      .option('--per-site <n>', 'requests under way at once to one site (default: 1; with --delay 0 on this machine: --concurrency)', whole)
      .option('--header <line>', "'Name: value', for the seeds' own sites only (may be given again)", header, [])
      .option('--user <name:password>', "Basic authentication, for the seeds' own sites only")
      .addOption(new Option('--robots <how>', 'robots.txt').choices(['obey', 'google', 'ignore']).default('obey'))
      .option('--no-nofollow', 'ignore meta robots, X-Robots-Tag and rel=nofollow')
      .option('--no-traps', 'no trap rules')
      .option('--no-sitemaps', 'leave sitemaps and feeds alone')
      .option('--resources', 'images, scripts and styles too')
      .option('--strip-tracking', 'take utm_* and such parameters off URLs')
      .option('--strip-sessions', 'take session ids off URLs')
      .option('--max-per-site <n>', 'pages of one site', whole)
      .option('--allow-address <class>', 'let links lead to loopback, private, link-local ... addresses (may be given again)', gather, [])
      .option('--durable', 'survive power loss, not only a killed process')
      .option('-k, --no-verify-tls', 'do not check certificates')
      .option('--output <file>', 'items to a .jsonl or .csv file (may be given again)', gather, [])
      .option('--jsonl', 'items to standard output, one JSON object a line; the report goes to standard error')
      .option('--json', 'the report as one JSON object, nothing else on standard output')
      .option('-q, --quiet', 'no progress, no report')
      .addOption(new Option('--progress <how>', 'progress on standard error').choices(['auto', 'live', 'plain', 'none']).default('auto')),
  )
    .addHelpText(
      'before',
      `Examples:
  orbweaver crawl https://example.org/ --contact me@uni.example --store study
  orbweaver crawl https://example.org/docs/ --scope prefix --max-pages 500 --output pages.csv
  orbweaver crawl http://127.0.0.1:8080/ --delay 0 --json
`,
    )
    .action(async (urls: string[], options) => (await import('./crawl-command.ts')).crawlCommand(urls, options))

  program
    .command('resume')
    .argument('<dir>', 'the folder of a crawl')
    .description('Go on with a crawl where it was left, with the options it was begun with.')
    .option('--max-pages <n>', 'another limit of pages', whole)
    .option('--header <line>', 'as in crawl: secrets are not stored', header, [])
    .option('--user <name:password>', 'as in crawl: secrets are not stored')
    .option('--json', 'the report as one JSON object')
    .option('-q, --quiet', 'no progress, no report')
    .addOption(new Option('--progress <how>').choices(['auto', 'live', 'plain', 'none']).default('auto'))
    .action(async (folder: string, options) => (await import('./crawl-command.ts')).resumeCommand(folder, options))

  identity(program.command('robots').argument('<url...>', 'URLs to judge').description('May they be asked? By robots.txt: allowed or refused, and by which line.'))
    .option('--file <file>', 'judge by a robots.txt on disk instead of the site’s')
    .option('--google', "with Google's leniencies")
    .option('--json', 'as JSON, one object a line')
    .addHelpText('before', 'Examples:\n  orbweaver robots https://example.org/private/ --agent AgeStudy\n  orbweaver robots --file robots.txt https://example.org/a https://example.org/b\n')
    .action(async (urls: string[], options) => (await import('./robots-command.ts')).robotsCommand(urls, options))

  identity(program.command('links').argument('<page>', 'a URL, a file, or - for standard input').description('The links of one page, made absolute, in their order.'))
    .option('--base <url>', 'base of a file or of standard input', 'http://localhost/')
    .option('--resources', 'images, scripts and styles too')
    .option('--text', 'with anchor text and kind')
    .option('--json', 'as JSON, one object a line')
    .addHelpText('before', 'Examples:\n  orbweaver links https://example.org/ --contact me@uni.example\n  curl -s https://example.org/ | orbweaver links - --base https://example.org/ --json\n')
    .action(async (page: string, options) => (await import('./links-command.ts')).linksCommand(page, options))

  program
    .command('practice')
    .description('A small internet on this machine, to test robots on.')
    .option('--port <n>', 'first port; 0 takes free ones', whole, 8400)
    .option('--pages <n>', 'pages of its documentation site', whole, 1000)
    .option('--seed <n>', 'another town', whole, 1)
    .option('--json', 'its sites as one JSON object')
    .addHelpText('before', 'Examples:\n  orbweaver practice\n  orbweaver crawl http://127.0.0.1:8400/ --scope host --delay 0.1\n')
    .action(async options => (await import('./practice-command.ts')).practiceCommand(options))

  for (const command of program.commands) command.exitOverride().showHelpAfterError(`(orbweaver ${command.name()} --help shows the options)`)
  return program
}

function identity(command: Command): Command {
  return command
    .option('--agent <name>', 'name and version of your robot (default: Orbweaver/0.1)')
    .option('--contact <mail|url>', 'how a webmaster reaches you (or ORBWEAVER_CONTACT)')
    .option('--user-agent <line>', 'a whole User-Agent instead: at your own responsibility')
}

function whole(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new CrawlError('usage', `"${text}" is no whole number.`)
  return value
}

function seconds(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && value <= 86_400)) throw new CrawlError('usage', `"${text}" is no number of seconds between 0 and 86400.`)
  return value
}

function pattern(text: string, before: RegExp[]): RegExp[] {
  try {
    return [...before, new RegExp(text)]
  } catch (cause) {
    throw new CrawlError('usage', `"${text}" is no regular expression: ${(cause as Error).message}.`, { cause })
  }
}

function header(line: string, before: string[]): string[] {
  const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\x20-\x7e\t]*)$/.exec(line)
  if (match === null) throw new CrawlError('usage', `"${line}" is no header. Write it as 'Name: value'.`)
  return [...before, match[1]!, match[2]!]
}

function gather(value: string, before: string[]): string[] {
  return [...before, value]
}
