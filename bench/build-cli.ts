import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { bundleCli } from '../scripts/bundle-cli.ts'

const root = resolve(import.meta.dirname, '..')
/** Beside `node_modules`, so that what is compiled finds its dependencies. */
export const builtFolder = join(root, '.bench')

/** The command line as the package ships it: JavaScript, so that stripping types is nobody's cost. */
export async function buildCli(folder = builtFolder): Promise<string> {
  rmSync(join(folder, 'dist'), { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'))
  const args = ['-p', 'tsconfig.build.json', '--outDir', join(folder, 'dist'), '--declaration', 'false']
  const compiled = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...args], { cwd: root, encoding: 'utf8' })
  const cli = join(folder, 'dist/cli/main.js')
  if (compiled.status !== 0 || !existsSync(cli)) throw new Error(`the build failed:\n${compiled.stdout}${compiled.stderr}`)
  await bundleCli(join(folder, 'dist'))
  return cli
}
