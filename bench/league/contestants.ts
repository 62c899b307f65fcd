import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Carried } from '../../src/testing/index.ts'

/** One robot, and how it is sent down the street. Its URLs come on standard input, one a line. */
export type Contestant = {
  readonly name: string
  /** What it was told beyond its defaults, in words. */
  readonly told: string
  version(): string
  command(carried: Carried | undefined): readonly string[]
  /** It follows no links, so that each page must be named. */
  readonly stays?: true
}

/** Where what is no part of this package stands. */
export type Places = { readonly cli: string; readonly python: string }

const peers = resolve(import.meta.dirname, '../peers')

export function contestantsFrom({ cli, python }: Places): Contestant[] {
  const firstLine = (command: string, ...args: string[]) => spawnSync(command, args, { encoding: 'utf8' }).stdout.trim().split('\n', 1)[0]!
  const curl = (name: string, told: string, ...flags: string[]): Contestant => ({
    name,
    told,
    stays: true,
    version: () => firstLine('curl', '--version').split(' ', 2).join(' '),
    // A process for each: after some failures one of many URLs asks for no other.
    command: carried => [
      ...['sh', '-c', 'while read -r url; do at=$((at + 1)); "$@" -o "$at.body" "$url"; done', 'sh'],
      ...['curl', '--disable', '-sS', '-L', ...flags, ...userOf(carried, '--user'), ...headersOf(carried, '--header')],
    ],
  })
  const wget = (name: string, told: string, ...flags: string[]): Contestant => ({
    name,
    told,
    version: () => firstLine('wget', '--version').split(' ', 3).join(' '),
    command(carried) {
      const [user, password] = carried?.user?.split(':') ?? []
      const secrets = user === undefined ? [] : [`--user=${user}`, `--password=${password}`]
      return ['wget', '--no-config', '-nv', '-r', '-l', '20', ...flags, ...secrets, ...headersOf(carried, '--header'), '-i', '-']
    },
  })
  const crawlee = (name: string, told: string, robots: string): Contestant => ({
    name,
    told,
    version: () => `@crawlee/cheerio ${packageVersion('@crawlee/cheerio')}`,
    command: carried => [process.execPath, join(peers, 'crawlee-crawl.js'), robots, JSON.stringify(carried ?? {})],
  })
  return [
    {
      name: 'orbweaver',
      told: '`crawl`; a folder for its store, a file for cookies; `--delay 0.02` in place of a second, or the 1,000 pages would take 17 minutes',
      version: () => firstLine(process.execPath, cli, '--version'),
      command: carried => [
        ...[
          process.execPath,
          cli,
          'crawl',
          '-',
          '--store',
          'crawl',
          '--cookies',
          'cookies.txt',
          '--delay',
          '0.1',
          '--max-per-site',
          '2000',
        ],
        ...userOf(carried, '--user'),
        ...headersOf(carried, '--header'),
      ],
    },
    wget('wget -r', '20 links deep in place of 5: as deep as Orbweaver goes'),
    wget('wget -r -T 10', 'the same, `--timeout=10 --tries=2`', '--timeout=10', '--tries=2'),
    curl('curl -L', 'a process for each URL, one after another, to a file each; the healthy pages by name, as it follows no links'),
    curl('curl -L -m 10', 'the same, `--max-time 10`, and keeps cookies', '--max-time', '10', '--cookie', ''),
    {
      name: 'Scrapy',
      told: 'a CrawlSpider that follows every link of the hosts it was given, `ROBOTSTXT_OBEY` as in the template of its projects',
      version: () => firstLine(python, '-m', 'scrapy', 'version'),
      command: carried => [
        ...[python, '-m', 'scrapy', 'runspider', join(peers, 'scrapy_crawl.py'), '-o', 'items.jsonl'],
        ...(carried === undefined ? [] : ['-a', `carried=${JSON.stringify(carried)}`]),
      ],
    },
    crawlee(
      'Crawlee',
      'a CheerioCrawler that calls `enqueueLinks` on every page: by default, the same host; robots.txt is not asked',
      'default',
    ),
    crawlee('Crawlee, robots', 'the same, `respectRobotsTxtFile`', 'robots'),
  ]
}

function packageVersion(name: string): string {
  return (JSON.parse(readFileSync(join(peers, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }).version
}

function userOf(carried: Carried | undefined, flag: string): string[] {
  return carried?.user === undefined ? [] : [flag, carried.user]
}

function headersOf(carried: Carried | undefined, flag: string): string[] {
  const fields = carried?.headers ?? []
  return fields.flatMap((name, at) => (at % 2 === 0 ? [flag, `${name}: ${fields[at + 1]}`] : []))
}
