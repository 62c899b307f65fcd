import { escapeTerminal } from '../base/escape.ts'
import { shellQuote } from '../curl/shell-quote.ts'
import type { Report } from '../spider/index.ts'
import type { CrawlFlags } from './crawl-flags.ts'
import { grouped, size } from './figures.ts'
import { flagsToRepeat } from './name-again.ts'
import { profileLines } from './profile-lines.ts'

/** The final report for people. Everything from outside is escaped. @param flags the crawl was begun with, for the command that goes on */
export function reportText(report: Report, flags: CrawlFlags): string {
  const { counts, run } = report
  const lines = [
    `${report.state === 'finished' ? 'Finished' : 'Not finished'}${report.why === null ? '' : `: ${report.why}`}`,
    '',
    `Pages       ${grouped(run.pages)} in ${report.seconds.toFixed(1)} s (${report.pagesPerSecond}/s), ${size(run.bytes)}, ${grouped(run.items)} items, ${grouped(run.robots)} robots.txt`,
    `Met         ${grouped(counts.met)} = ${grouped(counts.done)} done + ${grouped(counts.failed)} failed + ${grouped(counts.dropped)} dropped + ${grouped(counts.waiting)} waiting + ${grouped(counts.leased)} leased${report.balanced ? '' : '   DOES NOT ADD UP: please report this'}`,
    ...unchangedLine(run),
    ...table('Statuses', report.statuses),
    ...table('Not done', report.reasons),
    ...table('Held', report.held),
    ...table('Links left', report.refused),
  ]
  if (report.failures.length > 0) {
    lines.push('', counts.failed > report.failures.length ? `Failed (${report.failures.length} of ${grouped(counts.failed)})` : 'Failed')
    for (const { url, reason, says } of report.failures) {
      lines.push(`  ${escapeTerminal(reason).padEnd(20)} ${escapeTerminal(url)}`)
      if (says !== undefined) lines.push(`${' '.repeat(23)}${escapeTerminal(says)}`)
    }
  }
  if (report.sites.length > 0) {
    lines.push('', report.sites.length > 1 ? 'Slowest sites' : 'Site')
    for (const { site, done, failed, dropped, waiting, meanMs, gapMs } of report.sites.slice(0, 10)) {
      lines.push(
        `  ${escapeTerminal(site, 60).padEnd(40)} ${meanMs} ms a page, gap ${gapMs} ms, ${done} done, ${failed} failed, ${dropped} dropped, ${waiting} waiting`,
      )
    }
  }
  if (report.topPages.length > 0) {
    lines.push('', 'Most linked')
    for (const { url, count } of report.topPages) lines.push(`  ${String(count).padStart(6)}  ${escapeTerminal(url, 120)}`)
  }
  if (report.profile !== undefined) lines.push('', ...profileLines(report.profile))
  for (const notice of report.notices) lines.push('', `Note: ${escapeTerminal(notice)}`)
  if (report.store !== null) {
    const goOn = ['orbweaver resume', shellQuote(report.store), ...flagsToRepeat(report.store, flags)].join(' ')
    const next = report.state === 'finished' ? '' : `; go on with: ${goOn}`
    lines.push('', `Store       ${escapeTerminal(report.store)} (items.jsonl, crawl.db)${next}`)
  }
  return `${lines.join('\n')}\n`
}

/** What asking first has saved. */
function unchangedLine({ unchanged, notDue, saved }: Report['run']): string[] {
  if (unchanged + notDue === 0) return []
  const waits = notDue === 0 ? '' : `, ${grouped(notDue)} not due yet`
  return [`Unchanged   ${grouped(unchanged)} pages${waits}; ${size(saved)} were not sent again`]
}

function table(title: string, counts: Readonly<Record<string, number>>): string[] {
  const entries = Object.entries(counts)
  return entries.length === 0
    ? []
    : [`${title.padEnd(12)}${entries.map(([name, count]) => `${escapeTerminal(name)} ${grouped(count)}`).join(', ')}`]
}
