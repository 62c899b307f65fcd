import { CrawlError } from '../base/crawl-error.ts'
import type { Group } from '../testing/index.ts'
import { allEndpoints, countVerdicts, groupOf, groups, judgeVisit, openHostileStreet, verdictText } from '../testing/index.ts'
import { exitCodes } from './exit-codes.ts'
import { jsonLine } from './json-line.ts'
import type { PracticeFlags } from './practice-command.ts'
import { readGivenFile, readInput } from './read-input.ts'
import { untilInterrupted } from './until-interrupted.ts'

/** `orbweaver practice --hostile`: open until Ctrl-C. */
export async function hostileCommand({ port, seed, only, json }: PracticeFlags): Promise<void> {
  const street = await openHostileStreet({ port, seed, only: only === undefined ? undefined : groupsOf(only) })
  if (json) process.stdout.write(jsonLine({ start: street.start, dns: street.dns, endpoints: street.endpoints }))
  else {
    process.stdout.write('The hostile street is open, on this machine only. Ctrl-C closes it.\n\n')
    const byGroup = Map.groupBy(street.endpoints, ({ group }) => group)
    for (const [group, inside] of byGroup) {
      process.stdout.write(`  ${group.padEnd(3)} ${String(inside.length).padStart(3)}  ${groups[group]}\n`)
    }
    process.stdout.write(`\nBegin at ${street.start}\n`)
    process.stdout.write(`What stands where:  ${street.start}__endpoints\nWhat came:          ${street.start}__log?format=text\n`)
    process.stdout.write(`How it behaved:     ${street.start}__judge\n`)
    process.stdout.write(`Names:              *.street.test, of the name server ${street.dns}\nAuthority to trust: ${street.start}__ca\n`)
  }
  await untilInterrupted()
  await street.close()
}

/** `orbweaver practice --hostile --judge LOG`. Exit code 1 when a rule was broken. */
export async function judgeCommand(file: string, { json, only }: PracticeFlags): Promise<void> {
  const wanted = only === undefined ? undefined : groupsOf(only)
  const endpoints = allEndpoints.filter(({ id }) => wanted === undefined || wanted.includes(groupOf(id)))
  const verdicts = judgeVisit(endpoints, readLog(file === '-' ? await readInput() : readGivenFile(file), file))
  process.stdout.write(json ? jsonLine(verdicts) : verdictText(verdicts))
  if (countVerdicts(verdicts).bad !== undefined) process.exitCode = exitCodes.generic
}

function readLog(bytes: Buffer, file: string) {
  try {
    const { requests } = JSON.parse(bytes.toString())
    if (Array.isArray(requests) && requests.every(isRequest)) return requests
  } catch {
    // Said below.
  }
  throw new CrawlError('file', `${file} is no log of the hostile street; save one with: curl -o log.json 'http://HOST:PORT/__log?bytes=no'`)
}

function isRequest(given: unknown): boolean {
  return typeof given === 'object' && given !== null && 'target' in given && 'headers' in given && Array.isArray(given.headers)
}

function groupsOf(text: string): Group[] {
  const asked = text.split(',').map(letters => letters.trim().toUpperCase())
  const known = Object.keys(groups)
  const unknown = asked.find(letters => !known.includes(letters))
  if (unknown !== undefined) throw new CrawlError('usage', `--only knows the groups ${known.join(', ')}, not "${unknown}".`)
  return asked as Group[]
}
