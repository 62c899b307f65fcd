import { Command, Option } from 'commander'
import { limits } from '../base/limits.ts'
import { addressClass, folder, gather, header, pattern, port, seconds, whole } from './arguments.ts'

/** The command line. Only options are described here: the work is loaded when its verb is called. */
export function createProgram(versionLine: string): Command {
  // A variable set to nothing counts as not set.
  for (const [name, value] of Object.entries(process.env)) if (name.startsWith('ORBWEAVER_') && value === '') delete process.env[name]
  const program = new Command('orbweaver')
    .description('A polite, crash-proof web spider and scraper, from the socket up.')
    .version(versionLine, '-V, --version')
    .option('--debug', 'show the stack of an error')
    .exitOverride()
    // What goes wrong is said once, by main.ts.
    .configureOutput({ outputError: () => {} })
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
  addCrawl(program)
  addResume(program)
  addRobots(program)
  addLinks(program)
  addPractice(program)
  return program
}

function addCrawl(program: Command): void {
  const command = program
    .command('crawl')
    .argument('<url...>', 'where to begin; - reads URLs from standard input, separated by white space')
    .description('Follow links from page to page, politely, and keep a record of every page.')
    .optionsGroup('What to crawl:')
    .option('-l, --depth <n>', 'links between a seed and a page', whole, limits.depth)
    .option('--max-pages <n>', 'pages in all, over all runs on a store', whole)
    .option('--max-per-site <n>', 'pages of one site', whole)
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
    .optionsGroup('Manners:')
  identity(command)
    .addOption(
      new Option('-w, --delay <s>', 'seconds between two requests to a site (default: 1)').env('ORBWEAVER_DELAY').argParser(seconds),
    )
    .addOption(new Option('--concurrency <n>', 'requests under way at once (default: 16)').env('ORBWEAVER_CONCURRENCY').argParser(whole))
    .option('--per-site <n>', 'requests under way at once to one site (default: 1; with --delay 0 on this machine: --concurrency)', whole)
    .option('-t, --tries <n>', 'attempts at one URL (default: 3)', whole)
    .addOption(new Option('--robots <how>', 'robots.txt').choices(['obey', 'google', 'ignore']).default('obey'))
    .option('--no-nofollow', 'ignore meta robots, X-Robots-Tag and rel=nofollow')
    .optionsGroup('Access:')
    .option('--header <line>', "'Name: value', for the seeds' own sites only (may be given again)", header, [])
    .option('-u, --user <name:password>', "Basic authentication, for the seeds' own sites only")
    .option(
      '--allow-address <class>',
      'let links lead to loopback, private, link-local ... addresses (may be given again)',
      addressClass,
      [],
    )
    .option('-k, --no-verify-tls', 'do not check certificates')
    .optionsGroup('What comes out:')
    .addOption(
      new Option('--store <dir>', 'keep the crawl in a folder: the same command goes on with it, also after kill -9')
        .env('ORBWEAVER_STORE')
        .argParser(folder),
    )
    .option('--durable', 'survive power loss, not only a killed process')
    .option('--output <file>', 'append items to a .csv file, or to any other as JSONL; - is --jsonl (may be given again)', gather, [])
    .option('--jsonl', 'items to standard output, one JSON object a line; the report goes to standard error')
  reporting(command)
    .option('--print-config', 'show the options as they would be used, as JSON without secrets, and end')
    .addHelpText(
      'before',
      `Examples:
  orbweaver crawl https://example.org/ --contact me@uni.example --store study
  orbweaver crawl https://example.org/docs/ --scope prefix --max-pages 500 --output pages.csv
  orbweaver crawl http://127.0.0.1:8080/ --delay 0 --json
  orbweaver crawl - --jsonl < urls.txt | jq .title
`,
    )
    .action(async (urls: string[], options) => (await import('./crawl-command.ts')).crawlCommand(urls, options))
}

function addResume(program: Command): void {
  const command = program
    .command('resume')
    .argument('[dir]', 'the folder of a crawl (default: ORBWEAVER_STORE)')
    .description('Go on with a crawl where it was left, with the options it was begun with.')
    .option('--max-pages <n>', 'another limit of pages', whole)
    .option('--header <line>', 'as in crawl: secrets are not stored', header, [])
    .option('-u, --user <name:password>', 'as in crawl: secrets are not stored')
    .option('--jsonl', 'items to standard output, one JSON object a line; the report goes to standard error')
  reporting(command)
    .addHelpText('before', 'Examples:\n  orbweaver resume study\n  orbweaver resume study --max-pages 5000 --json\n')
    .action(async (folder: string | undefined, options) => (await import('./crawl-command.ts')).resumeCommand(folder, options))
}

function addRobots(program: Command): void {
  const command = program
    .command('robots')
    .argument('<url...>', 'URLs to judge')
    .description('May they be asked? By robots.txt: allowed or refused, and by which line.')
  identity(command)
    .option('--file <file>', 'judge by a robots.txt on disk instead of the site’s')
    .option('--google', "with Google's leniencies")
    .option('--json', 'as JSON, one object a line')
    .addHelpText(
      'before',
      `Examples:
  orbweaver robots https://example.org/private/ --agent AgeStudy
  orbweaver robots --file robots.txt https://example.org/a https://example.org/b
`,
    )
    .addHelpText('after', '\nExit code: 0 all are allowed, 11 one is refused, 10 a robots.txt cannot be had.')
    .action(async (urls: string[], options) => (await import('./robots-command.ts')).robotsCommand(urls, options))
}

function addLinks(program: Command): void {
  const command = program
    .command('links')
    .argument('<page>', 'a URL, a file, or - for standard input')
    .description('The links of one page, made absolute, in their order.')
  identity(command)
    .option('--base <url>', 'base of a file or of standard input', 'http://localhost/')
    .option('--resources', 'images, scripts and styles too')
    .option('--text', 'with kind and anchor text, separated by tabs')
    .option('--json', 'as JSON, one object a line')
    .addHelpText(
      'before',
      `Examples:
  orbweaver links https://example.org/ --contact me@uni.example
  curl -s https://example.org/ | orbweaver links - --base https://example.org/ --json
`,
    )
    .action(async (page: string, options) => (await import('./links-command.ts')).linksCommand(page, options))
}

function addPractice(program: Command): void {
  program
    .command('practice')
    .description('A small internet on this machine, to test robots on.')
    .option('--port <n>', 'first port; 0 takes free ones', port, 8400)
    .option('--pages <n>', 'pages of its documentation site', whole, 1000)
    .option('--seed <n>', 'another town', whole, 1)
    .option('--json', 'its sites as one JSON object')
    .addHelpText('before', 'Examples:\n  orbweaver practice\n  orbweaver crawl http://127.0.0.1:8400/ --scope host --delay 0.1\n')
    .action(async options => (await import('./practice-command.ts')).practiceCommand(options))
}

function identity(command: Command): Command {
  return command
    .addOption(new Option('--agent <name>', 'name and version of your robot (default: Orbweaver/0.1)').env('ORBWEAVER_AGENT'))
    .addOption(new Option('--contact <mail|url>', 'how a webmaster reaches you').env('ORBWEAVER_CONTACT'))
    .option('--user-agent <line>', 'a whole User-Agent instead: at your own responsibility')
}

function reporting(command: Command): Command {
  return command
    .option('--json', 'the report as one JSON object, nothing else on standard output')
    .option('-q, --quiet', 'no progress, no report')
    .addOption(new Option('--progress <how>', 'progress on standard error').choices(['auto', 'live', 'plain', 'none']).default('auto'))
}
