import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nginxMissing, startNginx } from '../test/support/nginx.ts'
import { buildCli } from './build-cli.ts'
import { judgeMissing, median, runProcess, tableText } from './measure.ts'

/** How long `orbweaver get` takes to start, as the package ships it, against Node's own start: all take turns, medians. */
export async function benchStartup({ runs, say }: { runs: number; say(line: string): void }): Promise<unknown> {
  const missing = nginxMissing || judgeMissing
  if (missing) throw new Error(missing)
  const cli = await buildCli()
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-startup-'))
  try {
    writeFileSync(join(folder, 'small.txt'), 'x')
    await using nginx = await startNginx({ '/': `${folder}/` })
    const url = `${nginx.origin}/small.txt`
    const commands: ReadonlyMap<string, readonly string[]> = new Map([
      ['node -e 0', ['-e', '0']],
      ['orbweaver --version', [cli, '--version']],
      ['orbweaver get --as-curl URL: arguments read', [cli, 'get', '--as-curl', url]],
      ['orbweaver get URL: one byte from nginx, whole', [cli, 'get', url]],
      ['orbweaver get -o FILE URL', [cli, 'get', '-o', join(folder, 'file'), url]],
      ['orbweaver get URL URL: one connection', [cli, 'get', url, url]],
      ['orbweaver crawl URL: one page', [cli, 'crawl', '--quiet', '--delay', '0', url]],
      ['orbweaver crawl URL --store FOLDER', [cli, 'crawl', '--quiet', '--delay', '0', '--store', join(folder, 'store'), url]],
    ])
    const usages = new Map([...commands.keys()].map(name => [name, { wallMs: [] as number[], cpuMs: [] as number[] }]))
    // The first turn fills the compile cache.
    for (let turn = -1; turn < runs; turn++) {
      for (const [name, args] of commands) {
        rmSync(join(folder, 'store'), { recursive: true, force: true })
        const { exit, wallMs, cpuMs } = runProcess([process.execPath, ...args], 60)
        if (exit !== 0) throw new Error(`${name} ended with ${exit}`)
        if (turn < 0) continue
        usages.get(name)!.wallMs.push(wallMs)
        usages.get(name)!.cpuMs.push(cpuMs)
      }
    }
    const figures = [...usages].map(([name, { wallMs, cpuMs }]) => ({ name, wallMs: median(wallMs), cpuMs: median(cpuMs) }))
    const [node] = figures
    const ratios = figures.map(({ name, wallMs, cpuMs }) => ({ name, wall: wallMs / node!.wallMs, cpu: cpuMs / node!.cpuMs }))
    say(
      tableText([
        [`median of ${runs}`, 'wall ms', 'of Node', 'CPU ms', 'of Node'],
        ...figures.map(({ name, wallMs, cpuMs }, at) => [
          name,
          wallMs.toFixed(0),
          ratios[at]!.wall.toFixed(2),
          cpuMs.toFixed(0),
          ratios[at]!.cpu.toFixed(2),
        ]),
      ]),
    )
    return { figures, ratios }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
