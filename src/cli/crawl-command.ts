import { CrawlError } from '../base/crawl-error.ts'
import type { CrawlEvents, CrawlFile } from '../spider/index.ts'
import { readCrawlFile, roomText, Spider } from '../spider/index.ts'
import { askContact } from './ask-contact.ts'
import { checkOutput } from './check-output.ts'
import type { CrawlFlags } from './crawl-flags.ts'
import { crawlOptions, printedConfig } from './crawl-flags.ts'
import { exitCodeOfReport } from './exit-codes.ts'
import { withScheme } from './given-url.ts'
import { givenUrls } from './given-urls.ts'
import { jsonLine } from './json-line.ts'
import { leanHeap } from './lean-heap.ts'
import { requireNamed } from './name-again.ts'
import { onSignals } from './on-signals.ts'
import { showProgress } from './progress.ts'
import { reportText } from './report-text.ts'

/** `orbweaver crawl URL...`: the same command goes on with an unfinished store and visits a finished one again. */
export async function crawlCommand(given: readonly string[], flags: CrawlFlags): Promise<void> {
  const seeds = (await givenUrls(given, 'crawl')).map(withScheme)
  const settled = settle(flags)
  if (settled.printConfig) process.stdout.write(`${JSON.stringify(printedConfig(seeds, settled), null, 2)}\n`)
  else await run(seeds, await askContact(seeds, settled))
}

/** `orbweaver resume DIR`: the options come from crawl.json; secrets, code and files elsewhere must be named again. */
export async function resumeCommand(folder = process.env.ORBWEAVER_STORE ?? '', flags: CrawlFlags): Promise<void> {
  if (folder === '') throw new CrawlError('usage', 'Which crawl? Name its folder: orbweaver resume DIR.')
  const file = readCrawlFile(folder)
  if (file === undefined) {
    throw new CrawlError(
      'store-missing',
      `${folder} holds no crawl (no crawl.json there). Begin one with: orbweaver crawl URL --store ${folder}`,
    )
  }
  requireNamed(folder, file.options, flags)
  await run([], settle({ ...recordedFlags(folder, file), ...flags, store: folder }))
}

async function run(seeds: readonly string[], flags: CrawlFlags): Promise<void> {
  leanHeap({ trees: flags.handlers !== undefined })
  for (const file of flags.output ?? []) checkOutput(file)
  if (flags.cookies !== undefined) checkOutput(flags.cookies, 'Cookies', '--cookies')
  const spider = new Spider(seeds, crawlOptions(seeds, flags))
  const progress = await showProgress(spider, flags.quiet ? 'none' : (flags.progress ?? 'auto'), flags.maxPages)
  const signals = onSignals(spider, text => flags.quiet || progress.say(text))
  if (!flags.quiet) spider.on('disk', room => progress.say(diskText(room)))
  if (flags.jsonl) spider.on('item', ({ item }) => process.stdout.write(jsonLine(item)))
  try {
    const report = await spider.run()
    progress.end()
    if (flags.json) process.stdout.write(jsonLine(report))
    else if (!flags.quiet) (flags.jsonl ? process.stderr : process.stdout).write(reportText(report, flags))
    process.exitCode = exitCodeOfReport(report, signals.came)
  } finally {
    progress.end()
    signals.off()
  }
}

/** One line when a crawl begins to wait for room on its disk, one when it goes on. */
function diskText(room: CrawlEvents['disk']): string {
  return room.low
    ? `${roomText(room)} (--disk-floor): the crawl waits, and goes on once there is room.`
    : `${roomText(room)}: the crawl goes on.`
}

/** `--output -` is `--jsonl`. */
function settle({ output = [], ...flags }: CrawlFlags): CrawlFlags {
  const jsonl = flags.jsonl === true || output.includes('-')
  if (flags.json && jsonl) throw new CrawlError('usage', '--json and --jsonl both want standard output. Give one of them.')
  return { ...flags, ...(jsonl ? { jsonl } : {}), output: output.filter(file => file !== '-') }
}

type Lists = 'include' | 'exclude' | 'output'

/** crawl.json is open to its owner's editor. */
function recordedFlags(folder: string, { options }: CrawlFile): CrawlFlags {
  const { include = [], exclude = [], output = [], ...kept } = options as Record<string, unknown> & Record<Lists, string[] | undefined>
  const patterns = (sources: string[]) => sources.map(source => new RegExp(source))
  try {
    return { ...kept, include: patterns(include), exclude: patterns(exclude), output: output.map(String) }
  } catch (cause) {
    throw new CrawlError(
      'store-corrupt',
      `${folder}/crawl.json has bad options: ${(cause as Error).message}. Mend it there, or give the crawl command again.`,
      { cause },
    )
  }
}
