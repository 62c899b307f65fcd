import { escapeTerminal } from '../../base/escape.ts'
import type { Verdict } from './judge.ts'

/** A line per endpoint that was seen, the faults below it, and the sum. What came from the visitor is escaped. */
export function verdictText(verdicts: readonly Verdict[]): string {
  const seen = verdicts.filter(({ verdict }) => verdict !== 'unseen')
  const longest = Math.max(4, ...seen.map(({ id }) => id.length))
  const lines = seen.flatMap(({ id, verdict, says, faults, requests }) => [
    `${id.padEnd(longest)} ${verdict.padEnd(5)} ${String(requests).padStart(6)}  ${says}`,
    ...faults.map(fault => `${' '.repeat(longest + 15)}- ${escapeTerminal(fault)}`),
  ])
  const { good = 0, bad = 0, unseen = 0 } = countVerdicts(verdicts)
  return `${[...lines, '', `${good} good, ${bad} bad, ${unseen} never asked for`].join('\n')}\n`
}

/** How many of each. */
export function countVerdicts(verdicts: readonly Verdict[]): Partial<Record<Verdict['verdict'], number>> {
  const counts: Partial<Record<Verdict['verdict'], number>> = {}
  for (const { verdict } of verdicts) counts[verdict] = (counts[verdict] ?? 0) + 1
  return counts
}
