import type { Usage } from '../measure.ts'
import { median, tableText } from '../measure.ts'
import type { Contestant } from './contestants.ts'

/** One crawl, as the server's log and wait4 tell it. */
export type Run = Usage & {
  /** Different paths answered with 200. */
  readonly pages: number
  /** Fetches of such a path beyond its first. */
  readonly twice: number
  /** All else that was asked for. */
  readonly other: number
  readonly sentMb: number
  /** Records that it wrote; 0 of one that keeps the pages themselves. */
  readonly records: number
}

/** The table and the ratios. `lateMs`: the share of the speed that this allows is told too. */
export function reportCrawl(results: ReadonlyMap<Contestant, readonly Run[]>, lateMs: number, say: (line: string) => void) {
  const rows = [...results].map(([{ name, side, atOnce = 16 }, runs]) => {
    const of = (key: keyof Run) => median(runs.map(run => run[key]))
    const pages = of('pages')
    const leastMs = ((pages + of('twice') + of('other')) * lateMs) / atOnce
    return {
      ...{ name, side, pages, twice: of('twice'), other: of('other'), records: of('records'), sentMb: of('sentMb') },
      ...{ wallMs: of('wallMs'), cpuMs: of('cpuMs'), cpuMsPerPage: of('cpuMs') / pages, rssMb: of('rssMb'), othersMs: of('othersMs') },
      ...{ ofIdeal: leastMs / of('wallMs'), exits: runs.map(({ exit }) => exit), runs },
    }
  })
  const heads = ['', 'pages', 'twice', 'other', 'records', 'MB', 'wall s', 'pages/s', 'CPU s', 'CPU ms/page', 'RSS MB', 'others s', 'exit']
  const cells = rows.map(row => [
    ...[row.name, `${row.pages}`, `${row.twice}`, `${row.other}`, row.records === 0 ? '-' : `${row.records}`, row.sentMb.toFixed(1)],
    ...[
      (row.wallMs / 1000).toFixed(2),
      row.pages === 0 ? '-' : (row.pages / (row.wallMs / 1000)).toFixed(0),
      (row.cpuMs / 1000).toFixed(2),
    ],
    ...[row.pages === 0 ? '-' : row.cpuMsPerPage.toFixed(3), row.rssMb.toFixed(0), (row.othersMs / 1000).toFixed(2)],
    row.exits.every(exit => exit === 0) ? 'ok' : row.exits.join(),
    ...(lateMs === 0 ? [] : [row.pages === 0 ? '-' : `${(row.ofIdeal * 100).toFixed(0)} %`]),
  ])
  say(tableText([[...heads, ...(lateMs === 0 ? [] : ['of ideal'])], ...cells]))
  const crawls = rows.filter(({ pages }) => pages > 0)
  const ratios: Record<string, number> = {}
  for (const ours of crawls.filter(({ side }) => side === 'ours')) {
    for (const { name, side, cpuMsPerPage } of crawls) {
      if (side === 'floor') ratios[`${ours.name} / ${name}`] = ours.cpuMsPerPage / cpuMsPerPage
      if (side === 'peer') ratios[`${name} / ${ours.name}`] = cpuMsPerPage / ours.cpuMsPerPage
    }
  }
  for (const [name, ratio] of Object.entries(ratios)) say(`${name}: ${ratio.toFixed(2)} x CPU`)
  const sameJob = new Set(crawls.map(({ pages }) => pages)).size <= 1
  if (!sameJob) say(`not the same pages: ${crawls.map(({ name, pages }) => `${name} ${pages}`).join(', ')}; README.md says why`)
  for (const { name, records, pages } of crawls) if (records > 0 && records !== pages) say(`${name}: ${records} records of ${pages} pages`)
  return { rows, ratios, sameJob }
}
