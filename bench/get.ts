import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nginxMissing, startNginx } from '../test/support/nginx.ts'
import { buildCli } from './build-cli.ts'
import { judgeMissing, runProcess, tableText } from './measure.ts'

/** One large file from nginx by `orbweaver get` as the package ships it, in turns with curl: to disk, to standard output, to /dev/null. */
export async function benchGet({ mib, runs, say }: { mib: number; runs: number; say(line: string): void }): Promise<unknown> {
  const missing = nginxMissing || judgeMissing
  if (missing) throw new Error(missing)
  const get = `${process.execPath} ${await buildCli()} get`
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-get-'))
  const file = join(folder, 'target.bin')
  const bytes = mib * 1024 * 1024
  const goals: ReadonlyMap<string, string> = new Map([
    ['disk', `-o ${file}`],
    ['pipe', '| cat > /dev/null'],
    ['/dev/null', '-o /dev/null'],
  ])
  const run = (program: string, url: string, goal: string) => {
    rmSync(file, { force: true })
    // The peak of memory is that of the largest process: cat's is small.
    const usage = runProcess(['sh', '-c', `${program} -s ${url} ${goals.get(goal)}`], 600)
    if (usage.exit !== 0) throw new Error(`${program} ended with ${usage.exit}`)
    return usage
  }
  try {
    // Sparse: reading it costs the server no disk.
    const source = openSync(join(folder, 'large.bin'), 'w')
    ftruncateSync(source, bytes)
    closeSync(source)
    writeFileSync(join(folder, 'small.bin'), 'x')
    await using nginx = await startNginx({ '/': `${folder}/` })
    const pairs = [...goals.keys()].flatMap(goal => [
      { goal, name: 'curl', program: 'curl' },
      { goal, name: 'orbweaver get', program: get },
    ])
    const starts = pairs.map(({ goal, program }) => run(program, `${nginx.origin}/small.bin`, goal))
    const rounds = Array.from({ length: runs }, () => pairs.map(({ goal, program }) => run(program, `${nginx.origin}/large.bin`, goal)))
    const figures = pairs.map(({ goal, name }, at) => {
      // The best run is the one that others on this machine disturbed least.
      const mbPerSecond = bytes / Math.min(...rounds.map(round => round[at]!.wallMs)) / 1000
      const rssMb = Math.max(...rounds.map(round => round[at]!.rssMb))
      return { goal, name, mbPerSecond, rssMb, rssAboveBaseMb: rssMb - starts[at]!.rssMb }
    })
    const ratios = [...goals.keys()].map(goal => {
      const [curl, orbweaver] = figures.filter(each => each.goal === goal)
      return { goal, ratio: orbweaver!.mbPerSecond / curl!.mbPerSecond }
    })
    say(
      tableText([
        [`${mib} MiB, best of ${runs}, start included`, 'MB/s', 'of curl', 'RSS', 'above one byte'],
        ...figures.map(({ goal, name, mbPerSecond, rssMb, rssAboveBaseMb }) => [
          `${name} to ${goal}`,
          mbPerSecond.toFixed(0),
          name === 'curl' ? '' : ratios.find(each => each.goal === goal)!.ratio.toFixed(2),
          `${rssMb.toFixed(0)} MB`,
          `${rssAboveBaseMb.toFixed(0)} MB`,
        ]),
      ]),
    )
    return { figures, ratios }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
