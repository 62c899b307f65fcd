import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { download } from '../src/index.ts'
import { openTown } from '../src/testing/index.ts'
import { tableText } from './measure.ts'

const verdicts = ['right', 'error, old part kept', 'error, other bytes', 'wrong, and a success'] as const
type Verdict = (typeof verdicts)[number]

/**
 * Goes on with 100 bytes of version 1 against the 25 answers of the practice town's street `resume`: what stands on the disk, and what is
 * said.
 */
export async function benchResume({ say }: { say(line: string): void }): Promise<unknown> {
  await using town = await openTown()
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-resume-'))
  const file = join(folder, 'file')
  const bytesAt = async (path: string) => Buffer.from(await (await fetch(town.url('resume', path))).arrayBuffer())
  const old = (await bytesAt('/v1')).subarray(0, 100)
  const command = async (name: string, ...args: string[]) => {
    const [code] = await once(spawn(name, args, { stdio: 'ignore' }), 'exit')
    return code === 0
  }
  const programs: ReadonlyMap<string, (url: string) => Promise<boolean>> = new Map([
    ['curl -f -C -', url => command('curl', '-s', '-f', '-m', '5', '-C', '-', '-o', file, url)],
    ['wget -c', url => command('wget', '-q', '-T', '5', '-t', '2', '-c', '-O', file, url)],
    [
      'download, from its own part',
      async url => {
        rmSync(file)
        writeFileSync(`${file}.part`, old)
        writeFileSync(`${file}.part.json`, JSON.stringify({ url, synced: 100, etag: '"v1"', ifRange: '"v1"' }))
        const done = await download(url, file).then(
          () => true,
          () => false,
        )
        if (!done) writeFileSync(file, readFileSync(`${file}.part`))
        return done
      },
    ],
  ])
  try {
    const found = new Map<string, Map<Verdict, string[]>>()
    for (const [name, run] of programs) {
      const byVerdict = new Map<Verdict, string[]>(verdicts.map(verdict => [verdict, []]))
      for (let id = 1; id <= 25; id++) {
        const path = `/resume/${String(id).padStart(2, '0')}`
        writeFileSync(file, old)
        const success = await run(town.url('resume', path))
        const bytes = readFileSync(file)
        const failed = bytes.equals(old) ? 'error, old part kept' : 'error, other bytes'
        const verdict = bytes.equals(await bytesAt(path)) ? 'right' : success ? 'wrong, and a success' : failed
        byVerdict.get(verdict)!.push(path.slice(-2))
      }
      found.set(name, byVerdict)
    }
    say(
      tableText([
        ['of 25 answers', ...verdicts],
        ...[...found].map(([name, by]) => [name, ...verdicts.map(each => String(by.get(each)!.length))]),
      ]),
    )
    return Object.fromEntries([...found].map(([name, by]) => [name, Object.fromEntries(by)]))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
