import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { Agent, request } from 'undici'
import { createHttpFetcher } from '../src/http/index.ts'
import { openTown } from '../src/testing/index.ts'
import type { OddAnswer } from '../src/testing/streets/odd-answers.ts'
import { oddAnswers } from '../src/testing/streets/odd-answers.ts'
import { tableText } from './measure.ts'

/** What a reader made of one answer. `marked`: it says that something is missing or wrong (an error, an exit code). */
type Given = { readonly body: string; readonly marked: boolean }

type Reader = { readonly name: string; read(url: string): Promise<Given>; close?(): Promise<void> }

/**
 * `whole`: the body. `partial`: what came, marked. `refused`: nothing, and it says so. `silent`: another body or none, as if all were well.
 */
export type OddVerdict = 'whole' | 'partial' | 'refused' | 'silent'

export function judgeOdd({ body, expected }: OddAnswer, given: Given): OddVerdict {
  if (given.marked) return given.body === '' || expected === 'error' ? 'refused' : 'partial'
  return expected === 'body' && given.body === body ? 'whole' : 'silent'
}

/** The thirty odd answers of the practice town, each asked for by each reader. */
export async function benchOdd({ say }: { say: (line: string) => void }): Promise<Record<string, Record<string, OddVerdict>>> {
  await using town = await openTown()
  const readers = [orbweaver(), undici(), ...programs()]
  const figures: Record<string, Record<string, OddVerdict>> = {}
  for (const { name, read, close } of readers) {
    const verdicts: Record<string, OddVerdict> = {}
    for (const odd of oddAnswers) verdicts[odd.name] = judgeOdd(odd, await read(town.url('odd', `/${odd.name}`)))
    figures[name] = verdicts
    await close?.()
  }
  const names = Object.keys(figures)
  const count = (name: string, verdict: OddVerdict) => Object.values(figures[name]!).filter(found => found === verdict).length
  say(tableText([['answer', ...names], ...oddAnswers.map(odd => [odd.name, ...names.map(name => figures[name]![odd.name]!)])]))
  say('')
  const verdicts = ['whole', 'partial', 'refused', 'silent'] as const
  say(tableText([['of 30', ...names], ...verdicts.map(verdict => [verdict, ...names.map(name => String(count(name, verdict)))])]))
  return figures
}

function orbweaver(): Reader {
  const fetch = createHttpFetcher({ allowFor: () => ['loopback'] })
  return {
    name: 'orbweaver',
    async read(url) {
      try {
        const { body, cut } = await fetch({ method: 'GET', url, headers: [] })
        return { body: Buffer.from(body).toString('latin1'), marked: cut !== undefined }
      } catch {
        return { body: '', marked: true }
      }
    },
    close: () => fetch.close(),
  }
}

function undici(): Reader {
  const dispatcher = new Agent()
  return {
    name: 'undici',
    async read(url) {
      let body = ''
      try {
        const answer = await request(url, { dispatcher })
        for await (const chunk of answer.body) body += Buffer.from(chunk).toString('latin1')
        return { body, marked: false }
      } catch {
        return { body, marked: true }
      }
    },
    close: () => dispatcher.close(),
  }
}

/** Those that are installed, as they come: one try, no configuration of the user's. */
function programs(): Reader[] {
  const lines: readonly (readonly [name: string, ...flags: string[]])[] = [
    ['curl', '--disable', '--silent', '--max-time', '5'],
    ['wget', '--no-config', '--quiet', '--output-document=-', '--tries=1', '--timeout=5'],
  ]
  return lines
    .filter(([name]) => spawnSync(name, ['--version']).status === 0)
    .map(([name, ...flags]) => ({
      name,
      async read(url) {
        const run = promisify(execFile)(name, [...flags, url], { encoding: 'latin1' })
        const { stdout, marked } = await run.then(
          ({ stdout }) => ({ stdout, marked: false }),
          (failure: { stdout: string }) => ({ stdout: failure.stdout, marked: true }),
        )
        return { body: stdout, marked }
      },
    }))
}
