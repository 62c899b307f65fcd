import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { builtFolder } from './build-cli.ts'

/** Programs of the peers, and the lists of what they need. */
export const peersFolder = resolve(import.meta.dirname, 'peers')

/** The packages of `bench/peers/package.json`, where `node` finds them. */
export function getNodePeers(): void {
  if (!existsSync(join(peersFolder, 'node_modules'))) run('npm', 'ci', '--prefix', peersFolder)
}

/** Scrapy of the version that stands in `bench/peers/requirements.txt`, in an environment of its own. @returns its python */
export function getScrapy(): string {
  const folder = join(builtFolder, 'scrapy')
  const python = join(folder, 'bin/python')
  if (!existsSync(join(folder, 'bin/scrapy'))) {
    run('python3', '-m', 'venv', folder)
    run(python, '-m', 'pip', 'install', '--quiet', '-r', join(peersFolder, 'requirements.txt'))
  }
  return python
}

/** @returns the compiled `bench/peers/colly`; Go looks itself whether it has changed */
export function getColly(): string {
  const program = join(builtFolder, 'colly')
  run('go', 'build', '-C', join(peersFolder, 'colly'), '-o', program, '.')
  return program
}

/** @returns the compiled `bench/peers/spider`: several minutes the first time */
export function getSpider(): string {
  const target = join(builtFolder, 'spider')
  run('cargo', 'build', '--quiet', '--release', '--manifest-path', join(peersFolder, 'spider/Cargo.toml'), '--target-dir', target)
  return join(target, 'release/spider-crawl')
}

function run(command: string, ...args: string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  if (error !== undefined) throw new Error(`${command} is not installed`)
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stderr}`)
}
